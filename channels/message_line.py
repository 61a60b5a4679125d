"""The far end of a call that speaks in messages, whatever carries them."""

from __future__ import annotations

from abc import ABC, abstractmethod

from channels.turns import commands as do
from channels.wire.incoming import Incoming, Message, Wire


class MessageLine(ABC):
    """A `FarEnd` (channels/voice_channel.py) that speaks in messages."""

    def __init__(self, wire: Wire):
        self._wire = wire

    @property
    @abstractmethod
    def flooded(self) -> bool:
        """It has been cut because its far end sent too much."""

    async def open(self, call_id: str, sample_rate_hz: int) -> None:
        """Raises OSError."""
        for message in self._wire.started(call_id, sample_rate_hz):
            await self.write(message)

    async def send(self, command: do.Command) -> None:
        """Raises OSError."""
        for message in self._wire.encode(command):
            await self.write(message)

    async def receive(self, within_s: float | None = None) -> Incoming | None:
        """Raises ProtocolError, TimeoutError, OSError."""
        return self._wire.decode(await self.read(within_s))

    @abstractmethod
    async def write(self, message: Message) -> None:
        """A message as it is. Raises OSError."""

    @abstractmethod
    async def read(self, within_s: float | None) -> Message:
        """The next message as it is. Raises TimeoutError, OSError."""

    @abstractmethod
    async def close(self) -> None:
        """Closes the line; may be called twice."""
