"""Every line but the browser's: the same conversation, brought by a far end of its own kind."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import LINES
from tests.e2e.open_line import Heard, OpenLine


@pytest.fixture(scope="module")
def transcripts(line: OpenLine, calls: object) -> dict[str, str]:
    """What SQL has of each line's calls."""
    return {name: "\n".join(map(line.transcript, line.calls_on(name))) for name in LINES}


@pytest.mark.parametrize("name", LINES)
def test_a_caller_is_greeted_identified_by_keys_and_told_the_balance(
    calls: dict[str, Heard], transcripts: dict[str, str], name: str
) -> None:
    heard = calls[f"identified on {name}"]
    assert heard.problem == ""
    assert [turn.response_ms is not None for turn in heard.turns[2:]] == [True] * 4
    assert "2,543.10" in transcripts[name]
    assert "40017733" not in transcripts[name]


@pytest.mark.parametrize("name", LINES)
def test_a_caller_who_interrupts_is_listened_to(
    calls: dict[str, Heard], transcripts: dict[str, str], name: str
) -> None:
    assert calls[f"identified on {name}"].turns[1].stop_ms is not None
    assert "ask_branch" in transcripts[name]


@pytest.mark.parametrize("name", LINES)
def test_either_side_hangs_up(
    calls: dict[str, Heard], transcripts: dict[str, str], name: str
) -> None:
    assert [calls[f"{what} on {name}"].problem for what in ("identified", "greeted")] == ["", ""]
    assert "ended by: assistant" in transcripts[name]
    assert "ended by: caller" in transcripts[name]
