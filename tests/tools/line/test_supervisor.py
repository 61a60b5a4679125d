from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from honcho.printer import Message

from tools.line.supervisor import Logs

WARNING = ["/lib/a.py:1: DeprecationWarning: old", "  import a"]
TRACEBACK = ["Traceback:", "  File a.py", "ValueError: 1"]


def write(logs: Logs, lines: list[str], name: str = "rasa") -> None:
    for line in lines:
        logs.write(Message("line", f"{line}\n".encode(), datetime.now(), name, None))


def test_each_process_has_its_own_log(tmp_path: Path) -> None:
    logs = Logs(tmp_path, screen=False)
    write(logs, ["a", "b"], "rasa")
    write(logs, ["c"], "speech")
    written = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert written == {"rasa.log": "a\nb\n", "speech.log": "c\n"}


def test_the_screen_spares_its_reader_the_warnings_between_libraries(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [*TRACEBACK, *WARNING, "ready", *TRACEBACK]
    write(Logs(tmp_path, screen=True), lines)
    shown = [line.partition("| ")[2] for line in capsys.readouterr().out.splitlines()]
    assert shown == [*TRACEBACK, "ready", *TRACEBACK]
    assert (tmp_path / "rasa.log").read_text().splitlines() == lines
