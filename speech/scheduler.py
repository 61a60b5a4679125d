"""Shares one model among requests, a chunk at a time: whoever runs out of audio first is next.

A long text takes seconds, and a voice bears a few threads at most. So each request is a series
of short steps (a stretch of a sentence), and the next step goes to the request with the earliest
deadline: the time when a listener who began to listen at once would have heard all that is ready.
A new request has nothing ready and so comes before most of what is being played, unless its
client says that it has something to play until then. But it waits for those that are about to run
dry: a listener would rather wait a little longer than hear a gap.

Earliest deadline first: Liu and Layland, https://doi.org/10.1145/321738.321743
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from speech.errors import OverloadError

GRACE_S = 0.4
"""A new request is not late before this: a little longer than a first chunk plays, so that each
listener's second chunk comes before others' first."""


@dataclass(frozen=True)
class Chunk:
    """Audio as it goes to the client, and how long it plays."""

    data: bytes
    duration_s: float


@dataclass(order=True)
class _Job:
    """One request's remaining work. Sorted by deadline, then by arrival."""

    deadline_s: float
    number: int
    audio_until_s: float = field(compare=False)
    steps: Iterator[Chunk] = field(compare=False)
    ready: asyncio.Queue[Chunk | Exception | None] = field(compare=False)
    cancelled: bool = field(default=False, compare=False)


class Stream:
    """The audio of one request as it becomes ready. Close it, or its bound is never freed."""

    def __init__(self, job: _Job, done: Callable[[], None]):
        self._job, self._done = job, done

    async def __aiter__(self) -> AsyncIterator[Chunk]:
        """Raises what the synthesis raised."""
        while (chunk := await self._job.ready.get()) is not None:
            if isinstance(chunk, Exception):
                raise chunk
            yield chunk

    def close(self) -> None:
        """No step of it begins any more."""
        if not self._job.cancelled:
            self._job.cancelled = True
            self._done()


class Scheduler:
    """Runs the steps of all requests. `serve` must run for anything to happen."""

    def __init__(
        self, max_waiting: int, now: Callable[[], float] = time.monotonic, at_once: int = 1
    ):
        """`at_once`: steps, of as many requests, that run at the same time, each on a thread."""
        self.open_streams = 0
        self.busy_s = 0.0
        self._max_waiting, self._now = max_waiting, now
        self._numbers = 0
        self._jobs: asyncio.PriorityQueue[_Job] = asyncio.PriorityQueue()
        self._at_once = at_once
        self._threads = ThreadPoolExecutor(at_once, "synthesis")

    def open(self, steps: Iterator[Chunk], needed_in_s: float = 0.0) -> Stream:
        """Takes a request's steps in. Raises OverloadError when as many as allowed are open."""
        if self.open_streams >= self._max_waiting:
            raise OverloadError(f"{self.open_streams} requests are being served; try again")
        self.open_streams += 1
        self._numbers += 1
        now_s, until_s = self._now(), self._now() + needed_in_s
        deadline_s = max(now_s + GRACE_S, until_s)
        job = _Job(deadline_s, self._numbers, until_s, steps, asyncio.Queue())
        self._jobs.put_nowait(job)
        return Stream(job, self._closed)

    async def serve(self) -> None:
        """Runs until it is cancelled."""
        await asyncio.gather(*[self._work() for _ in range(self._at_once)])

    async def _work(self) -> None:
        while True:
            job = await self._jobs.get()
            if not job.cancelled:
                await self._step(job)

    async def close(self) -> None:
        """Waits for the steps under way. `serve` must have been cancelled."""
        await asyncio.to_thread(self._threads.shutdown)

    async def _step(self, job: _Job) -> None:
        loop, begun_s = asyncio.get_running_loop(), self._now()
        chunk = await loop.run_in_executor(self._threads, _next, job.steps)
        self.busy_s += self._now() - begun_s
        job.ready.put_nowait(chunk)
        if isinstance(chunk, Chunk):
            job.audio_until_s = max(job.audio_until_s, self._now()) + chunk.duration_s
            job.deadline_s = job.audio_until_s
            self._jobs.put_nowait(job)

    def _closed(self) -> None:
        self.open_streams -= 1


def _next(steps: Iterator[Chunk]) -> Chunk | Exception | None:
    """The next chunk; None after the last; what was raised as a value, as it crosses threads."""
    try:
        return next(steps, None)
    except Exception as error:
        return error
