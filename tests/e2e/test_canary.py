"""Personal details that are said in calls, and no disk that holds them.

The whole line runs at level DEBUG (conftest.py), and one of the calls is cut off by a crash. Then
every file that any process has written since the start is searched for what was said: as it was
said, as it was heard and as it is written.
"""

from __future__ import annotations

import asyncio
import mmap
import re
import signal
import subprocess
from pathlib import Path

import pytest

from tests.e2e.canary import CANARIES, steps
from tests.e2e.open_line import Heard, OpenLine
from tests.e2e.stores import written_out
from tools.caller.phone import place_calls
from tools.caller.script import Recorded, Situation, Step
from tools.caller.telephone import Telephone

LONG = 20
"""Characters: so much is not said in these words anywhere else."""
EVERYWHERE = ("find", "/", "-xdev", "-type", "f", "-size", "+0", "-newer")


class CutOff(Recorded):
    """Says what it has to say; then Rasa's process dies, as by a fault in a library."""

    def __init__(self, line: OpenLine, steps: list[Step]):
        super().__init__(steps)
        self._line = line

    def decide(self, now: Situation) -> Step | None:
        if self.done == len(self.steps) and now.answering_s is not None:
            self._line.processes.tell("rasa", signal.SIGSEGV)
            return None
        return super().decide(now)


@pytest.fixture(scope="module")
def both(line: OpenLine, calls: dict[str, Heard]) -> list[Heard]:
    """A call that has come to its end, and one that a crash ends."""
    assert "ended by: " in line.transcript(calls["canary"].recording.call_id)
    with line.processes.mended("rasa"):
        phone = Telephone(CutOff(line, steps()[:2]), noise_dbfs=-60)
        asyncio.run(place_calls(line.addresses.websocket, [phone]))
        line.processes.running["rasa"].wait()
    return [calls["canary"], Heard(phone.recording)]


def understood(call: Heard) -> list[bytes]:
    """What was recognized of the personal details, however: all sentences but the question."""
    return [text.encode() for text in call.understood[1:] if len(text) >= LONG]


def written(since: Path) -> list[Path]:
    """Every file on the disk that is newer."""
    found = subprocess.run([*EVERYWHERE, str(since)], capture_output=True, text=True)
    return [Path(line) for line in found.stdout.splitlines()]


def found(path: Path, patterns: list[re.Pattern[bytes]]) -> set[bytes]:
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return {match.group() for one in patterns for match in one.finditer(data)}
    except (OSError, ValueError):
        return set()  # gone, or emptied, in the meantime


def test_what_callers_said_was_heard(both: list[Heard]) -> None:
    whole, cut_off = map(understood, both)
    assert len(whole) >= 2
    assert cut_off


def test_nothing_of_it_is_on_any_disk(line: OpenLine, both: list[Heard], since: Path) -> None:
    as_heard = [re.compile(re.escape(text)) for call in both for text in understood(call)]
    needed = {"rasa.log", "actions.log", *written_out(line.processes.environment)}
    files = written(since)
    assert needed <= {path.name for path in files}
    leaks = {str(path): found(path, [CANARIES, *as_heard]) for path in files}
    assert {path: what for path, what in leaks.items() if what} == {}


def test_the_logs_are_those_of_a_line_at_level_debug(line: OpenLine, both: list[Heard]) -> None:
    log = (line.processes.logs / "rasa.log").read_text()
    assert " DEBUG " in log
    assert "processor.message.parse" in log
