from __future__ import annotations

import wave
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tools.caller.lines import speech
from tools.caller.script import CallError, HangUp, Say, Situation, Speech, Step
from tools.demo.__main__ import FOLDER, read_story
from tools.demo.story import Caller, Reply, Story, Want

STORY = Story(
    voice="slt",
    wants=(Want("balance", "my balance?", r"2,543\.10"), Want("bye", "goodbye.", "bye")),
    replies=(Reply("account number", "account", "four zero"), Reply("pin", "pin", "four eight")),
    misunderstood="did not understand|still there",
    private=("Maria", "40017733"),
)


def named(name: str) -> Speech:
    return Speech(name, *(getattr(speech(), part) for part in ("samples", "first", "last")))


def hears(caller: Caller, *said: str, quiet_s: float = 1.0) -> str | None:
    """What the caller does once the bot has said that: the recording's name, or `hangs up`."""
    return does(caller.decide(Situation(quiet_s + 2, quiet_s + 1, quiet_s, said)))


def does(step: Step | None) -> str | None:
    if isinstance(step, Say):
        return step.speech.name
    return "hangs up" if isinstance(step, HangUp) else None


@pytest.fixture
def caller() -> Caller:
    return Caller(STORY, named)


def test_she_answers_what_she_is_asked_and_then_asks_the_next(caller: Caller) -> None:
    assert hears(caller, "Welcome to the bank.") == "balance"
    assert hears(caller, "What is your account number?") == "account"
    assert hears(caller, "And your PIN?") == "pin"
    assert hears(caller, "It is", "$2,543.10. Anything else?") == "bye"
    assert not caller.done
    assert hears(caller, "Goodbye.") is None
    assert caller.done


def test_she_hangs_up_if_the_bot_does_not(caller: Caller) -> None:
    caller.asked = caller.granted = 2
    assert hears(caller, "Goodbye.", quiet_s=6.0) == "hangs up"


def test_she_does_not_speak_before_the_bot_has_finished(caller: Caller) -> None:
    assert hears(caller, "Welcome", quiet_s=0.2) is None


def test_she_waits_for_the_rest_of_an_answer(caller: Caller) -> None:
    hears(caller, "Welcome")
    assert hears(caller, "One moment please.") is None
    assert hears(caller, "One moment please.", "You have $2,543.10.") == "bye"


INTERRUPTING = replace(
    STORY,
    wants=(STORY.wants[0], replace(STORY.wants[1], interrupt=True)),
    replies=(replace(STORY.replies[0], interrupt=True), STORY.replies[1]),
)


@pytest.mark.parametrize(
    ("heard", "does_what"),
    [
        ((), None),
        (("One moment please.",), None),
        (("What is your PIN?",), None),
        (("What is your account number?",), "account"),
        (("You have $2,543.10.",), "bye"),
    ],
)
def test_she_interrupts_where_the_story_says_so(
    heard: tuple[str, ...], does_what: str | None
) -> None:
    caller = Caller(INTERRUPTING, named)
    caller.asked = 1
    assert does(caller.decide(Situation(1.0, 0.9, 0.0, (*heard, "It goes on"), heard))) == does_what


def test_nobody_interrupts_the_greeting() -> None:
    caller = Caller(replace(STORY, wants=(replace(STORY.wants[0], interrupt=True),)), named)
    assert caller.decide(Situation(1.0, 0.9, 0.0, ("Hello.", "This is"), ("Hello.",))) is None


def test_a_misunderstood_wish_is_said_again(caller: Caller) -> None:
    hears(caller, "Welcome")
    assert hears(caller, "I did not understand.") == "balance"
    assert hears(caller, "What is your account number?") == "account"
    assert hears(caller, "Are you still there?") == "balance"
    assert hears(caller, "You have $2,543.10.") == "bye"


def test_a_question_is_answered_also_after_a_misunderstanding(caller: Caller) -> None:
    hears(caller, "Welcome")
    assert hears(caller, "I did not understand.", "What is your PIN?") == "pin"


@pytest.mark.parametrize(
    ("said", "does_what"),
    [
        ("Sorry, I did not get that. All right. Shall I block your debit card now?", "yes"),
        ("Sorry. Do you want to block a card?", "yes"),
        ("Sorry, that cannot be the account number. Please say it once more.", "account"),
        ("Shall I put you through to a person?", "block"),
        ("I am sorry, I did not get that. Please say it again in a few words.", "block"),
    ],
)
def test_the_demos_caller_finds_her_way_back(said: str, does_what: str) -> None:
    caller = Caller(read_story(), named)
    caller.asked, caller.granted = 3, 2
    assert hears(caller, said) == does_what


def test_a_wrong_answer_fails_the_call(caller: Caller) -> None:
    hears(caller, "Welcome")
    with pytest.raises(CallError, match=r"my balance.*You have \$3"):
        hears(caller, "You have $3.", quiet_s=6.0)


def test_the_same_question_over_and_over_fails_the_call(caller: Caller) -> None:
    hears(caller, "Welcome")
    for _ in range(3):
        assert hears(caller, "Your PIN?") == "pin"
    assert hears(caller, "Your PIN?") is None
    with pytest.raises(CallError):
        hears(caller, "Your PIN?", quiet_s=6.0)


def test_a_bot_that_says_nothing_fails_the_call(caller: Caller) -> None:
    with pytest.raises(CallError, match="should greet"):
        caller.decide(Situation(16.0, None, 16.0, ()))


@pytest.mark.parametrize(
    ("transcript", "leaks"), [("Caller maria: hello", ["Maria"]), ("caller: [PERSON]", [])]
)
def test_personal_details_in_a_transcript_are_found(transcript: str, leaks: list[str]) -> None:
    assert STORY.leaks(transcript) == leaks


def test_every_line_of_the_story_is_recorded() -> None:
    for name in read_story().texts:
        with wave.open(str(FOLDER / f"{name}.wav")) as file:
            assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 16000)


def test_no_recording_is_left_over() -> None:
    assert {path.stem for path in Path(FOLDER).glob("*.wav")} == set(read_story().texts)
