"""Every line but the browser's: the same conversation, brought by a far end of its own kind."""

from __future__ import annotations

import asyncio

import pytest

from tests.e2e.conftest import LINES, say
from tests.e2e.open_line import Heard, OpenLine, place_all
from tools.caller.script import HangUp, Keys, Recorded, Script, Situation, Step

SETTLE_S = 1.5
"""These far ends are not told that more is to come, so their callers wait for longer."""


class Patient(Recorded):
    """Says what it has to say, and does not hang up."""

    def decide(self, now: Situation) -> Step | None:
        step = super().decide(now)
        return None if isinstance(step, HangUp) else step


def scripts() -> dict[str, Script]:
    hours = say("what are your opening hours?", 0.8)
    branch = say("no, where is the nearest branch?", 0.8)
    balance = say("how much money do I have in my account?")
    identified = (balance, Keys("40017733", 0.8), Keys("4821", 0.8))
    goodbye = say("no thanks, goodbye.")
    return {
        "whole": Patient([hours, branch, *identified, goodbye], settle_s=SETTLE_S),
        "greeting": Recorded([], settle_s=SETTLE_S),
    }


@pytest.fixture(scope="module")
def calls(line: OpenLine) -> dict[tuple[str, str], Heard]:
    """Every conversation on every line, the long ones first."""
    phones = {
        (name, title): one.telephone(scripts()[title], noise_dbfs=-60)
        for title in scripts()
        for name, one in LINES.items()
    }
    calls = [(LINES[name].address(line.addresses), phone) for (name, _), phone in phones.items()]
    asyncio.run(place_all(calls))
    return {key: Heard(phone.recording) for key, phone in phones.items()}


@pytest.fixture(scope="module")
def transcripts(line: OpenLine, calls: object) -> dict[str, str]:
    """What SQL has of each line's calls."""
    return {name: "\n".join(map(line.transcript, line.calls_on(name))) for name in LINES}


@pytest.mark.parametrize("name", LINES)
def test_a_caller_is_greeted_identified_by_keys_and_told_the_balance(
    calls: dict[tuple[str, str], Heard], transcripts: dict[str, str], name: str
) -> None:
    heard = calls[name, "whole"]
    assert heard.problem == ""
    assert [turn.response_ms is not None for turn in heard.turns[2:]] == [True] * 4
    assert "2,543.10" in transcripts[name]
    assert "40017733" not in transcripts[name]


@pytest.mark.parametrize("name", LINES)
def test_a_caller_who_interrupts_is_listened_to(
    calls: dict[tuple[str, str], Heard], transcripts: dict[str, str], name: str
) -> None:
    assert calls[name, "whole"].turns[1].stop_ms is not None
    assert "ask_branch" in transcripts[name]


@pytest.mark.parametrize("name", LINES)
def test_either_side_hangs_up(
    calls: dict[tuple[str, str], Heard], transcripts: dict[str, str], name: str
) -> None:
    assert [calls[name, title].problem for title in scripts()] == ["", ""]
    assert "ended by: assistant" in transcripts[name]
    assert "ended by: caller" in transcripts[name]
