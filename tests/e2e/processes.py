"""The Procfile's processes one by one, so that a test can kill one and start it again."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from honcho.environ import parse_procfile

from tools.line.addresses import read_addresses
from tools.line.health import wait_until_ready
from tools.line.supervisor import QUIET, STOP_S, WITH_ME


class Processes:
    """Starts all; `stop` ends them in the order in which they need each other."""

    def __init__(self, environment: dict[str, str]):
        self.environment = environment
        self.addresses = read_addresses(environment)
        self.commands = parse_procfile(Path("Procfile").read_text()).processes
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.logs = Path(environment["VOICEDESK_LOGS"])
        self.logs.mkdir(parents=True)

    def start(self, name: str) -> None:
        with (self.logs / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [*WITH_ME, "sh", "-c", self.commands[name]],
                env={**QUIET, **self.environment},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait(self) -> None:
        """Until all can serve. Raises LineError."""
        wait_until_ready(self.addresses.all, self.alive)

    def alive(self) -> bool:
        return all(process.poll() is None for process in self.running.values())

    def tell(self, name: str, number: signal.Signals) -> None:
        """Sends a signal, unless the process has ended."""
        if self.running[name].poll() is None:
            os.killpg(self.running[name].pid, number)

    def end(self, name: str, number: signal.Signals) -> None:
        self.tell(name, number)
        self.running[name].wait(STOP_S)

    @contextmanager
    def mended(self, name: str) -> Iterator[None]:
        """Whatever happens to it inside, it is well again afterwards."""
        try:
            yield
        finally:
            self.end(name, signal.SIGKILL)
            self.start(name)
            self.wait()

    @contextmanager
    def killed(self, name: str) -> Iterator[None]:
        """One of them is dead inside, and well again afterwards."""
        with self.mended(name):
            self.end(name, signal.SIGKILL)
            yield


@contextmanager
def all_processes(environment: dict[str, str]) -> Iterator[Processes]:
    processes = Processes(environment)
    try:
        for name in processes.commands:
            processes.start(name)
        processes.wait()
        yield processes
    finally:
        for name in ("rasa", "speech", "actions"):
            processes.end(name, signal.SIGTERM)
