from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.caller.lines import tone
from tools.caller.script import CallError, Keys, Say, parse_step
from tools.caller.sound import SoundError, silence, write_wav


@pytest.fixture
def wav(tmp_path: Path) -> Path:
    path = tmp_path / "a@home.wav"
    write_wav(path, 16_000, tone(0.5), tone(0.5))
    return path


@pytest.mark.parametrize(("suffix", "after_s"), [("", None), ("@0.8", 0.8), ("@2", 2.0)])
def test_a_recording_is_spoken_into_the_answer_when_a_time_follows(
    wav: Path, suffix: str, after_s: float | None
) -> None:
    step = parse_step(f"{wav}{suffix}")
    assert isinstance(step, Say)
    assert (step.speech.name, step.after_s) == ("a@home.wav", after_s)


def test_keys_are_named_as_such() -> None:
    assert parse_step("keys:1234#") == Keys("1234#")


@pytest.mark.parametrize("text", ["keys:", "keys:12a", "keys:12 34", "keys:+1"])
def test_keys_that_no_telephone_has_are_refused(text: str) -> None:
    with pytest.raises(CallError, match="allowed: 0-9, "):
        parse_step(text)


def test_a_missing_recording_is_named() -> None:
    with pytest.raises(SoundError, match=r"nowhere\.wav"):
        parse_step("nowhere.wav")


def test_a_recording_without_a_voice_is_named(tmp_path: Path) -> None:
    path = tmp_path / "silence.wav"
    write_wav(path, 16_000, silence(16_000), silence(16_000))
    with pytest.raises(SoundError, match=f"{path}: no voice"):
        parse_step(str(path))
