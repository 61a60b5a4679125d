from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from channels.errors import OverloadError
from channels.workers import Workers

pytestmark = pytest.mark.asyncio


class Busy:
    """Work that keeps a thread until it is told to end; `began` is set once it has the thread."""

    def __init__(self) -> None:
        self.began = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._end = threading.Event()

    def __call__(self) -> None:
        self._loop.call_soon_threadsafe(self.began.set)
        assert self._end.wait(10)

    def end(self) -> None:
        self._end.set()


@asynccontextmanager
async def occupied(workers: Workers) -> AsyncIterator[Busy]:
    """One thread is taken meanwhile."""
    busy = Busy()
    task = asyncio.create_task(workers.run(busy))
    await busy.began.wait()
    yield busy
    busy.end()
    await task


def waiting(workers: Workers) -> int:
    """Pieces of work for which no thread is free."""
    return len(workers._waiting)


async def queued(
    workers: Workers, work: Callable[[], object], urgent: bool = False
) -> asyncio.Task[object]:
    """The work waits for a thread."""
    before = waiting(workers)
    task = asyncio.create_task(workers.run(work, urgent))
    while waiting(workers) == before:
        await asyncio.sleep(0)
    return task


async def test_work_is_done_off_the_event_loop_and_its_result_comes_back() -> None:
    workers = Workers(1, 1)
    assert await workers.run(threading.get_ident) != threading.get_ident()
    assert workers.free


async def test_an_exception_of_the_work_is_the_callers_and_frees_the_thread() -> None:
    workers = Workers(1, 1)
    with pytest.raises(ZeroDivisionError):
        await workers.run(lambda: 1 // 0)
    assert workers.free


async def test_they_are_free_while_nothing_is_being_done() -> None:
    workers = Workers(2, 1)
    assert workers.free
    async with occupied(workers):
        assert not workers.free
    assert workers.free


async def test_urgent_work_goes_first_and_otherwise_who_came_first() -> None:
    workers, order = Workers(1, 9), list[str]()
    async with occupied(workers):
        tasks = [
            await queued(workers, lambda: order.append("guess 1")),
            await queued(workers, lambda: order.append("final 1"), urgent=True),
            await queued(workers, lambda: order.append("guess 2")),
            await queued(workers, lambda: order.append("final 2"), urgent=True),
        ]
    await asyncio.gather(*tasks)
    assert order == ["final 1", "final 2", "guess 1", "guess 2"]


async def test_when_too_much_waits_more_is_refused_and_the_rest_is_done() -> None:
    workers = Workers(1, 2)
    async with occupied(workers):
        tasks = [await queued(workers, lambda: "done") for _ in range(2)]
        with pytest.raises(OverloadError, match=r"2 recognitions wait.*max_calls.*workers"):
            await workers.run(lambda: "refused", urgent=True)
    assert await asyncio.gather(*tasks) == ["done", "done"]
    assert workers.free and waiting(workers) == 0


async def test_who_does_not_wait_any_more_frees_the_place() -> None:
    workers = Workers(1, 1)
    async with occupied(workers):
        given_up = await queued(workers, lambda: "never")
        given_up.cancel()
        await asyncio.wait([given_up])
        assert waiting(workers) == 0
        task = await queued(workers, lambda: "done")
    assert await task == "done"
    assert workers.free


async def test_who_is_cancelled_when_the_turn_has_come_passes_it_on() -> None:
    workers = Workers(1, 2)
    async with occupied(workers) as busy:
        first = await queued(workers, lambda: "never")
        second = await queued(workers, lambda: "done")
        busy.end()
        while waiting(workers) == 2:
            await asyncio.sleep(0)
        first.cancel()  # it has the thread, but has not run since
    assert await second == "done"
    assert first.cancelled() and workers.free


async def test_a_turn_passes_by_who_is_cancelled_at_that_moment() -> None:
    workers = Workers(1, 3)
    async with occupied(workers) as busy:
        first = await queued(workers, lambda: "never")
        second = await queued(workers, lambda: "never")
        third = await queued(workers, lambda: "done")
        busy.end()
        while waiting(workers) == 3:
            await asyncio.sleep(0)
        first.cancel()  # it passes the thread on before the second knows
        second.cancel()
    assert await third == "done"
    assert first.cancelled() and second.cancelled() and workers.free


async def test_a_cancelled_caller_keeps_the_thread_until_its_work_has_ended() -> None:
    workers = Workers(1, 1)
    busy = Busy()
    task = asyncio.create_task(workers.run(busy))
    await busy.began.wait()
    task.cancel()
    await asyncio.sleep(0)
    assert not workers.free
    busy.end()
    await asyncio.wait([task])
    assert task.cancelled() and workers.free


async def test_after_closing_work_in_hand_is_finished() -> None:
    workers = Workers(1, 1)
    async with occupied(workers):
        workers.close()
    with pytest.raises(RuntimeError):
        await workers.run(lambda: "too late")
