"""What fails in a call, and how calls end."""

import pytest

from channels.turns import commands as do
from channels.turns import events as on
from channels.turns.handoff import Handoff
from channels.turns.limits import MOST_TURNS
from channels.turns.speaking import APOLOGY
from tests.channels.turns.stage import BALANCE, GREETING, LONG, PASSED_ON, Stage

# What fails


def test_a_dialogue_without_an_answer_is_apologized_for() -> None:
    stage = Stage().call().caller_says("hello?")
    assert stage.said[-1] == APOLOGY


def test_a_slow_dialogue_is_apologized_for_once_and_its_answer_spoken() -> None:
    stage = Stage(BALANCE, dialogue_ms=4000).call()
    said = len(stage.said)
    stage.caller_says("balance please")
    assert stage.said[said:] == [APOLOGY, "You have ten dollars."]
    (turn,) = stage.of(do.ShowTurn)
    assert turn.times_ms["dialogue_ms"] == 4000


def test_a_hung_dialogue_is_apologized_for_a_few_times_and_then_the_call_is_passed_on() -> None:
    stage = Stage(BALANCE, dialogue_ms=10_000_000)
    stage.happen(on.CallStarted()).silence(40_000)
    assert stage.said == [APOLOGY] * 3
    assert stage.of(do.EndCall) == [PASSED_ON]
    assert stage.now_ms - stage.times_of(do.EndCall)[0] > 10_000


def test_a_dialogue_that_hangs_after_a_reply_is_apologized_for_too() -> None:
    stage = Stage(dialogue_ms=10_000_000).happen(on.CallStarted())
    stage.happen(on.Replied("One moment.")).silence(50_000)
    assert stage.said == ["One moment.", APOLOGY, APOLOGY, APOLOGY]
    assert stage.of(do.EndCall) == [PASSED_ON]


def test_a_reply_that_nobody_asked_for_is_said_and_no_more_awaited() -> None:
    stage = Stage().call().happen(on.Replied("By the way.")).silence(5000)
    assert stage.said == [GREETING, "By the way."]


def test_a_caller_who_has_something_to_hear_is_not_told_to_wait() -> None:
    stage = Stage(dialogue_ms=10_000_000).happen(on.CallStarted())
    stage.happen(on.Replied(f"{LONG} {LONG} {LONG}")).silence(30_000)
    assert stage.said.index(APOLOGY) == 6


def test_a_caller_who_was_told_to_wait_is_told_if_nothing_comes() -> None:
    stage = Stage().call()
    stage.dialogue_ms = 6000
    stage.caller_says("hello?")
    assert stage.said[1:] == [APOLOGY, APOLOGY]


def test_what_was_dropped_is_not_tried_again() -> None:
    stage = Stage({"go on": ["You have ten dollars."], "stop": ["Fine."]}).call()
    stage.mute = True
    stage.voice("go on").silence(600)
    stage.mute = False
    stage.voice("stop", 300).silence(4000)
    spoken = [command.text for command in stage.of(do.Synthesize)]
    assert spoken == [GREETING, "You have ten dollars.", "Fine."]


def test_a_sentence_that_cannot_be_spoken_is_apologized_for_and_tried_again() -> None:
    stage = Stage(BALANCE).call()
    stage.mute = True
    stage.voice("balance please").silence(500)
    stage.mute = False
    stage.wait_until_quiet()
    assert stage.said[1:] == [APOLOGY, "You have ten dollars."]


def test_a_sentence_that_breaks_off_is_apologized_for_and_said_again() -> None:
    count = "One two three four five six."
    stage = Stage({"go on": ["Well.", count]}).call()
    stage.breaks_off = True
    stage.voice("go on").silence(500)
    stage.breaks_off = False
    stage.wait_until_quiet()
    assert stage.said[1:] == ["Well.", APOLOGY, "Well.", "One two three", count]
    _, reply = stage.conversation.speaking.take_heard()
    assert reply["heard"] == f"One two three {count}"


def test_a_dumb_speech_server_gets_one_apology_for_a_whole_reply() -> None:
    stage = Stage({"go on": [LONG]}).call()
    stage.mute = True
    stage.caller_says("go on")
    assert stage.said[1:] == [APOLOGY]
    assert not stage.conversation.playback.busy


