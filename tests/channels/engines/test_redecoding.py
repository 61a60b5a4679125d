from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.engines.interfaces import Samples, Transcript
from channels.engines.redecoding import WINDOW_S, Redecoding, join, quietest

HZ = 1000
WINDOW = int(WINDOW_S * HZ)


class Decoder:
    """Writes how many samples it was given, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, bool]] = []

    def __call__(self, samples: Samples, quick: bool) -> Transcript:
        self.asked.append((len(samples), quick))
        return Transcript(str(len(samples)), 0.5)


def sound(size: int) -> Samples:
    return np.full(size, 1000, np.int16)


def test_final_covers_all_that_was_fed_and_can_be_asked_again() -> None:
    hearing = Redecoding(Decoder(), HZ)
    hearing.feed(sound(300))
    assert hearing.final().text == "300"
    hearing.feed(sound(200))
    assert hearing.final().text == "500"


def test_final_decodes_once_for_the_same_audio() -> None:
    decoder = Decoder()
    hearing = Redecoding(decoder, HZ)
    hearing.feed(sound(300))
    hearing.final()
    hearing.final()
    assert decoder.asked == [(300, False)]


def test_final_does_not_settle_for_the_quick_guess_of_a_partial() -> None:
    decoder = Decoder()
    hearing = Redecoding(decoder, HZ)
    hearing.feed(sound(300))
    hearing.partial()
    hearing.final()
    assert decoder.asked == [(300, True), (300, False)]


def test_nothing_fed_is_nothing_heard() -> None:
    hearing = Redecoding(Decoder(), HZ)
    assert hearing.partial() == hearing.final() == Transcript("")


def test_a_partial_gives_the_text_of_before_until_enough_was_added() -> None:
    decoder = Decoder()
    hearing = Redecoding(decoder, HZ)
    hearing.feed(sound(300))
    assert hearing.partial().text == "300"
    hearing.feed(sound(100))
    assert hearing.partial().text == "300"
    hearing.feed(sound(200))
    assert hearing.partial().text == "600"


def test_partials_of_a_minute_cost_a_bounded_amount() -> None:
    decoder = Decoder()
    hearing = Redecoding(decoder, HZ)
    for _ in range(3000):
        hearing.feed(sound(20))
        hearing.partial()
    assert max(size for size, _ in decoder.asked) <= WINDOW
    assert sum(size for size, _ in decoder.asked) < 12 * 60 * HZ


def test_long_speech_is_cut_where_it_is_quietest() -> None:
    samples = sound(WINDOW + 1)
    samples[9000:9100] = 3
    hearing = Redecoding(Decoder(), HZ)
    hearing.feed(samples)
    assert hearing.final().text == f"9050 {WINDOW + 1 - 9050}"


@given(st.lists(st.integers(0, 3 * WINDOW), max_size=8))
def test_no_sample_is_lost_or_heard_twice(sizes: list[int]) -> None:
    decoder = Decoder()
    hearing = Redecoding(decoder, HZ)
    for size in sizes:
        hearing.feed(sound(size))
    assert sum(map(int, hearing.final().text.split())) == sum(sizes)
    assert all(size <= WINDOW for size, _ in decoder.asked)


@given(st.integers(WINDOW // 2, WINDOW))
def test_a_cut_lies_in_the_second_half(size: int) -> None:
    assert 0.45 * size <= quietest(sound(size), HZ) <= size


@pytest.mark.parametrize(
    ("parts", "joined"),
    [
        ([], Transcript("")),
        ([Transcript(""), Transcript("a b", 0.5, (0.4, 0.6))], Transcript("a b", 0.5, (0.4, 0.6))),
        ([Transcript("ab", 0.4), Transcript("cd", 0.8)], Transcript("ab cd", pytest.approx(0.6))),
        ([Transcript("ab", 0.4), Transcript("cd")], Transcript("ab cd", 0.4)),
    ],
)
def test_parts_are_joined(parts: list[Transcript], joined: Transcript) -> None:
    assert join(parts) == joined
