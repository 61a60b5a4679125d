"""Who calls the line under test, and what they say."""

from __future__ import annotations

from collections.abc import Sequence

from tests.e2e import canary
from tools.bench.callers import VOICES, spoken
from tools.caller.script import HangUp, Keys, Recorded, Say, Script, Situation, Step
from tools.demo.__main__ import read_story
from tools.demo.story import Caller

SETTLE_S = 1.5
"""The far ends of telephone lines are not told that more is to come; their callers wait longer."""


def say(text: str, after_s: float | None = None) -> Say:
    return Say(spoken(text, "rms"), after_s)


class Silent:
    def decide(self, now: Situation) -> None:
        return None


class Patient(Recorded):
    """Says what it has to say, and does not hang up."""

    def decide(self, now: Situation) -> Step | None:
        step = super().decide(now)
        return None if isinstance(step, HangUp) else step


def of_the_demo() -> dict[str, Caller]:
    """The demo's caller in other voices, made beforehand: to make one would hold up all callers."""
    story = read_story()
    recordings = {
        voice: {name: spoken(text, voice) for name, text in story.texts.items()} for voice in VOICES
    }
    return {voice: Caller(story, recordings[voice].__getitem__) for voice in VOICES}


def by_browser() -> dict[str, Sequence[Step] | Script]:
    balance = say("how much money do I have in my account?")
    hours = say("what are your opening hours?")
    return {
        "canary": canary.steps(),
        "maria": [balance, Keys("40017733#"), Keys("4821")],
        "silent": Silent(),
        "james": [balance, Keys("40025512", after_s=0.8), Keys("9034", after_s=0.8)],
        "hours": [hours],
        "interrupting": [hours, say("no, I want to talk to a person", after_s=0.8)],
    }


def by_telephone() -> Script:
    """Interrupts, is identified by keys, and says goodbye: the assistant hangs up."""
    hours = say("what are your opening hours?", 0.8)
    branch = say("no, where is the nearest branch?", 0.8)
    balance = say("how much money do I have in my account?")
    identified = (balance, Keys("40017733", 0.8), Keys("4821", 0.8))
    goodbye = say("no thanks, goodbye.")
    return Patient([hours, branch, *identified, goodbye], settle_s=SETTLE_S)


def who_hangs_up() -> Script:
    """Hears the greeting, and that was all."""
    return Recorded([], settle_s=SETTLE_S)
