"""Whole conversations on a virtual clock."""

import pytest

from channels.turns import commands as do
from channels.turns import events as on
from channels.turns.keypad import Entry
from tests.channels.turns.stage import BALANCE, GREETING, LONG, Stage


def test_the_assistant_greets_first_and_is_told_who_calls() -> None:
    stage = Stage().call()
    assert stage.said == [GREETING]
    started = stage.metadata("/session_start")
    assert started["call_id"] == "c1" and started["line"] == "test"


def test_a_caller_is_answered() -> None:
    stage = Stage(BALANCE).call().caller_says("balance please")
    assert stage.asked == ["/session_start", "balance please"]
    assert stage.said[-1] == "You have ten dollars."
    assert stage.of(do.ShowFinal) == [do.ShowFinal("balance please", 0.9)]


def test_the_answer_begins_when_the_silence_was_long_enough() -> None:
    stage = Stage(BALANCE, dialogue_ms=20, synthesis_ms=100).call().caller_says("balance please")
    (turn,) = stage.of(do.ShowTurn)
    assert turn.times_ms["endpoint_ms"] == 300
    assert turn.times_ms["recognition_ms"] == 4  # nine frames and a half of 32 ms
    assert turn.times_ms["dialogue_ms"] == 20 and turn.times_ms["synthesis_ms"] == 100
    assert sum(list(turn.times_ms.values())[:4]) == turn.times_ms["response_ms"]


def test_recognition_begins_before_the_endpoint_is_certain() -> None:
    stage = Stage(BALANCE, recognition_ms=150).call().caller_says("balance please")
    asked_ms = stage.times_of(do.Ask)[-1]
    assert asked_ms - stage.times_of(do.Recognize)[-1] >= 150
    assert stage.of(do.ShowTurn)[0].times_ms["recognition_ms"] == 4


def test_a_late_transcript_is_waited_for() -> None:
    stage = Stage(BALANCE, recognition_ms=600).call().caller_says("balance please")
    assert stage.of(do.ShowTurn)[0].times_ms["recognition_ms"] == 144 + 600 - 300
    assert stage.said[-1] == "You have ten dollars."


def test_a_pause_within_an_utterance_is_not_its_end() -> None:
    stage = Stage(BALANCE).call()
    stage.voice("balance", 400).silence(220).caller_says("balance please", 400)
    assert stage.asked[1:] == ["balance please"]
    first, second = stage.of(do.Recognize)
    assert stage.of(do.StopRecognizing) == [do.StopRecognizing(first.utterance)]
    assert second.utterance == first.utterance


@pytest.mark.parametrize(
    ("first", "whole"),
    [("I would like to", "I would like to pay"), ("my pin is", "my pin is one two three four")],
)
def test_words_that_promise_more_are_waited_for(first: str, whole: str) -> None:
    stage = Stage({whole: ["Sure."]}).call()
    stage.voice(first, 600).silence(700).caller_says(whole, 600)
    assert stage.asked[1:] == [whole]


def test_digits_that_were_asked_for_are_waited_for() -> None:
    question = on.Replied("Your account number?", entry=Entry(8))
    whole = "four zero zero one seven seven three three"
    stage = Stage({"/session_start": [question], whole: ["Thanks."]}).call()
    stage.voice("four zero zero one", 900).silence(800).caller_says(whole, 900)
    assert stage.asked[1:] == [whole]


def test_a_reply_is_spoken_sentence_by_sentence_in_order() -> None:
    stage = Stage({"go on": [LONG, "And that is all."]}).call().caller_says("go on")
    assert stage.said[1:] == [
        "One two three four five six.",
        "Seven eight nine ten eleven twelve.",
        "And that is all.",
    ]


def test_never_more_than_the_lead_is_in_flight() -> None:
    stage = Stage({"go on": [LONG]}).call().voice("go on")
    flights = []
    for _ in range(200):
        stage.silence(32)
        flights.append(stage.in_flight_ms)
    assert 0 < max(flights) <= stage.settings.lead_ms <= 300


# Silence and length


def test_a_silent_caller_is_asked_twice_and_then_taken_leave_of() -> None:
    replies = {"/no_input": ["Are you there?"], "/no_input_final": ["Goodbye."]}
    stage = Stage(replies).call().silence(40_000)
    assert stage.asked[1:] == ["/no_input", "/no_input", "/no_input_final", "/session_end"]
    assert stage.of(do.EndCall) == [do.EndCall("timeout")]
    gaps = [b - a for a, b in zip(stage.times_of(do.Ask)[1:], stage.times_of(do.Ask)[2:])]
    assert min(gaps[:2]) >= 7000


