from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.audio.chunks import Frames, Intake, Recent
from channels.audio.pcm import Samples

RATE_HZ = 1000
"""Of the tests' streams: a sample is a millisecond."""


def counted(sizes: list[int]) -> list[Samples]:
    """Chunks of these sizes; each sample is its place in the stream."""
    return np.split(np.arange(sum(sizes), dtype=np.int16), np.cumsum(sizes)[:-1])


sizes = st.lists(st.integers(0, 90), min_size=1, max_size=30)


# Frames


@given(sizes, st.integers(1, 50))
def test_frames_are_the_stream_cut_to_one_size(sizes: list[int], frame_samples: int) -> None:
    frames = Frames(frame_samples)
    cut = [frame.tolist() for chunk in counted(sizes) for frame in frames(chunk)]
    whole = sum(sizes) // frame_samples
    stream = np.arange(whole * frame_samples).reshape(whole, frame_samples)
    assert cut == stream.tolist()


def test_what_is_left_over_waits_for_the_next_chunk() -> None:
    frames = Frames(4)
    assert list(frames(np.array([1, 2, 3], np.int16))) == []
    assert [frame.tolist() for frame in frames(np.array([4, 5], np.int16))] == [[1, 2, 3, 4]]


# Recent


@given(sizes, st.integers(1, 200), st.integers(0, 300))
def test_the_last_samples_are_those_of_the_stream(sizes: list[int], size: int, count: int) -> None:
    recent = Recent(size)
    for chunk in counted(sizes):
        recent.add(chunk)
    wanted = min(count, size)
    stream = list(range(sum(sizes)))
    assert recent.last(wanted).tolist() == stream[max(0, len(stream) - wanted) :]


@given(sizes, st.integers(1, 200))
def test_no_more_is_kept_than_one_chunk_beyond_the_size(sizes: list[int], size: int) -> None:
    recent = Recent(size)
    for chunk in counted(sizes):
        recent.add(chunk)
    assert len(recent.last(10_000)) < size + max(1, *sizes)


def test_before_there_is_anything_nothing_is_recent() -> None:
    assert Recent(10).last(5).tolist() == []


# Intake


def taken(intake: Intake, samples: Samples, now_ms: float) -> list[int]:
    return [int(one) for chunk in intake(samples, now_ms) for one in chunk]


def test_audio_in_real_time_passes_at_once() -> None:
    intake = Intake(RATE_HZ)
    for at, chunk in enumerate(counted([20] * 500)):
        assert taken(intake, chunk, now_ms=20 * at) == chunk.tolist()
    assert intake.dropped == 0


def test_two_seconds_may_come_at_once() -> None:
    intake = Intake(RATE_HZ)
    assert len(taken(intake, np.zeros(2000, np.int16), now_ms=0)) == 2000


def test_what_comes_too_fast_waits_and_comes_out_in_order() -> None:
    intake = Intake(RATE_HZ)
    first, second, third = counted([2000, 600, 600])
    assert taken(intake, first, now_ms=0) == first.tolist()
    assert taken(intake, second, now_ms=0) == []
    assert taken(intake, third, now_ms=600) == [*second, *third]
    assert intake.dropped == 0


def test_the_oldest_that_waits_is_dropped() -> None:
    intake = Intake(RATE_HZ)
    taken(intake, np.zeros(2000, np.int16), now_ms=0)
    early, later = np.full(1500, 1, np.int16), np.full(1500, 2, np.int16)
    assert taken(intake, early, now_ms=0) == []
    assert taken(intake, later, now_ms=0) == []
    assert intake.dropped == 1500
    assert taken(intake, np.zeros(0, np.int16), now_ms=1000) == later.tolist()


def test_of_a_chunk_too_long_the_newest_part_is_taken() -> None:
    intake = Intake(RATE_HZ)
    chunk = np.arange(5000, dtype=np.int16)
    assert taken(intake, chunk, now_ms=0) == chunk[-2000:].tolist()
    assert intake.dropped == 3000


def test_empty_messages_take_no_memory() -> None:
    intake = Intake(RATE_HZ)
    taken(intake, np.zeros(2000, np.int16), now_ms=0)
    taken(intake, np.zeros(10, np.int16), now_ms=0)
    for _ in range(100):
        taken(intake, np.zeros(0, np.int16), now_ms=0)
    assert len(intake._waiting) == 1


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 3000)), min_size=1, max_size=40))
def test_no_flood_gets_more_than_twice_real_time(flood: list[tuple[int, int]]) -> None:
    """`flood`: the samples of a chunk, and the milliseconds since the one before."""
    intake, now_ms, came, went = Intake(RATE_HZ), 0, 0, 0
    for size, gap_ms in flood:
        now_ms += gap_ms
        came += size
        went += len(taken(intake, np.zeros(size, np.int16), now_ms))
        assert went <= 2000 + 2 * now_ms
        waits = came - went - intake.dropped
        assert 0 <= waits <= 2000


@pytest.mark.parametrize("speed", [1.0, 2.0])
def test_the_bound_is_a_setting(speed: float) -> None:
    intake = Intake(RATE_HZ, speed=speed, waiting_s=1.0)
    assert len(taken(intake, np.zeros(1000, np.int16), now_ms=0)) == 1000
    assert taken(intake, np.zeros(1000, np.int16), now_ms=999 / speed) == []
    assert len(taken(intake, np.zeros(0, np.int16), now_ms=1000 / speed)) == 1000


@pytest.mark.parametrize("ppm", [100, -100])
def test_half_an_hour_of_a_far_end_with_another_clock_neither_waits_nor_is_dropped(
    ppm: float,
) -> None:
    intake, frame = Intake(8000), np.ones(160, np.int16)
    for number in range(90_000):
        (heard,) = intake(frame, 20 * number * (1 + ppm / 1e6))
        assert len(heard) == len(frame)
    assert intake.dropped == 0
