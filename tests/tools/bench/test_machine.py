from __future__ import annotations

import subprocess
import sys

from tools.bench.machine import busy_s, description, spent_under

PARENT = "import subprocess, sys; subprocess.run(sys.argv[1:])"
WORK = "import sys; sum(range(3_000_000)); print('done', flush=True); sys.stdin.read()"


def test_the_machine_is_described() -> None:
    assert "unknown" not in description().values()


def test_what_a_named_process_spends_is_found_below_its_parent() -> None:
    command = [sys.executable, "-c", PARENT, sys.executable, "-c", WORK, "-m speech"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as parent:  # type: ignore[call-overload]
        parent.stdout.readline()
        spent = spent_under(parent.pid)["speech"]
        parent.stdin.close()
    assert spent.cpu_s > 0
    assert 1 < spent.peak_mb < 100


def test_work_makes_the_machine_busy() -> None:
    before = busy_s()
    while busy_s() == before:
        sum(range(100_000))
