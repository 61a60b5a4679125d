"""The shell scripts' parts: steps done once and alone, calm output, finding a Python."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from pathlib import Path

import pytest

TOOLS = Path("tools").resolve()


def command(script: str, folder: Path) -> list[str]:
    """A script in `folder`, with the functions of once.sh."""
    return ["bash", "-c", f"set -euo pipefail; . {TOOLS}/once.sh; cd {folder}; {script}", "test.sh"]


def bash(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, **environment}
    return subprocess.run(command(script, folder), env=env, capture_output=True, text=True)


def started(script: str, folder: Path) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command(script, folder), stdin=pipe, stdout=pipe, stderr=pipe, text=True
    )


@pytest.fixture
def step(tmp_path: Path) -> Path:
    (tmp_path / "source").write_text("1")
    return tmp_path


STEP = "work() { echo done; }; once out/.stamp source -- work"


def test_a_step_is_done_once(step: Path) -> None:
    assert [bash(STEP, step).stdout for _ in range(3)] == ["done\n", "", ""]


def test_a_step_is_done_again_when_its_source_has_changed(step: Path) -> None:
    bash(STEP, step)
    (step / "source").write_text("2")
    assert bash(STEP, step).stdout == "done\n"


@pytest.mark.parametrize("end", ["false", "kill -9 $$"])
def test_a_step_that_failed_or_was_interrupted_is_done_again(step: Path, end: str) -> None:
    assert bash(f"work() {{ {end}; }}; once out/.stamp source -- work", step).returncode != 0
    assert bash(STEP, step).stdout == "done\n"


def test_a_step_is_done_again_when_what_it_made_is_gone(step: Path) -> None:
    bash(STEP, step)
    (step / "out/.stamp").unlink()
    assert bash(STEP, step).stdout == "done\n"


def test_two_set_ups_of_one_folder_come_one_after_the_other(tmp_path: Path) -> None:
    work = "work() { echo begun; read || true; echo done >>log; }; alone work"
    with started(work, tmp_path) as first:
        assert first.stdout is not None and first.stdout.readline() == "begun\n"
        with started("alone cat log", tmp_path) as second:
            assert second.stderr is not None
            assert f"until tools/test.sh, process {first.pid}, has fin" in second.stderr.readline()
            first.communicate()
            assert second.communicate()[0] == "done\n"


@pytest.mark.parametrize("end", ["true", "false", "kill -9 $$", "sleep 60 >&- 2>&- & echo $!"])
def test_nothing_keeps_the_lock_of_a_set_up_that_is_over(tmp_path: Path, end: str) -> None:
    left = bash(f"work() {{ {end}; }}; alone work", tmp_path).stdout
    again = bash("alone echo again", tmp_path)
    assert (again.stdout, again.stderr) == ("again\n", "")
    for pid in left.split():
        os.kill(int(pid), signal.SIGKILL)


def test_warnings_between_libraries_are_left_out(tmp_path: Path) -> None:
    lines = [
        "/x/site-packages/a.py:1: DeprecationWarning: old",
        "  import a",
        "2026-01-01 INFO trained",
        "\x1b[91mError: bad",
        "  more of it",
    ]
    (tmp_path / "log").write_text("\n".join(lines))
    assert bash("calm < log", tmp_path).stdout.splitlines() == lines[2:]


def test_progress_bars_are_left_out_but_not_what_follows_them(tmp_path: Path) -> None:
    bars = "\rRules:  0%|  | 0/9 [00:00<?, ?it/s]\rRules: 99%|##| 8/9 [00:01, 3.5it/s, # rules=1]"
    (tmp_path / "log").write_bytes(f"{bars}\n\n{bars}2026-01-01 ERROR [x]\n".encode())
    assert bash("calm < log", tmp_path).stdout == "\n2026-01-01 ERROR [x]\n"


def test_a_failing_command_fails_through_calm(tmp_path: Path) -> None:
    assert bash("false | calm", tmp_path).returncode == 1


SETUP = f". {TOOLS}/setup.sh; UV=false;"


def test_a_pyenv_shim_that_refuses_to_run_is_passed_over(tmp_path: Path) -> None:
    shims, version = tmp_path / "shims", tmp_path / "pyenv/versions/3.10.13/bin"
    for folder, text in ((shims, "exit 127"), (version, "exit 0")):
        folder.mkdir(parents=True)
        python = folder / ("python3.10" if folder == shims else "python")
        python.write_text(f"#!/bin/sh\n{text}\n")
        python.chmod(0o755)
    path = f"{shims}:{os.environ['PATH']}"
    found = bash(f"{SETUP} find_python", tmp_path, PATH=path, PYENV_ROOT=str(tmp_path / "pyenv"))
    assert found.stdout == f"{version}/python\n"


def test_without_any_python_the_remedy_is_named(tmp_path: Path) -> None:
    script = f"{SETUP} is_python_3_10() {{ false; }}; find_python"
    found = bash(script, tmp_path)
    assert found.returncode == 1
    assert "make PYTHON=" in found.stderr


def test_a_python_that_was_named_and_does_not_fit_is_refused(tmp_path: Path) -> None:
    found = bash(f"{SETUP} find_python", tmp_path, PYTHON="/bin/false")
    assert found.returncode == 1
    assert "PYTHON=/bin/false is no Python 3.10" in found.stderr


def test_no_script_is_started_that_knows_where_its_environment_lay() -> None:
    """Those that pip makes begin with its path, and are dead once the folder has been moved."""
    ours = [Path("Procfile"), *TOOLS.glob("*.sh")]
    started = re.findall(r"\.venv[-\w]*/bin/(\S+)", "\n".join(map(Path.read_text, ours)))
    assert set(started) == {"python"}


def test_without_root_the_missing_packages_are_named() -> None:
    script = f"{SETUP} id() {{ echo 1000; }}; command() {{ false; }}; install_packages flite sox"
    found = bash(script, TOOLS)
    assert found.returncode == 1
    assert "apt-get install flite sox" in found.stderr
