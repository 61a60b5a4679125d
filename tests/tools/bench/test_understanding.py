"""Cross-validation of the examples, with Rasa's part played by its report."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools.bench import understanding


@pytest.mark.parametrize(("f1", "status"), [(0.971, 0), (0.95, 0), (0.949, 1)])
def test_too_low_an_f1_fails(
    f1: float, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rasa(command: list[str], check: bool) -> None:
        assert check and command[command.index("--folds") + 1] == "3"
        out = Path(command[command.index("--out") + 1])
        report = {"affirm": {"f1-score": 0.2}, "weighted avg": {"f1-score": f1}}
        (out / "intent_report.json").write_text(json.dumps(report))

    monkeypatch.setattr(understanding, "OUT", tmp_path)
    monkeypatch.setattr(subprocess, "run", rasa)
    monkeypatch.setattr(sys, "argv", ["understanding", "--folds", "3"])
    assert understanding.main() == status
