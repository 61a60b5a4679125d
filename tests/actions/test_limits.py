from __future__ import annotations

import asyncio
import threading

import pytest

from actions.errors import BankUnavailable, WrongCredentials
from actions.limits import within


def test_work_within_its_limit_returns_its_result() -> None:
    assert asyncio.run(within(5.0, divmod, 7, 2)) == (3, 1)


def test_works_own_errors_pass_through() -> None:
    def refuse() -> None:
        raise WrongCredentials

    with pytest.raises(WrongCredentials):
        asyncio.run(within(5.0, refuse))


def test_work_that_takes_too_long_is_left_behind() -> None:
    released = threading.Event()
    try:
        with pytest.raises(BankUnavailable, match="0.01 s"):
            asyncio.run(within(0.01, released.wait))
    finally:
        released.set()


def test_hanging_work_does_not_make_later_work_wait_for_ever() -> None:
    released, ran = threading.Event(), threading.Event()

    async def hang_in_every_thread_and_ask_once_more() -> list[object]:
        hanging = (within(0.05, released.wait) for _ in range(100))
        return await asyncio.gather(*hanging, within(0.01, ran.set), return_exceptions=True)

    try:
        answers = asyncio.run(hang_in_every_thread_and_ask_once_more())
    finally:
        released.set()
    assert all(isinstance(answer, BankUnavailable) for answer in answers)
    assert not ran.is_set()  # what nobody waits for any more is not begun
