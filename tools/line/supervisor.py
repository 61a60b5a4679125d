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
from pathlib import Path
from typing import TextIO

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


class Logs(Printer):  # type: ignore[misc]
    """Writes each process' lines to its own file."""

    def __init__(self, folder: Path, screen: bool):
        super().__init__(sys.stdout)
        self.folder, self.screen = folder, screen
        self.files: dict[str, TextIO] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, message: Message) -> None:
        if message.name not in self.files:
            path = self.folder / f"{message.name}.log"
            self.files[message.name] = path.open("w", buffering=1, encoding="utf-8")
        data = message.data
        text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
        self.files[message.name].write(text.rstrip("\n") + "\n")
        if self.screen:
            super().write(message)


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
    """Without the warnings that libraries address to each other."""
    lines = (LOGS / f"{name}.log").read_text(encoding="utf-8").splitlines()
    own = [line for line in lines if "DeprecationWarning" not in line and line[:2] != "  "]
    return own[-SHOWN:]


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
