import pytest

from channels.turns.endpointing import (
    Change,
    VoiceTracker,
    digits_in,
    is_unfinished,
    silence_needed_ms,
    words_of,
)
from channels.turns.settings import TurnSettings

SETTINGS = TurnSettings()  # frames of 32 ms; suspicion 32, onset 64, possible end 128
S, R, B, P, U = (
    Change.SUSPECTED,
    Change.RETRACTED,
    Change.BEGAN,
    Change.PAUSED,
    Change.RESUMED,
)


@pytest.mark.parametrize(
    ("frames", "changes"),
    [
        ("....", []),
        ("#...", [S, R]),
        ("##..", [S, B]),
        ("#.#", [S, B]),  # one weak frame is forgiven
        ("##", [S, B]),
        ("########", [S, B]),
        ("####....", [S, B, P]),
        ("####...#", [S, B]),
        ("####....#....", [S, B, P, U, P]),
        ("####............", [S, B, P]),
        ("#.#.#.#", [S, B]),
        ("#..#..#", [S, R, S, R, S]),
    ],
)
def test_frames_become_changes(frames: str, changes: list[Change]) -> None:
    tracker = VoiceTracker(SETTINGS)
    happened = [tracker.hear(1.0 if frame == "#" else 0.0) for frame in frames]
    assert [change for change in happened if change] == changes


def test_a_voiced_frame_stays_voiced_down_to_a_lower_threshold() -> None:
    tracker = VoiceTracker(SETTINGS)
    for _ in range(4):
        tracker.hear(0.4)
    assert tracker.hear(0.25) is None and tracker.silence_ms == 16
    tracker.hear(0.15)
    assert tracker.silence_ms == 48
    tracker.hear(0.25)
    assert tracker.silence_ms == 80


def test_after_a_reset_an_utterance_begins_anew() -> None:
    tracker = VoiceTracker(SETTINGS)
    for _ in range(4):
        tracker.hear(1.0)
    tracker.reset()
    assert not tracker.speaking and not tracker.suspected
    assert [tracker.hear(1.0) for _ in range(2)] == [S, B]


def test_words_are_lower_case_and_keep_their_inner_marks() -> None:
    assert words_of("I'm here, mm-hm. 4-1!") == ["i'm", "here", "mm-hm", "4-1"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("four zero zero one", 4),
        ("4001-7733", 8),
        ("for oh oh one", 4),
        ("talk to me", 0),
        ("double four one", 3),
        ("triple seven", 3),
        ("double talk", 0),
        ("it's four two", 2),
        ("4 0 0 1.", 4),
    ],
)
def test_digits_are_counted_however_they_are_written(text: str, count: int) -> None:
    assert digits_in(text) == count


@pytest.mark.parametrize(
    ("text", "expected", "unfinished"),
    [
        ("What is my balance?", 0, False),
        ("I would like to", 0, True),
        ("I would like to.", 0, True),
        ("um", 0, True),
        ("my account number is", 0, True),
        ("I know what my balance is", 0, False),
        ("That's all, bye,", 0, False),  # recognizers put a comma where a breath is
        ("I want to sp-", 0, True),
        ("I want...", 0, True),
        ("", 0, False),
        ("four zero zero one", 8, True),
        ("four zero zero one seven seven three three", 8, False),
        ("4821", 4, False),
        ("482", 4, True),
        ("what are your hours", 8, False),
    ],
)
def test_words_that_promise_more(text: str, expected: int, unfinished: bool) -> None:
    assert is_unfinished(text, expected) == unfinished
    silence_ms = SETTINGS.unfinished_ms if unfinished else SETTINGS.endpoint_ms
    assert silence_needed_ms(text, expected, SETTINGS) == silence_ms


def test_a_long_endpoint_is_never_shortened() -> None:
    patient = TurnSettings(endpoint_ms=2000, unfinished_ms=1000)
    assert silence_needed_ms("I would like to", 0, patient) == 2000
