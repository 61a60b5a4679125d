"""Whole calls: spoken by flite, recognized, understood, answered, and the answer heard again."""

from __future__ import annotations

import re

import pytest

from tests.e2e.open_line import Heard, Listener, OpenLine
from tools.bench.callers import VOICES, spoken
from tools.caller.script import Keys, Say
from tools.demo.story import Caller

ACCOUNT, PIN = "40017733#", "4821"


@pytest.fixture(scope="session")
def listener() -> Listener:
    return Listener()


@pytest.mark.parametrize("voice", VOICES)
def test_a_caller_gets_all_that_the_demos_caller_wants(
    line: OpenLine, demo_calls: dict[str, tuple[Heard, Caller]], voice: str
) -> None:
    heard, caller = demo_calls[voice]
    print(heard)
    assert (heard.problem, caller.done) == ("", True)
    transcript = line.transcript(heard.recording.call_id)
    assert "blocked" in transcript
    assert caller.story.leaks(transcript) == []


def test_what_the_assistant_says_is_heard_as_it_was_meant(
    line: OpenLine, listener: Listener
) -> None:
    heard = line.call([Say(spoken("what are your opening hours?", "rms"))])
    (turn,) = heard.turns
    greeting, answer = heard.said_around(turn.start_s)
    assert listener.error_rate(greeting, heard.bot_audio(0, turn.start_s)) < 0.35
    assert re.search("open", answer, re.IGNORECASE)
    assert listener.error_rate(answer, heard.bot_audio(turn.end_s)) < 0.35


def test_a_caller_may_key_the_account_number_and_the_pin(line: OpenLine) -> None:
    balance = spoken("how much money do I have in my account?", "rms")
    heard = line.call([Say(balance), Keys(ACCOUNT), Keys(PIN)])
    assert heard.problem == ""
    assert "2,543.10" in heard.said
    transcript = line.transcript(heard.recording.call_id)
    assert "40017733" not in transcript
    assert PIN not in transcript


def test_a_caller_who_interrupts_is_listened_to(line: OpenLine) -> None:
    hours = Say(spoken("what are your opening hours?", "rms"))
    heard = line.call([hours, Say(spoken("no, I want to talk to a person", "rms"), after_s=0.8)])
    assert heard.problem == ""
    assert len(heard.of("clear")) == 1
    _, interruption = heard.turns
    assert interruption.stop_ms is not None
    assert re.search("colleague|person|agent|someone", heard.said, re.IGNORECASE)


def test_a_silent_caller_is_asked_twice_and_then_taken_leave_of(line: OpenLine) -> None:
    class Silent:
        def decide(self, now: object) -> None:
            return None

    heard = line.call(Silent())
    assert heard.recording.ended == "timeout" or heard.recording.ended == "assistant"
    assert heard.problem == ""
    assert len(heard.of("say")) >= 4
    assert re.search("bye", heard.said, re.IGNORECASE)


def test_calls_at_once_are_kept_apart(line: OpenLine) -> None:
    balance = Say(spoken("how much money do I have in my account?", "rms"))
    maria = [balance, Keys("40017733"), Keys("4821")]
    james = [balance, Keys("40025512"), Keys("9034")]
    first, second = line.calls([maria, james])
    assert "2,543.10" in first.said
    assert "2,543.10" not in second.said
    assert "87.25" in second.said
    assert "87.25" not in first.said
