from __future__ import annotations

import pytest

from tests.tools.caller.lines import bot, run, say, utterance
from tools.call import main, numbers
from tools.caller.measure import measure


def test_what_the_caller_noticed_is_said_turn_by_turn() -> None:
    phone, _ = run([say()], bot((0.2, utterance("hello", 0.5)), (2.3, utterance("answer", 0.3))))
    (turn,) = measure(phone.recording)
    assert numbers(turn) == f"a.wav: answer after {turn.response_ms:.0f} ms"


def test_silence_is_said_too() -> None:
    phone, _ = run([say()], bot((0.2, utterance("hello", 0.5))))
    assert numbers(measure(phone.recording)[0]) == "a.wav: no answer"


def test_a_missing_recording_is_named_before_anything_starts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["call", "nowhere.wav"])
    assert main() == 1
    assert "nowhere.wav" in capsys.readouterr().err
