"""The far end of a call of Asterisk's chan_websocket: what it needs beside a websocket."""

from __future__ import annotations

from channels.message_line import MessageLine
from channels.transfers import Transfers
from channels.turns import commands as do
from channels.wire.asterisk_websocket import AsteriskWire
from channels.wire.incoming import Incoming


class AsteriskLine:
    """A `FarEnd` (channels/voice_channel.py), whoever has opened its websocket."""

    def __init__(self, carrier: MessageLine, wire: AsteriskWire, transfers: Transfers):
        """`wire` is the carrier's."""
        self._carrier, self._wire, self._transfers = carrier, wire, transfers

    @property
    def flooded(self) -> bool:
        return self._carrier.flooded

    async def open(self, call_id: str, sample_rate_hz: int) -> None:
        self._transfers.take(self._wire.channel)  # names come again
        await self._carrier.open(call_id, sample_rate_hz)

    async def receive(self, within_s: float | None = None) -> Incoming | None:
        """Sends what has waited, if Asterisk says that it may."""
        news = await self._carrier.receive(within_s)
        while (message := self._wire.released()) is not None:
            await self._carrier.write(message)
        return news

    async def send(self, command: do.Command) -> None:
        if isinstance(command, do.EndCall) and command.reason == "transfer":
            self._transfers.keep(self._wire.channel, command.handoff)
        await self._carrier.send(command)

    async def close(self) -> None:
        await self._carrier.close()