def test_an_utterance_that_is_not_recognized_is_apologized_for() -> None:
    stage = Stage().call()
    stage.deaf = True
    stage.caller_says("hello")
    assert stage.asked == ["/session_start"] and stage.said[-1] == APOLOGY
    stage.caller_says("hello")
    assert stage.said[1:] == [APOLOGY, APOLOGY]


def test_a_recognizer_that_hangs_costs_one_utterance() -> None:
    stage = Stage(BALANCE, recognition_ms=10_000_000).call().caller_says("hello")
    assert stage.said[-1] == APOLOGY
    stage.recognition_ms = 80
    stage.caller_says("balance please")
    assert stage.said[-1] == "You have ten dollars."


def test_a_far_end_that_never_says_played_is_believed_to_play() -> None:
    stage = Stage({"bye": [on.Replied("Goodbye.", hang_up=True)]}, says_played=False).call()
    stage.caller_says("bye").silence(2000)
    assert stage.of(do.EndCall) == [do.EndCall("assistant")]


def test_digits_keyed_before_a_hang_up_are_not_lost() -> None:
    stage = Stage().call().keys("482").happen(on.LineClosed("caller")).silence(500)
    assert stage.asked[1:] == ['/keyed_digits{"digits": "482"}', "/session_end"]


# The end


@pytest.mark.parametrize(
    ("reply", "end", "after_ms"),
    [
        (on.Replied("Goodbye.", hang_up=True), do.EndCall("assistant"), 1500),
        (on.Replied("One moment.", transfer=True), PASSED_ON, 0),
    ],
)
def test_the_assistant_hangs_up_after_its_last_word_was_played(
    reply: on.Replied, end: do.EndCall, after_ms: int
) -> None:
    stage = Stage({"bye": [reply]}, hang_up_ms=1500).call().caller_says("bye").silence(1500)
    assert stage.of(do.EndCall) == [end]
    last_audio_ms = max(stage.times_of(do.SendAudio))
    assert stage.times_of(do.EndCall)[0] >= last_audio_ms + after_ms
    assert stage.asked[-1] == "/session_end"
    assert stage.metadata("/session_end")["reason"] == end.reason
    assert stage.metadata("/session_end")["previous"]["heard"][0]["heard"] == reply.text
    assert isinstance(stage.commands[-1][1], do.Release)


def test_what_the_colleague_is_to_know_goes_with_the_caller() -> None:
    record = on.Replied("", handoff=Handoff(record={"reason": "asked for a person"}))
    transfer = on.Replied("One moment.", transfer=True, handoff=Handoff("+15550100"))
    stage = Stage({"a person": [record, transfer]}).call().caller_says("a person").silence(1500)
    told = {"call_id": "c1", "reason": "asked for a person"}
    assert stage.of(do.EndCall) == [do.EndCall("transfer", Handoff("+15550100", told))]


def test_a_word_after_the_goodbye_keeps_the_line_open() -> None:
    stage = Stage({"bye": [on.Replied("Goodbye.", hang_up=True)], **BALANCE}).call()
    stage.caller_says("bye").caller_says("balance please").silence(3000)
    assert not stage.of(do.EndCall) and stage.said[-1] == "You have ten dollars."


def test_a_word_over_the_goodbye_keeps_the_line_open() -> None:
    goodbye = on.Replied("Goodbye and thank you for calling.", hang_up=True)
    stage = Stage({"bye": [goodbye], **BALANCE}).call().voice("bye").silence(1000)
    stage.caller_says("balance please")
    assert not stage.of(do.EndCall) and stage.said[-1] == "You have ten dollars."


def test_when_the_line_is_closed_the_assistant_takes_leave_whatever_the_caller_says() -> None:
    goodbye = on.Replied("This line is closing. Goodbye.", hang_up=True)
    stage = Stage({"go on": [LONG], "/line_closing": [goodbye], **BALANCE}).call()
    stage.voice("go on").silence(1500).happen(on.LineClosing()).silence(500)
    stage.caller_says("balance please").silence(100).happen(on.LineClosing())
    assert stage.said[1:] == ["One two three four five six.", "This line is closing."]
    assert stage.asked[2:] == ["/line_closing", "balance please", "/session_end"]
    assert stage.of(do.EndCall) == [do.EndCall("assistant")]


