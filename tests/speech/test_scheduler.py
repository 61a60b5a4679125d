from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress

import pytest

from speech.errors import OverloadError
from speech.scheduler import Chunk, Scheduler, Stream

pytestmark = pytest.mark.asyncio


class Clock:
    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@asynccontextmanager
async def serving(scheduler: Scheduler) -> AsyncIterator[None]:
    task = asyncio.create_task(scheduler.serve())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await scheduler.close()


def steps(log: list[str], name: str, count: int, duration_s: float = 1.0) -> Iterator[Chunk]:
    for number in range(count):
        log.append(f"{name}{number}")
        yield Chunk(f"{name}{number}".encode(), duration_s)


async def heard(stream: Stream) -> bytes:
    try:
        return b"".join([chunk.data async for chunk in stream])
    finally:
        stream.close()


async def test_a_request_gets_its_chunks_in_order() -> None:
    scheduler = Scheduler(1)
    async with serving(scheduler):
        assert await heard(scheduler.open(steps([], "a", 3))) == b"a0a1a2"
    assert scheduler.open_streams == 0


async def test_first_chunks_come_before_the_rest_of_a_long_text() -> None:
    log: list[str] = []
    scheduler = Scheduler(3, Clock())
    streams = [scheduler.open(steps(log, name, 3)) for name in "abc"]
    async with serving(scheduler):
        await asyncio.gather(*map(heard, streams))
    assert log == ["a0", "b0", "c0", "a1", "b1", "c1", "a2", "b2", "c2"]


async def test_who_runs_out_of_audio_first_is_next() -> None:
    log: list[str] = []
    scheduler = Scheduler(2, Clock())
    streams = [scheduler.open(steps(log, "long", 2, 5.0)), scheduler.open(steps(log, "s", 4))]
    async with serving(scheduler):
        await asyncio.gather(*map(heard, streams))
    assert log == ["long0", "s0", "s1", "s2", "s3", "long1"]


async def test_who_is_about_to_run_dry_comes_before_a_new_request() -> None:
    log: list[str] = []
    scheduler = Scheduler(2, Clock())
    streams = [scheduler.open(steps(log, "dry", 3, 0.3)), scheduler.open(steps(log, "new", 1))]
    async with serving(scheduler):
        await asyncio.gather(*map(heard, streams))
    assert log == ["dry0", "dry1", "new0", "dry2"]


async def test_who_has_something_to_play_until_then_waits() -> None:
    log: list[str] = []
    scheduler = Scheduler(2, Clock())
    later = scheduler.open(steps(log, "later", 1), needed_in_s=2.0)
    streams = [later, scheduler.open(steps(log, "now", 3, 0.9))]
    async with serving(scheduler):
        await asyncio.gather(*map(heard, streams))
    assert log == ["now0", "now1", "now2", "later0"]


async def test_a_request_too_many_is_refused_until_one_has_ended() -> None:
    scheduler = Scheduler(1)
    async with serving(scheduler):
        first = scheduler.open(steps([], "a", 1))
        with pytest.raises(OverloadError):
            scheduler.open(steps([], "b", 1))
        await heard(first)
        assert await heard(scheduler.open(steps([], "c", 1))) == b"c0"


async def test_a_closed_stream_takes_no_further_step() -> None:
    log: list[str] = []
    scheduler = Scheduler(2)
    stream, other = scheduler.open(steps(log, "a", 100, 0.0)), scheduler.open(steps(log, "b", 3))
    async with serving(scheduler):
        assert (await anext(aiter(stream))).data == b"a0"
        stream.close()
        stream.close()
        taken = len(log)
        assert await heard(other) == b"b0b1b2"
    assert len([entry for entry in log[taken:] if entry.startswith("a")]) <= 1
    assert scheduler.open_streams == 0


async def test_an_error_reaches_its_own_request_only() -> None:
    def failing() -> Iterator[Chunk]:
        yield Chunk(b"x", 1.0)
        raise ValueError("broken")

    scheduler = Scheduler(2)
    broken, sound = scheduler.open(failing()), scheduler.open(steps([], "a", 2))
    async with serving(scheduler):
        with pytest.raises(ValueError, match="broken"):
            await heard(broken)
        assert await heard(sound) == b"a0a1"


async def test_all_steps_run_on_one_thread_that_is_not_the_loops() -> None:
    threads: set[int] = set()

    def noting() -> Iterator[Chunk]:
        for _ in range(3):
            threads.add(threading.get_ident())
            yield Chunk(b"", 0.0)

    scheduler = Scheduler(4)
    streams = [scheduler.open(noting()) for _ in range(4)]
    async with serving(scheduler):
        await asyncio.gather(*map(heard, streams))
    assert len(threads) == 1
    assert threading.get_ident() not in threads
    assert scheduler.busy_s > 0


async def test_as_many_steps_as_allowed_run_at_once_and_never_two_of_a_request() -> None:
    together = threading.Barrier(2, timeout=10)

    def meeting() -> Iterator[Chunk]:
        for _ in range(3):
            together.wait()  # breaks, and so fails, unless the other one is under way
            yield Chunk(b"x", 0.0)

    scheduler = Scheduler(2, at_once=2)
    streams = [scheduler.open(meeting()) for _ in range(2)]
    async with serving(scheduler):
        assert await asyncio.gather(*map(heard, streams)) == [b"xxx", b"xxx"]
