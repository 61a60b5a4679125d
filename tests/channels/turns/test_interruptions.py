"""A caller who speaks while the assistant does."""

import pytest

from channels.turns import commands as do
from channels.turns import events as on
from tests.channels.turns.stage import BALANCE, LONG, PASSED_ON, Stage


def test_a_voice_stops_playback_within_200_ms() -> None:
    stage = Stage({"go on": [LONG], "stop": ["Fine."]}).call().voice("go on").silence(1200)
    voice_ms = stage.now_ms
    stage.caller_says("stop", 500)
    assert stage.times_of(do.ClearPlayback)[0] - voice_ms <= 200
    assert stage.asked[-1] == "stop" and stage.said[-1] == "Fine."
    assert "Seven eight nine ten eleven twelve." not in stage.said


def test_what_was_heard_of_an_interrupted_reply_is_recorded() -> None:
    stage = Stage({"go on": [LONG], "stop": ["Fine."]}).call().voice("go on").silence(1400)
    stage.caller_says("stop", 500)
    (heard,) = stage.metadata("stop")["previous"]["heard"]
    assert heard["text"] == LONG
    assert heard["heard"] and LONG.startswith(heard["heard"])
    assert len(heard["heard"]) < len("One two three four five six.")


@pytest.mark.parametrize("sound", ["mm-hm", "uh-huh", "", "..."])
def test_a_sound_without_words_only_pauses_playback(sound: str) -> None:
    stage = Stage({"go on": [LONG]}).call().voice("go on").silence(1200)
    stage.caller_says(sound, 300)
    assert stage.asked == ["/session_start", "go on"]
    assert stage.said[-1] == "Seven eight nine ten eleven twelve."
    (last,) = stage.conversation.speaking.take_heard()
    assert last["heard"] == LONG


def test_playback_goes_on_as_soon_as_the_sound_is_known_to_hold_no_words() -> None:
    stage = Stage({"go on": [LONG]}).call().voice("go on").silence(1200).voice("mm-hm", 96)
    ended_ms = stage.now_ms
    stage.wait_until_quiet()
    resumed_ms = min(ms for ms in stage.times_of(do.BeginSentence) if ms > ended_ms)
    assert resumed_ms < ended_ms + stage.settings.endpoint_ms


def test_a_sound_that_becomes_words_after_all_stops_playback_again() -> None:
    stage = Stage({"go on": [LONG], "um stop": ["Fine."]}).call().voice("go on").silence(1200)
    stage.voice("um", 200).silence(250)
    assert stage.conversation.listening.open and not stage.conversation.playback.held
    stage.caller_says("um stop", 400)
    assert len(stage.of(do.ClearPlayback)) == 2
    assert stage.asked[-1] == "um stop" and stage.said[-1] == "Fine."


def test_a_cough_shorter_than_a_voice_stops_nothing() -> None:
    stage = Stage({"go on": [LONG]}).call().voice("go on").silence(1200)
    stage.frames(0.95, 32).wait_until_quiet()
    assert not stage.of(do.ClearPlayback) and not stage.of(do.OpenHearing)[1:]


def test_fewer_words_than_min_words_do_not_interrupt() -> None:
    stage = Stage({"go on": [LONG]}, min_words=3).call().voice("go on").silence(1200)
    stage.caller_says("oh stop it", 400).wait_until_quiet()
    assert stage.asked[-1] == "go on"
    stage = Stage({"go on": [LONG]}, min_words=3).call().voice("go on").silence(1200)
    stage.caller_says("please stop it", 400)
    assert stage.asked[-1] == "please stop it"


def test_a_partial_text_that_is_nothing_in_the_end_takes_nothing_from_the_answer() -> None:
    stage = Stage({"go on": [LONG]}).call()
    stage.voice("go on").silence(1200).voice("hello", 1500)
    assert stage.of(do.ShowPartial)[-1].text == "hello"
    stage.utterance = ""
    stage.wait_until_quiet()
    assert stage.asked == ["/session_start", "go on"]
    assert stage.said[-1] == "Seven eight nine ten eleven twelve."


def test_the_voice_is_told_of_all_that_is_dropped_though_its_audio_is_there() -> None:
    stage = Stage({"go on": [LONG], "stop": ["Fine."]}).call().voice("go on").silence(1200)
    stage.caller_says("stop", 500)
    (dropped,) = stage.of(do.DropSpeech)
    assert set(dropped.marks) <= {command.mark for command in stage.of(do.Synthesize)}


@pytest.mark.parametrize(("protected", "interruptions"), [(True, True), (False, False)])
def test_what_is_still_being_said_is_reported_when_it_has_been_heard(
    protected: bool, interruptions: bool
) -> None:
    answer = on.Replied(LONG, allow_interruptions=not protected)
    replies = {"go on": [answer], "stop": ["Fine."], "more": ["So."]}
    stage = Stage(replies, interruptions=interruptions).call()
    stage.voice("go on").silence(1200).caller_says("stop", 500).caller_says("more")
    assert stage.metadata("stop")["previous"]["heard"] == []
    heard = stage.metadata("more")["previous"]["heard"]
    assert [(it["text"], it["heard"]) for it in heard] == [(LONG, LONG), ("Fine.", "Fine.")]


