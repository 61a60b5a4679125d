from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.audio.pacing import Pacing


def samples(*values: int) -> np.ndarray:
    return np.array(values, np.int16)


def frames(pacing: Pacing, count: int) -> list[tuple[list[int], list[str]]]:
    return [(frame.tolist(), marks) for frame, marks in (pacing.frame() for _ in range(count))]


def test_audio_leaves_a_frame_at_a_time_and_silence_where_there_is_none() -> None:
    pacing = Pacing(2)
    pacing.add(samples(1, 2, 3))
    assert frames(pacing, 3) == [([1, 2], []), ([3, 0], []), ([0, 0], [])]


@pytest.mark.parametrize(
    ("before", "due"), [((), 0), ((1,), 0), ((1, 2), 0), ((1, 2, 3), 1), ((1, 2, 3, 4), 1)]
)
def test_a_mark_comes_back_with_the_last_frame_before_it(before: tuple[int, ...], due: int) -> None:
    pacing = Pacing(2)
    pacing.add(samples(*before))
    pacing.mark("s1")
    pacing.add(samples(7, 8))
    marks = [marks for _, marks in frames(pacing, 3)]
    assert marks.index(["s1"]) == due


def test_what_is_cleared_is_neither_sent_nor_marked() -> None:
    pacing = Pacing(2)
    pacing.add(samples(1, 2, 3))
    pacing.mark("s1")
    pacing.frame()
    pacing.clear()
    assert frames(pacing, 1) == [([0, 0], [])]


@given(st.lists(st.lists(st.integers(1, 100), max_size=7) | st.sampled_from("abc")))
def test_nothing_is_lost_doubled_or_out_of_order(parts: list[list[int] | str]) -> None:
    pacing = Pacing(3)
    for part in parts:
        if isinstance(part, str):
            pacing.mark(part)
        else:
            pacing.add(samples(*part))
    sent = frames(pacing, 1 + sum(len(part) for part in parts))
    spoken = [value for frame, _ in sent for value in frame if value]
    assert spoken == [value for part in parts if not isinstance(part, str) for value in part]
    assert [mark for _, marks in sent for mark in marks] == [p for p in parts if isinstance(p, str)]
