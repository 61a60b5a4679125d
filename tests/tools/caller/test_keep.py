from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.caller.lines import bot, run, say, utterance
from tools.caller.keep import save
from tools.caller.sound import read_wav
from tools.caller.telephone import Recording


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "var/calls"


def test_a_call_is_kept_under_its_id(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    phone, _ = run([say()], bot((0.2, utterance("hello", 0.5)), (2.3, utterance("answer", 0.3))))
    save(phone.recording)
    assert "var/calls/c1.wav" in capsys.readouterr().out
    assert read_wav(folder / "c1.wav", 16_000).any()


def test_a_call_that_never_began_is_kept_too(folder: Path) -> None:
    save(Recording())
    assert len(read_wav(folder / "failed.wav", 16_000)) == 0
