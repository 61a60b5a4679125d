"""What a call sends: queued, so that nobody waits for the far end, and bounded."""

from __future__ import annotations

import asyncio
from typing import Protocol

from channels.turns import commands as do

UNSENT_LIMIT = 1000
"""Messages that may wait for the far end to read, some 20 s of audio."""
CLOSING_S = 2.0
"""A far end that does not read by then is not waited for."""


class Line(Protocol):
    """The far end, as the session sees it."""

    async def open(self, call_id: str, sample_rate_hz: int) -> None:
        """Tells the far end that the call begins and the rate of the assistant's audio."""

    async def send(self, command: do.Command) -> None:
        """Sends what the command is on this line, if anything. Raises OSError when it is gone."""

    async def close(self) -> None:
        """Closes the line; may be called twice."""


class Sending:
    """The queue of one call. `run` it in a task; `put` from anywhere on the loop."""

    def __init__(self, line: Line):
        self._line = line
        self._unsent: asyncio.Queue[do.Command] = asyncio.Queue(UNSENT_LIMIT)
        self._task: asyncio.Task[None] | None = None
        self._closing: asyncio.TimerHandle | None = None

    async def run(self, call_id: str, sample_rate_hz: int) -> None:
        """Sends what is queued, in order, until the call has ended. Raises OSError."""
        self._task = asyncio.current_task()
        try:
            await self._line.open(call_id, sample_rate_hz)
            while not isinstance(command := await self._unsent.get(), do.EndCall):
                await self._line.send(command)
            await self._line.send(command)
        finally:
            if self._closing:
                self._closing.cancel()
            await self._line.close()

    @property
    def waiting(self) -> int:
        """Messages that the far end has not read."""
        return self._unsent.qsize()

    def put(self, command: do.Command) -> bool:
        """Queues a message; false if the far end has not read for too long."""
        if self._unsent.full():
            return False
        self._unsent.put_nowait(command)
        return True

    def put_last(self, command: do.EndCall) -> None:
        """Queues the last one, if need be in the place of an older; `run` ends soon."""
        while self._unsent.full():
            self._unsent.get_nowait()
        self.put(command)
        self._closing = asyncio.get_running_loop().call_later(CLOSING_S, self.break_off)

    def break_off(self) -> None:
        """Does not wait for the far end any longer."""
        if self._task:
            self._task.cancel()
