"""Blocking work, off the event loop, with a bound on how much.

Urgent work goes first. When too much waits, the call that asks for more is refused with an
OverloadError; the others go on.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from channels.errors import OverloadError

T = TypeVar("T")
Ticket = tuple[bool, int, "asyncio.Future[None]"]


class Workers:
    """A few threads that all calls of an event loop share."""

    def __init__(self, threads: int, max_waiting: int):
        self.max_waiting = max_waiting
        self._threads = self._idle = threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="recognition")
        self._waiting: list[Ticket] = []
        self._count = 0

    @property
    def free(self) -> bool:
        """Nothing is being done, so that work given now would hold nobody up."""
        return self._idle == self._threads

    async def run(self, work: Callable[[], T], urgent: bool = False) -> T:
        """The work's result or exception. Raises OverloadError if too much waits already."""
        await self._admitted(urgent)
        try:
            return await _to_its_end(asyncio.get_running_loop().run_in_executor(self._pool, work))
        finally:
            self._leave()

    async def _admitted(self, urgent: bool) -> None:
        if self._idle:
            self._idle -= 1
            return
        if len(self._waiting) >= self.max_waiting:
            raise OverloadError(
                f"{len(self._waiting)} recognitions wait for a thread; "
                "allow fewer calls (max_calls) or give more cores (workers)"
            )
        self._count += 1
        turn = asyncio.get_running_loop().create_future()
        ticket = (not urgent, self._count, turn)
        heapq.heappush(self._waiting, ticket)
        await self._wait_for(ticket)

    async def _wait_for(self, ticket: Ticket) -> None:
        try:
            await ticket[-1]
        except asyncio.CancelledError:
            if ticket in self._waiting:
                self._waiting.remove(ticket)
                heapq.heapify(self._waiting)
            elif not ticket[-1].cancelled():
                self._leave()
            raise

    def _leave(self) -> None:
        """Hands the thread to the most urgent that waits."""
        while self._waiting:
            _, _, turn = heapq.heappop(self._waiting)
            if not turn.done():
                turn.set_result(None)
                return
        self._idle += 1

    def close(self) -> None:
        """Ends the threads once their work is done."""
        self._pool.shutdown(wait=False)


async def _to_its_end(work: asyncio.Future[T]) -> T:
    """A thread cannot be stopped: whoever is cancelled meanwhile waits for it all the same."""
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        await asyncio.wait([work])
        raise
