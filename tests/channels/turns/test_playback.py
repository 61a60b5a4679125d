"""One sample is one millisecond."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.turns.commands import BeginSentence, ClearPlayback, EndSentence, SendAudio
from channels.turns.playback import (
    AHEAD_MS,
    DRAWN_MS,
    LONGEST_PAUSE_MS,
    SENTENCE_PAUSE_MS,
    Playback,
    Sentence,
)

LEAD_MS = 260


def audio(ms: int) -> "np.ndarray[tuple[int], np.dtype[np.int16]]":
    return np.ones(ms, np.int16)


def playback_of(*lengths_ms: int, protected: bool = False) -> Playback:
    playback = Playback(1000, LEAD_MS)
    for number, ms in enumerate(lengths_ms, 1):
        playback.add(Sentence(f"s{number}", f"Sentence number {number}.", protected))
        playback.fill(f"s{number}", audio(ms))
        playback.complete(f"s{number}")
    return playback


def sent_ms(playback: Playback, now_ms: float) -> int:
    return sum(len(it.samples) for it in playback.due(now_ms) if isinstance(it, SendAudio))


def test_the_lead_is_sent_at_once_and_then_kept() -> None:
    playback = playback_of(1000)
    assert [sent_ms(playback, now) for now in (0, 20, 40, 100)] == [LEAD_MS, 20, 20, 60]


def test_a_sentence_is_announced_before_its_audio_and_ended_after_it() -> None:
    begin, _, end = playback_of(100).due(0)
    assert begin == BeginSentence("s1", "Sentence number 1.") and end == EndSentence("s1")


def test_the_next_sentence_follows_after_a_pause() -> None:
    playback = playback_of(100, 100)
    kinds = [type(it) for it in playback.due(0)]
    assert kinds == [BeginSentence, SendAudio, EndSentence, BeginSentence, SendAudio]
    assert sent_ms(playback, 1000) == 200 + SENTENCE_PAUSE_MS - LEAD_MS


def test_the_pause_does_not_wait_for_the_words_after_it() -> None:
    playback = playback_of(100)
    playback.add(Sentence("s2", "Another one."))
    assert sent_ms(playback, 0) == LEAD_MS
    assert sent_ms(playback, 100) == 100 + SENTENCE_PAUSE_MS - LEAD_MS
    playback.fill("s2", audio(50))
    assert sent_ms(playback, 100) == 50


def sent_in_steps_ms(playback: Playback, until_ms: int) -> int:
    return sum(sent_ms(playback, now_ms) for now_ms in range(0, until_ms, 20))


def test_the_pause_is_drawn_out_while_words_are_awaited_but_not_for_ever() -> None:
    playback = playback_of(100)
    playback.add(Sentence("s2", "Another one."))
    assert sent_in_steps_ms(playback, 400) == 380 + AHEAD_MS + DRAWN_MS
    assert sent_in_steps_ms(playback, 5000) == 100 + LONGEST_PAUSE_MS - (380 + AHEAD_MS + DRAWN_MS)


def test_words_that_come_in_a_drawn_out_pause_do_not_wait_once_more() -> None:
    playback = playback_of(100)
    playback.add(Sentence("s2", "Another one."))
    sent_in_steps_ms(playback, 400)
    playback.fill("s2", audio(50))
    playback.complete("s2")
    assert sent_ms(playback, 400) == 50


def test_the_pause_after_a_message_is_drawn_out_while_another_may_come() -> None:
    playback = playback_of(100)
    playback.more_expected = True
    assert sent_in_steps_ms(playback, 60) == 40 + AHEAD_MS + DRAWN_MS
    playback.add(Sentence("s2", "Another one."))
    playback.fill("s2", audio(20))
    assert sent_ms(playback, 60) == SENTENCE_PAUSE_MS - (40 + DRAWN_MS) + 20


def test_a_message_that_was_the_last_after_all_ends_with_a_short_pause() -> None:
    playback = playback_of(100)
    playback.more_expected = True
    assert sent_ms(playback, 0) == 100 + DRAWN_MS
    playback.more_expected = False
    assert list(playback.due(20)) == [EndSentence("s1")]


def test_who_is_interrupted_in_a_drawn_out_pause_was_heard_to_the_end() -> None:
    playback = playback_of(100)
    sentence = playback.find("s1")
    playback.add(Sentence("s2", "Another one."))
    sent_in_steps_ms(playback, 400)
    playback.clear(300)
    assert sentence and sentence.heard_share == 1.0


def test_a_sentence_whose_audio_is_late_is_waited_for_in_its_turn() -> None:
    playback = Playback(1000, LEAD_MS)
    for mark in ("s1", "s2"):
        playback.add(Sentence(mark, mark))
    playback.fill("s2", audio(50))
    playback.complete("s2")
    assert list(playback.due(0)) == []
    playback.fill("s1", audio(50))
    playback.complete("s1")
    marks = [it.mark for it in playback.due(0) if isinstance(it, BeginSentence)]
    assert marks == ["s1", "s2"]


def test_playback_is_over_when_the_far_end_says_so() -> None:
    playback = playback_of(100)
    list(playback.due(0))
    assert playback.busy
    (sentence,) = playback.played("s1")
    assert sentence.heard_share == 1 and not playback.busy


def test_a_mark_that_is_not_in_flight_means_nothing() -> None:
    playback = playback_of(1000)
    list(playback.due(0))
    assert playback.played("s1") == [] and playback.played("nonsense") == []


def test_a_far_end_that_says_nothing_is_believed_after_a_while() -> None:
    playback = playback_of(100)
    list(playback.due(0))
    assert playback.expired(1000) == [] and len(playback.expired(1101)) == 1


def test_a_sentence_without_audio_is_over_unheard() -> None:
    playback = playback_of(0)
    assert list(playback.due(0)) == []
    (sentence,) = playback.expired(0)
    assert sentence.heard_share == 0 and not playback.busy


def test_clear_tells_what_was_heard_and_goes_on_a_little_before() -> None:
    playback = playback_of(1000)
    for now_ms in range(0, 501, 20):
        list(playback.due(now_ms))
    assert playback.clear(500) == [ClearPlayback()]
    sentence = playback.find("s1")
    assert sentence and sentence.heard_share == 0.5
    assert list(playback.due(600)) == []
    playback.held = False
    begin, sent, *_ = playback.due(600)
    assert isinstance(begin, BeginSentence) and begin.mark == "s1.1"
    assert isinstance(sent, SendAudio) and sentence.sent == 500 - 200 + LEAD_MS


def test_clear_of_what_was_never_begun_tells_the_far_end_nothing() -> None:
    playback = playback_of(1000)
    assert playback.clear(0) == [] and playback.held


def test_what_was_played_before_the_clear_stays_played() -> None:
    playback = playback_of(100, 1000)
    list(playback.due(0))
    list(playback.due(150))
    playback.clear(200)
    assert playback.find("s1") is None
    sentence = playback.find("s2")
    assert sentence and sentence.sent == 0


def test_drop_forgets_all_but_what_is_protected() -> None:
    playback = playback_of(100)
    playback.add(Sentence("p", "Protected.", protected=True))
    playback.add(Sentence("late", "Its audio has not come."))
    playback.clear(0)
    assert playback.drop() == ("s1", "late")
    assert playback.find("p") and not playback.find("s1")
    assert playback.drop(protected=True) == ("p",) and not playback.busy


def test_a_sentence_may_be_put_before_those_not_begun() -> None:
    for begun in (False, True):
        playback = playback_of(1000, 100)
        if begun:
            list(playback.due(0))
        playback.add_first(Sentence("sorry", "Sorry."))
        playback.clear(0)
        assert playback.interruptible(0)
        marks = [sentence.mark for sentence in playback._waiting]
        assert marks == (["s1", "sorry", "s2"] if begun else ["sorry", "s1", "s2"])


def test_only_protected_speech_is_not_interruptible() -> None:
    assert not playback_of(100, protected=True).interruptible(0)
    assert playback_of(100).interruptible(0)
    assert Playback(1000, LEAD_MS).interruptible(0)


def test_what_has_been_heard_protects_nothing_and_exposes_nothing() -> None:
    """Though the far end does not say that it has been played."""
    for first_is_protected in (True, False):
        playback = playback_of(100, protected=first_is_protected)
        assert sent_ms(playback, 0) == 100
        playback.add(Sentence("s2", "Number two.", protected=not first_is_protected))
        heard = [playback.interruptible(now_ms) for now_ms in (50, 150)]
        assert heard == [not first_is_protected, first_is_protected]


def test_what_is_being_said_is_not_dropped_unless_it_was_stopped() -> None:
    playback = playback_of(100, 1000, 1000)
    assert sent_ms(playback, 0) == LEAD_MS
    assert playback.drop() == ("s3",)
    assert playback.clear(0) == [ClearPlayback()]
    assert playback.drop() == ("s1", "s2")


@given(
    st.lists(st.integers(0, 700), min_size=1, max_size=4),
    st.lists(st.integers(0, 120), max_size=60),
)
def test_all_audio_is_sent_once_in_order_and_never_too_far_ahead(
    lengths_ms: list[int], steps_ms: list[int]
) -> None:
    playback, now_ms, horizon_ms, marks = playback_of(*lengths_ms), 0, 0.0, []
    total = 0
    for step_ms in [*steps_ms, *[100] * 60]:
        now_ms += step_ms
        for it in playback.due(now_ms):
            if isinstance(it, SendAudio):
                total += len(it.samples)
                horizon_ms = max(horizon_ms, now_ms) + len(it.samples)
                assert horizon_ms - now_ms <= LEAD_MS + 1
            elif isinstance(it, BeginSentence):
                marks.append(it.mark)
    assert total == sum(lengths_ms) + SENTENCE_PAUSE_MS * (len(lengths_ms) - 1)
    assert marks == sorted(marks)


@pytest.mark.parametrize("ppm", [100, -100])
def test_half_an_hour_of_replies_builds_nothing_up_at_a_far_end_with_another_clock(
    ppm: float,
) -> None:
    playback, played_until_ms, most_ms = Playback(1000, LEAD_MS), 0.0, 0.0
    for now_ms in range(0, 1_800_000, 20):
        if now_ms % 10_000 == 0:
            playback.add(Sentence(f"s{now_ms}", "A reply of six seconds."))
            playback.fill(f"s{now_ms}", audio(6000))
            playback.complete(f"s{now_ms}")
        there_ms = now_ms * (1 - ppm / 1e6)
        played_until_ms = max(played_until_ms, there_ms) + sent_ms(playback, now_ms)
        most_ms = max(most_ms, played_until_ms - there_ms)
        playback.expired(now_ms)
    assert most_ms < LEAD_MS + 1