def test_a_line_that_is_closed_waits_for_nothing_however_protected() -> None:
    legal = [on.Replied(text, allow_interruptions=False) for text in (LONG, "This too.")]
    goodbye = on.Replied("Goodbye.", hang_up=True)
    stage = Stage({"go on": legal, "/line_closing": [goodbye]}).call()
    stage.voice("go on").silence(1000).happen(on.LineClosing()).silence(1000)
    assert stage.said[1:] == ["One two three four five six.", "Goodbye."]


def test_words_before_a_hang_up_are_not_lost() -> None:
    stage = Stage({"block it": ["Blocked."]}).call().voice("block it", 500)
    stage.happen(on.LineClosed("caller"))
    stage.advance_to(stage.now_ms + 1000)
    assert stage.asked[1:] == ["block it", "/session_end"]
    assert stage.said == [GREETING]
    assert isinstance(stage.commands[-1][1], do.Release)


def test_words_that_are_not_recognized_before_a_hang_up_do_not_keep_the_call() -> None:
    stage = Stage().call().voice("block it", 500)
    stage.deaf = True
    stage.happen(on.LineClosed("caller")).advance_to(stage.now_ms + 1000)
    assert stage.asked[1:] == ["/session_end"] and stage.said == [GREETING]


@pytest.mark.parametrize("moment_ms", [0, 100, 300, 600, 900, 1300, 2000, 3000])
def test_a_hang_up_at_any_moment_ends_with_session_end(moment_ms: int) -> None:
    stage = Stage(BALANCE, dialogue_ms=200).happen(on.CallStarted())
    stage.voice("balance please", moment_ms).happen(on.LineClosed("caller"))
    stage.happen(on.LineClosed("error")).advance_to(stage.now_ms + 3000)
    assert stage.asked[-1] == "/session_end" and stage.asked.count("/session_end") == 1
    assert stage.of(do.EndCall) == [do.EndCall("caller")]
    assert isinstance(stage.commands[-1][1], do.Release)


def test_a_machine_that_keys_without_end_is_hung_up_on() -> None:
    stage = Stage().call()
    for _ in range(MOST_TURNS):
        stage.happen(on.KeyPressed("1")).happen(on.KeyPressed("#")).advance_to(stage.now_ms + 100)
    assert not stage.of(do.EndCall)
    stage.caller_says("balance please")
    assert stage.of(do.EndCall) == [do.EndCall("timeout")]
    assert stage.asked.count("/session_end") == 1 and stage.asked[-1] == "/session_end"


def test_after_the_end_nothing_is_heard_said_or_timed() -> None:
    stage = Stage(BALANCE).call().happen(on.LineClosed("caller"))
    count = len(stage.commands)
    stage.happen(on.Replied("Hello?")).happen(on.KeyPressed("1")).voice("balance", 600)
    assert not [c for _, c in stage.commands[count:] if not isinstance(c, do.Ask | do.Release)]


def test_a_dialogue_that_never_returns_does_not_keep_the_call() -> None:
    stage = Stage(dialogue_ms=10_000_000).happen(on.CallStarted())
    stage.happen(on.LineClosed("caller")).advance_to(31_000)
    assert isinstance(stage.commands[-1][1], do.Release)


def test_a_recognizer_that_never_returns_does_not_keep_the_call() -> None:
    stage = Stage(recognition_ms=10_000_000).call().voice("hello", 600)
    stage.happen(on.LineClosed("caller")).advance_to(stage.now_ms + 40_000)
    assert stage.asked[-1] == "/session_end"
    assert isinstance(stage.commands[-1][1], do.Release)


def test_a_stale_timer_is_ignored() -> None:
    stage = Stage().call()
    count = len(stage.commands)
    stage.happen(on.TimerFired("silence", 1)).happen(on.TimerFired("never set", 99))
    assert len(stage.commands) == count