def test_a_partial_text_that_comes_too_late_is_not_shown() -> None:
    stage = Stage(BALANCE).call().caller_says("balance please")
    assert not stage.happen(on.Guessed(1, "balance")).of(do.ShowPartial)[1:]


def test_a_protected_reply_is_not_interrupted_and_the_words_are_kept() -> None:
    legal = on.Replied(LONG, allow_interruptions=False)
    stage = Stage({"go on": [legal], "stop": ["Fine."]}).call().voice("go on").silence(1200)
    stage.caller_says("stop", 500)
    assert not stage.of(do.ClearPlayback)
    assert stage.said[-2:] == ["Seven eight nine ten eleven twelve.", "Fine."]


@pytest.mark.parametrize("says_played", [True, False])
def test_a_voice_that_goes_on_after_a_protected_sentence_stops_what_follows(
    says_played: bool,
) -> None:
    legal = on.Replied("This call is recorded.", allow_interruptions=False)
    replies = {"go on": [legal, LONG], "stop": ["Fine."]}
    stage = Stage(replies, says_played=says_played).call().voice("go on").silence(1200)
    stage.caller_says("stop", 1600)
    assert stage.said[-1] == "Fine."
    assert "Seven eight nine ten eleven twelve." not in stage.said


def test_words_over_a_protected_sentence_drop_what_follows_it() -> None:
    legal = on.Replied("This call is recorded for your safety.", allow_interruptions=False)
    stage = Stage({"go on": [legal, LONG], "stop": ["Fine."]}).call().voice("go on").silence(600)
    stage.caller_says("stop", 300)
    assert stage.said[1:] == [legal.text, "Fine."]
    assert not stage.of(do.ClearPlayback)


def test_a_protected_sentence_is_not_cut_though_the_far_end_never_says_played() -> None:
    legal = on.Replied(LONG, allow_interruptions=False)
    stage = Stage({"go on": ["Well.", legal], "stop": ["Fine."]}, says_played=False).call()
    stage.voice("go on").silence(1400).caller_says("stop", 300)
    assert not stage.of(do.ClearPlayback)
    assert stage.said[-2:] == ["Seven eight nine ten eleven twelve.", "Fine."]


def test_one_word_said_in_silence_is_taken_though_a_reply_came_meanwhile() -> None:
    replies = {"one": ["First answer."], "yes": ["Second answer."]}
    stage = Stage(replies, dialogue_ms=600, min_words=3).call().voice("one").silence(400)
    stage.caller_says("yes", 900)
    assert stage.asked[-1] == "yes"


def test_interruptions_can_be_switched_off() -> None:
    stage = Stage({"go on": [LONG]}, interruptions=False).call().voice("go on").silence(1200)
    stage.caller_says("stop", 500)
    assert not stage.of(do.ClearPlayback)
    assert "Seven eight nine ten eleven twelve." in stage.said


def test_a_reply_waits_while_the_caller_speaks() -> None:
    stage = Stage({"one": ["First answer."], "two": ["Second answer."]}, dialogue_ms=600).call()
    stage.voice("one").silence(400).caller_says("two", 900)
    assert stage.asked[-2:] == ["one", "two"]
    assert stage.said[1:] == ["Second answer."]


def test_two_messages_are_never_in_flight() -> None:
    stage = Stage({"one": ["First."], "two": ["Second."]}, dialogue_ms=3000).call()
    stage.voice("one").silence(500).voice("two").silence(500)
    assert stage.asked == ["/session_start", "one"]
    stage.wait_until_quiet()
    assert stage.asked[-1] == "two"


def test_a_line_that_falls_silent_at_the_suspicion_of_a_voice_does_not_hold_playback() -> None:
    stage = Stage({"go on": [LONG]}).call().voice("go on").silence(1200).frames(0.95, 64)
    assert stage.conversation.playback.held
    for _ in range(250):
        stage.advance_to(stage.now_ms + 20)
    assert stage.said[-1] == "Seven eight nine ten eleven twelve."


@pytest.mark.parametrize("words", ["mm-hm", "thank you"])
def test_what_a_caller_says_while_being_transferred_does_not_stop_it(words: str) -> None:
    transfer = on.Replied("I am putting you through.", allow_interruptions=False, transfer=True)
    stage = Stage({"person": [transfer], "thank you": ["You are welcome."]}).call()
    stage.voice("person").silence(900).caller_says(words, 400).silence(3000)
    assert stage.of(do.EndCall) == [PASSED_ON]
    assert ("mm-hm" in stage.asked) is False


def test_the_time_of_an_answer_is_not_that_of_what_was_still_being_said() -> None:
    legal = on.Replied(LONG, allow_interruptions=False)
    stage = Stage({"go on": [legal], "stop": ["Fine."]}).call().voice("go on").silence(1200)
    stage.caller_says("stop", 500)
    assert stage.of(do.ShowTurn)[-1].times_ms["response_ms"] > 1000
