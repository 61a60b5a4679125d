"""Runs the Procfile's processes under honcho until one ends or a signal comes.

    python -m tools.line.supervisor [--screen]

What they print goes to var/log/NAME.log, with --screen to the screen as well. Ctrl-C or SIGTERM
stops Rasa first: it ends the calls in progress, and for that the other processes must still serve.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import shlex
import signal
import sys
from collections import defaultdict
from io import FileIO
from pathlib import Path

import honcho.manager
from honcho.environ import parse_procfile
from honcho.printer import Message, Printer
from honcho.process import Process

LOGS = Path(os.environ.get("VOICEDESK_LOGS", "var/log"))
STOP_S = 30  # honcho's own limit of 5 s would kill Rasa while it ends calls
FRONT = "rasa"
SHOWN = 15  # lines of the log of a process that ended by itself
WITH_ME = ("setpriv", "--pdeathsig", "TERM")  # ends a child when its parent is killed
AT_ONCE = ("setpriv", "--pdeathsig", "KILL")  # the same, where nobody is left to see that it ends
PR_SET_PDEATHSIG = 1  # prctl(2)
QUIET = {  # what libraries tell their own developers
    "PYTHONUNBUFFERED": "1",
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}


class Own:
    """Tells a process' own lines from the warnings that libraries address to each other."""

    def __init__(self) -> None:
        self._warned = False  # the line before was one, or followed on it

    def __call__(self, line: str) -> bool:
        """Of the next line."""
        follows = self._warned and line.startswith(("  ", "Implementing implicit"))
        self._warned = follows or "DeprecationWarning: " in line
        return not self._warned


class Logs(Printer):  # type: ignore[misc]
    """Writes each process' lines to its own file; what a full disk does not take is lost."""

    def __init__(self, folder: Path, screen: bool):
        super().__init__(sys.stdout)
        self.folder, self.screen = folder, screen
        self.files: dict[str, FileIO] = {}
        self.failing: set[str] = set()
        self.own: defaultdict[str, Own] = defaultdict(Own)
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, message: Message) -> None:
        data = message.data.encode() if isinstance(message.data, str) else message.data
        try:
            self._file(message.name).write(data.rstrip(b"\n") + b"\n")
            self.failing.discard(message.name)
        except OSError as error:
            self._tell(message.name, error)
        if self.screen and self.own[message.name](data.decode("utf-8", "replace")):
            super().write(message)

    def _file(self, name: str) -> FileIO:
        """Without a buffer, which would keep what could not be written and fail again."""
        if name not in self.files:
            self.files[name] = (self.folder / f"{name}.log").open("wb", buffering=0)
        return self.files[name]

    def _tell(self, name: str, error: OSError) -> None:
        """Once, until lines are written again."""
        if name not in self.failing:
            print(f"{name}'s log loses lines: {error.strerror}", file=sys.stderr, flush=True)
        self.failing.add(name)


class Runner(Process):  # type: ignore[misc]
    """honcho's own process between the supervisor and a command; it ignores every other end."""

    def run(self, *args: object) -> None:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        super().run(*args)


class Switchboard(honcho.manager.Manager):  # type: ignore[misc]
    """A manager that stops Rasa before the processes that Rasa needs."""

    def __init__(self, printer: Printer):
        super().__init__(printer)
        self._process_ctor = Runner
        self.ending = self.too_early = False
        self.ended_by_itself: list[str] = []

    def terminate(self) -> None:
        """Called at a signal, and again by honcho when the first process has stopped."""
        self.too_early = not super()._all_started()
        if self.too_early:  # honcho could not name them all
            return
        stopped = [name for name, process in self._processes.items() if "returncode" in process]
        if not self.ending:
            self.ended_by_itself = stopped
        if self.ending or stopped:
            super().terminate()
        else:
            self._procmgr.terminate(self._processes[FRONT]["pid"])
        self.ending = True

    def _all_started(self) -> bool:
        """Asked all the time by honcho; once it is true, a signal that came before is obeyed."""
        started = bool(super()._all_started())
        if started and self.too_early:
            self.terminate()
        return started


def last_lines(name: str) -> list[str]:
    """Of its log."""
    try:
        lines = (LOGS / f"{name}.log").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        return [f"cannot be read: {error.strerror}"]
    own = Own()
    return [line for line in lines if own(line)][-SHOWN:]


def with_supervisor(command: str) -> str:
    """The shell's command, ending when the supervisor is killed."""
    return f"exec {shlex.join([*AT_ONCE, 'sh', '-c', command])}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--screen", action="store_true", help="show the logs as well")
    screen = parser.parse_args().screen
    honcho.manager.KILL_WAIT = STOP_S
    switchboard = Switchboard(Logs(LOGS, screen))
    environment = {**QUIET, **os.environ}
    for name, command in parse_procfile(Path("Procfile").read_text()).processes.items():
        switchboard.add_process(name, with_supervisor(command), env=environment)
    switchboard.loop()
    for name in switchboard.ended_by_itself:
        print(f"{name} has ended. Its log, {LOGS / name}.log, ends with:", file=sys.stderr)
        print("\n".join(f"    {line}" for line in last_lines(name)), file=sys.stderr)
    return 1 if switchboard.ended_by_itself else 0


if __name__ == "__main__":
    sys.exit(main())