def test_a_word_makes_the_count_of_silences_begin_anew() -> None:
    stage = Stage({"/no_input": ["Are you there?"], **BALANCE}).call().silence(18_000)
    stage.caller_says("balance please").silence(18_000)
    assert "/no_input_final" not in stage.asked


def test_speech_that_never_ends_is_cut() -> None:
    stage = Stage({"blah": ["I see."]}, max_utterance_ms=5000).call().voice("blah", 5500)
    assert stage.asked[-1] == "blah"


def test_a_line_that_sends_nothing_in_mid_utterance_ends_it() -> None:
    stage = Stage(BALANCE).call().voice("balance please")
    stage.advance_to(stage.now_ms + 1500)
    assert stage.asked[-1] == "balance please"


def test_a_call_has_a_longest_length() -> None:
    stage = Stage({"/no_input": ["Well?"]}, max_call_ms=9000).call().silence(12_000)
    assert stage.of(do.EndCall) == [do.EndCall("timeout")]


def test_on_hold_nobody_is_spoken_to_and_what_was_cut_is_said_afterwards() -> None:
    stage = Stage({"go on": [LONG]}).call().voice("go on").silence(1200).happen(on.Held(True))
    assert len(stage.of(do.ClearPlayback)) == 1
    cut = len(stage.of(do.SendAudio))
    stage.silence(60_000)
    assert len(stage.of(do.SendAudio)) == cut
    assert "/no_input" not in stage.asked
    stage.happen(on.Held(False)).wait_until_quiet()
    assert stage.said[-1] == "Seven eight nine ten eleven twelve."


def test_a_call_on_hold_has_a_longest_length_too() -> None:
    stage = Stage(max_call_ms=9000).call().happen(on.Held(True)).silence(12_000)
    assert stage.of(do.EndCall) == [do.EndCall("timeout")]


# Keys


@pytest.mark.parametrize(
    ("expected", "keys", "digits"),
    [(4, "4821", "4821"), (0, "4821#", "4821"), (8, "48*40017733", "40017733")],
)
def test_keyed_digits_are_put_together(expected: int, keys: str, digits: str) -> None:
    greeting = on.Replied("Your number?", entry=Entry(expected))
    stage = Stage({"/session_start": [greeting]}).call().keys(keys)
    assert stage.asked[-1] == f'/keyed_digits{{"digits": "{digits}"}}'
    assert stage.of(do.Ask)[-1].metadata["input"] == "keys"


def test_an_entry_may_have_a_finish_key_of_its_own() -> None:
    greeting = on.Replied("Your number?", entry=Entry(finish_on_key="*"))
    stage = Stage({"/session_start": [greeting]}).call().keys("*48#21*")
    assert stage.asked[1:] == ['/keyed_digits{"digits": "4821"}']


def test_what_was_asked_for_stands_until_it_is_answered() -> None:
    replies = {"/session_start": [on.Replied("Your number?", entry=Entry(4)), "Take your time."]}
    stage = Stage(replies).call().keys("4821").wait_until_quiet().keys("3391")
    assert stage.asked[1:] == ['/keyed_digits{"digits": "4821"}']


def test_a_gap_ends_keyed_digits() -> None:
    stage = Stage().call().keys("48").silence(2900)
    assert len(stage.asked) == 1
    stage.silence(300)
    assert stage.asked[-1] == '/keyed_digits{"digits": "48"}'


def test_a_finish_key_after_a_complete_entry_does_not_cut_the_next_question() -> None:
    greeting = on.Replied("Your number?", entry=Entry(4))
    replies = {"/session_start": [greeting], '/keyed_digits{"digits": "4821"}': [LONG]}
    stage = Stage(replies).call().keys("4821").silence(900).keys("#").wait_until_quiet()
    assert not stage.of(do.ClearPlayback)
    assert stage.said[-1] == "Seven eight nine ten eleven twelve."


def test_a_key_stops_playback() -> None:
    stage = Stage({"go on": [LONG]}).call().voice("go on").silence(1200).keys("1")
    assert stage.of(do.ClearPlayback) and not stage.conversation.playback.busy


@pytest.mark.parametrize("key", ["#", "x", ""])
def test_a_key_that_enters_nothing_asks_nothing(key: str) -> None:
    stage = Stage().call().happen(on.KeyPressed(key)).silence(4000)
    assert stage.asked == ["/session_start"]
