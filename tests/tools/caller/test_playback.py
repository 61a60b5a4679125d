from __future__ import annotations

import numpy as np
import pytest

from tests.tools.caller.lines import tone
from tools.caller.playback import Playback


def playing(*seconds: float) -> Playback:
    playback = Playback()
    for number, length in enumerate(seconds):
        playback.begin(f"m{number}")
        playback.add(tone(length, 1000))
        playback.end(f"m{number}")
    return playback


def test_audio_is_played_in_order_across_its_pieces() -> None:
    playback = Playback()
    playback.add(np.array([1, 2, 3], np.int16))
    playback.add(np.array([4, 5], np.int16))
    assert [list(playback.pull(2)[0]) for _ in range(3)] == [[1, 2], [3, 4], [5]]


@pytest.mark.parametrize(
    ("pulls", "marks"),
    [((99,), []), ((100,), ["m0"]), ((300,), ["m0", "m1"]), ((99, 1, 199), ["m0"])],
)
def test_a_mark_is_reached_when_the_last_sample_before_it_is_played(
    pulls: tuple[int, ...], marks: list[str]
) -> None:
    playback = playing(0.1, 0.2)
    assert [mark for count in pulls for mark in playback.pull(count)[1]] == marks


def test_what_was_cleared_is_never_played_and_its_mark_never_returned() -> None:
    playback = playing(0.1, 0.2)
    playback.pull(40)
    assert playback.clear() == 260
    assert playback.pull(1000)[0].size == 0
    assert playback.pull(1000)[1] == []


def test_an_utterance_without_audio_is_played_at_once() -> None:
    assert playing(0.0).pull(10)[1] == ["m0"]


def test_it_is_not_idle_while_more_is_announced() -> None:
    playback = Playback()
    assert playback.idle
    playback.begin("m")
    assert not playback.idle
    playback.end("m")
    assert playback.idle


def test_silence_at_the_end_is_nothing_that_could_be_missed() -> None:
    playback = Playback()
    playback.add(np.pad(tone(0.1, 1000), (0, 50)))
    assert playback.unheard() == 100
    playback.pull(100)
    assert playback.unheard() == 0
