from __future__ import annotations

import pytest

from tests.tools.caller.lines import bot, message, run, say, utterance
from tools.bench.calls import Spread, summary
from tools.caller.script import Keys

GREETING = (0.2, utterance("hello", 0.5))
TIMES = {"endpoint_ms": 300, "recognition_ms": 20, "dialogue_ms": 30, "synthesis_ms": 40}


def test_a_spread_is_of_what_was_measured() -> None:
    assert Spread.of([]) is None
    assert Spread.of(range(101)) == Spread(101, 50, 95, 100)


def test_spoken_turns_keyed_turns_and_interruptions_are_kept_apart() -> None:
    answers = [
        (2.3, [message("turn", **TIMES), *utterance("a", 2.0)]),
        (3.0, [message("clear")]),
        (4.0, utterance("b", 0.2)),
        (5.6, utterance("c", 0.2)),
    ]
    phone, _ = run([say(), say(after_s=0.5), Keys("1")], bot(GREETING, *answers), seconds=9)
    result = summary("browser_audio", 1, [phone])
    assert result.failed == []
    assert [spread and spread.n for spread in (result.response_ms, result.keyed_ms)] == [1, 1]
    assert result.stop_ms is not None
    assert result.stages_ms == {
        "endpoint": 300,
        "recognition": 20,
        "dialogue": 30,
        "synthesis": 40,
    }
    assert (result.unanswered, result.gaps, result.cut_ins) == (0, 0, 0)


def test_a_call_without_an_answer_is_counted_and_named() -> None:
    phone, _ = run([say()], bot(GREETING))
    result = summary("browser_audio", 1, [phone])
    assert (result.unanswered, len(result.failed), result.response_ms) == (1, 1, None)


@pytest.mark.parametrize(("late_s", "doubtful"), [(0.001, False), (0.05, True)])
def test_a_late_clock_is_told(late_s: float, doubtful: bool) -> None:
    phone, _ = run([say()], bot(GREETING))
    phone.recording.lateness_s = [late_s] * 100
    assert summary("browser_audio", 1, [phone]).doubtful is doubtful
