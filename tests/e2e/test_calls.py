"""Whole calls: spoken by flite, recognized, understood, answered, and the answer heard again."""

from __future__ import annotations

import re

import pytest

from tests.e2e.open_line import Heard, Listener, OpenLine
from tools.bench.callers import VOICES
from tools.demo.story import Caller


@pytest.fixture(scope="session")
def listener() -> Listener:
    return Listener()


@pytest.mark.parametrize("voice", VOICES)
def test_a_caller_gets_all_that_the_demos_caller_wants(
    line: OpenLine, calls: dict[str, Heard], demo_callers: dict[str, Caller], voice: str
) -> None:
    heard, caller = calls[voice], demo_callers[voice]
    print(heard)
    assert (heard.problem, caller.done) == ("", True)
    transcript = line.transcript(heard.recording.call_id)
    assert "blocked" in transcript
    assert caller.story.leaks(transcript) == []


def test_what_the_assistant_says_is_heard_as_it_was_meant(
    calls: dict[str, Heard], listener: Listener
) -> None:
    heard = calls["hours"]
    (turn,) = heard.turns
    greeting, answer = heard.said_around(turn.start_s)
    assert listener.error_rate(greeting, heard.bot_audio(0, turn.start_s)) < 0.35
    assert re.search("open", answer, re.IGNORECASE)
    assert listener.error_rate(answer, heard.bot_audio(turn.end_s)) < 0.35


def test_a_caller_may_key_the_account_number_and_the_pin(
    line: OpenLine, calls: dict[str, Heard]
) -> None:
    heard = calls["maria"]
    assert heard.problem == ""
    assert "2,543.10" in heard.said
    transcript = line.transcript(heard.recording.call_id)
    assert "40017733" not in transcript
    assert "4821" not in transcript


def test_calls_at_once_are_kept_apart(calls: dict[str, Heard]) -> None:
    maria, james = calls["maria"], calls["james"]
    assert "2,543.10" not in james.said
    assert "87.25" in james.said
    assert "87.25" not in maria.said


def test_a_caller_who_interrupts_is_listened_to(calls: dict[str, Heard]) -> None:
    heard = calls["interrupting"]
    assert heard.problem == ""
    assert len(heard.of("clear")) == 1
    _, interruption = heard.turns
    assert interruption.stop_ms is not None
    assert re.search("colleague|person|agent|someone", heard.said, re.IGNORECASE)


def test_a_silent_caller_is_asked_twice_and_then_taken_leave_of(calls: dict[str, Heard]) -> None:
    heard = calls["silent"]
    assert heard.recording.ended == "timeout"
    assert heard.problem == ""
    assert len(heard.of("say")) >= 4
    assert re.search("bye", heard.said, re.IGNORECASE)


def test_the_greeting_depends_on_the_number_that_was_called(calls: dict[str, Heard]) -> None:
    heard = calls["cards"]
    assert heard.problem == ""
    assert re.search("card line", heard.said)
