from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.audio.gathering import RESERVE_S, Gathering

RATE_HZ, A_S, BURST = 1000, 5, 3


def gathering() -> Gathering:
    return Gathering(RATE_HZ, A_S, BURST)


def silence(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * RATE_HZ), np.int16)


def test_what_is_said_into_silence_leaves_at_once() -> None:
    one = gathering()
    one.add(silence(0.1))
    assert one.due_s <= 7.0
    assert len(one.take(7.0)) == 100


def test_what_follows_is_gathered_until_the_far_end_has_almost_played_what_it_has() -> None:
    one = gathering()
    one.add(silence(0.3))
    one.take(7.0)
    one.add(np.array([1, 2], np.int16))
    one.add(np.array([3], np.int16))
    assert one.due_s == pytest.approx(7.3 - RESERVE_S)
    assert one.take(one.due_s).tolist() == [1, 2, 3]
    assert one.over_s == pytest.approx(7.303)


def test_what_waits_is_not_over() -> None:
    one = gathering()
    one.add(silence(0.1))
    assert (one.waiting_s, one.over_s) == (0.1, float("inf"))
    one.add(silence(0))
    one.take(7.0)
    assert (one.waiting_s, one.over_s) == (0, 7.1)


def test_what_is_cleared_is_not_sent_and_what_follows_does_not_wait_for_it() -> None:
    one = gathering()
    one.add(silence(0.3))
    one.take(7.0)
    one.add(silence(0.3))
    one.clear(7.1)
    assert (one.waiting_s, one.over_s) == (0, 7.1)
    assert one.due_s <= 7.1


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.001, 0.3), st.booleans()), max_size=60))
def test_no_more_messages_leave_than_are_allowed(
    steps: list[tuple[float, float, bool]],
) -> None:
    one, now_s, left = gathering(), 100.0, []
    for pause_s, length_s, interrupted in steps:
        now_s += pause_s
        if interrupted:
            one.clear(now_s)
        one.add(silence(length_s))
        now_s = max(now_s, one.due_s)
        one.take(now_s)
        left.append(now_s)
    for first in range(len(left)):
        for last in range(first, len(left)):
            messages = last - first + 1
            assert messages <= BURST + A_S * (left[last] - left[first]) + 1e-6
