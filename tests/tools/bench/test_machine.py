from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tools.bench.machine import busy_s, description, forget_peaks_under, spent_under

PYTHON = (sys.executable, "-c")
PARENT = (*PYTHON, "import subprocess, sys; subprocess.run(sys.argv[1:])")
SPEECH = (*PYTHON, "import subprocess, sys; subprocess.run(sys.argv[2:])", "-m speech")
WORK = (
    *PYTHON,
    "import sys; sum(list(range(3_000_000))); print('done', flush=True); sys.stdin.read()",
)


@contextmanager
def working(*command: str) -> Iterator[int]:
    """The number of a process below which another has done its work and waits."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as parent:  # type: ignore[call-overload]
        parent.stdout.readline()
        yield parent.pid
        parent.stdin.close()


def test_the_machine_is_described() -> None:
    assert "unknown" not in description().values()


@pytest.mark.parametrize(
    "command", [(*PARENT, *WORK, "-m speech"), (*PARENT, *SPEECH, *WORK)], ids=["own", "child's"]
)
def test_what_a_named_process_spends_is_found_below_its_parent(command: list[str]) -> None:
    with working(*command) as pid:
        assert spent_under(pid)["speech"].cpu_s > 0


def test_a_peak_can_be_forgotten() -> None:
    with working(*PARENT, *WORK, "-m speech") as pid:
        before = spent_under(pid)["speech"].peak_mb
        forget_peaks_under(pid)
        assert 1 < spent_under(pid)["speech"].peak_mb < before


def test_work_makes_the_machine_busy() -> None:
    before = busy_s()
    while busy_s() == before:
        sum(range(100_000))
