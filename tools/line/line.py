"""The line as a context: open inside, closed and nothing left running outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from tools.line.addresses import Addresses, read_addresses, read_yaml
from tools.line.health import ask, wait_until_free, wait_until_ready
from tools.line.model import describe_open_line
from tools.line.rasa_types import check_types
from tools.line.supervisor import STOP_S, WITH_ME

CLOSE_S = STOP_S + 5


class Line:
    """Starts the processes, unless `use_open` and they already answer; stops what it started.

    On entry raises LineError, with everything stopped again, if the line does not open.
    """

    def __init__(
        self,
        environment: Mapping[str, str] = os.environ,
        *,
        screen: bool = False,
        use_open: bool = False,
        tell: Callable[[str], None] = print,
    ):
        self.environment, self.screen, self.use_open, self.tell = (
            environment,
            screen,
            use_open,
            tell,
        )
        self.addresses: Addresses = read_addresses(environment)
        endpoints = environment.get("ENDPOINTS", "endpoints.yml")
        check_types(read_yaml(Path(endpoints)), endpoints)
        self.ready_s: dict[str, float] = {}
        self.supervisor: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Line:
        if self.use_open and all(ask(address).ready for address in self.addresses.all):
            self.tell(describe_open_line(ask(self.addresses.rasa)))
            return self
        self.addresses.check_free()
        self.tell("Opening the line:")
        # its own session, so that Ctrl-C reaches it only through __exit__, after the calls
        self.supervisor = subprocess.Popen(
            [*WITH_ME, sys.executable, "-m", "tools.line.supervisor", *["--screen"] * self.screen],
            env=dict(self.environment),
            start_new_session=True,
        )
        try:
            self.ready_s = wait_until_ready(self.addresses.all, self.alive, self.tell)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """Of the supervisor, from which all processes descend; 0 for a line that was open."""
        return self.supervisor.pid if self.supervisor else 0

    def alive(self) -> bool:
        return self.supervisor is not None and self.supervisor.poll() is None

    def wait(self) -> int:
        """Until a process ends by itself; its exit status."""
        return self.supervisor.wait() if self.supervisor else 0

    def close(self) -> None:
        """Ends calls in progress and every process; the second signal no longer waits for calls.

        The third ends a supervisor that obeys no more, and with it at once all that it started.
        Raises LineError if something still listens then.
        """
        if self.alive():
            self.tell("Closing the line; calls in progress take leave first.")
        for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGKILL):
            if self.supervisor and self.alive():
                self.supervisor.send_signal(number)
                with suppress(subprocess.TimeoutExpired):
                    self.supervisor.wait(CLOSE_S)
        if self.supervisor:
            wait_until_free(self.addresses)
