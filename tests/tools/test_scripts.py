"""The shell scripts' parts: steps that are done once, calm output, finding a Python."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

TOOLS = Path("tools").resolve()


def bash(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a script in `folder`, with the functions of once.sh."""
    text = f"set -euo pipefail; . {TOOLS}/once.sh; cd {folder}; {script}"
    command = ["bash", "-c", text, "test.sh"]
    env = {**os.environ, **environment}
    return subprocess.run(command, env=env, capture_output=True, text=True)


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


def test_without_root_the_missing_packages_are_named() -> None:
    script = f"{SETUP} id() {{ echo 1000; }}; command() {{ false; }}; install_packages flite sox"
    found = bash(script, TOOLS)
    assert found.returncode == 1
    assert "apt-get install flite sox" in found.stderr
