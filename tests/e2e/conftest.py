"""A line of the real three processes, opened once for all tests of this folder.

Recognition is Moonshine's, whose model is in its package, so that the tests hear the same on every
machine. Callers wait for less long than in service, so that the tests do too. All is logged that
can be, for test_canary.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.e2e import canary
from tests.e2e.open_line import Heard, OpenLine
from tests.e2e.processes import all_processes
from tests.e2e.stores import chosen
from tools.bench.callers import VOICES, spoken
from tools.caller.lines import lines
from tools.caller.script import Keys, Say, Script, Situation, Step
from tools.demo.__main__ import read_story
from tools.demo.story import Caller
from tools.line.private import private_line

CHANNEL = {"asr": {"name": "moonshine"}, "silence_timeout": 4}
LINES = lines()
SIP_ADDRESS = LINES["sip"].settings["listen"]


@pytest.fixture(scope="session")
def since(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that is older than all that the line's processes write."""
    scripts()  # flite's own files
    stamp = tmp_path_factory.mktemp("since") / "stamp"
    stamp.touch()
    return stamp


@pytest.fixture(scope="session")
def line(since: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenLine]:
    others = {one.section: one.settings for one in LINES.values()}
    environment = private_line(tmp_path_factory.mktemp("line"), CHANNEL, others)
    with chosen(environment), all_processes({**environment, "LOG_LEVEL": "DEBUG"}) as processes:
        yield OpenLine(processes)


def say(text: str, after_s: float | None = None) -> Say:
    return Say(spoken(text, "rms"), after_s)


class Silent:
    def decide(self, now: Situation) -> None:
        return None


def demo_caller(voice: str) -> Caller:
    """The demo's caller in another voice, made beforehand: to make it would hold up all callers."""
    story = read_story()
    recordings = {name: spoken(text, voice) for name, text in story.texts.items()}
    return Caller(story, recordings.__getitem__)


def scripts() -> dict[str, Sequence[Step] | Script]:
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


@pytest.fixture(scope="session")
def demo_callers() -> dict[str, Caller]:
    return {voice: demo_caller(voice) for voice in VOICES}


@pytest.fixture(scope="session")
def calls(line: OpenLine, demo_callers: dict[str, Caller]) -> dict[str, Heard]:
    """Most at once, the longest first, so that they take little more than its time."""
    callers = {**demo_callers, **scripts()}
    return dict(zip(callers, line.calls(list(callers.values()))))
