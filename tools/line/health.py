"""Asks the line's processes whether they can serve, and says how far they are."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any

from prometheus_client.parser import text_string_to_metric_families

from tools.line.addresses import Address, Addresses, LineError

TIMEOUT_S = 180.0
ASK_EVERY_S = 0.25
ANSWER_S = 2.0
GONE_S = 5.0


@dataclass(frozen=True)
class Health:
    """A process' answer to GET /health; `ready` only with status 200."""

    ready: bool
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        if self.ready:
            return "ready"
        reason = self.body.get("reason")
        return ": ".join(filter(None, [str(self.body.get("status", "starting")), reason]))


def ask(address: Address) -> Health:
    """One question; a process that does not listen yet, or is none of ours, is starting."""
    try:
        status, data = _get(address, "/health")
    except (OSError, HTTPException):
        return Health(False)
    return Health(status == 200, _body(data))


def _get(address: Address, path: str) -> tuple[int, bytes]:
    """Status and body. Unlike urllib's, this connection obeys no proxy of the environment."""
    with closing(HTTPConnection(address.host, address.port, timeout=ANSWER_S)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()


def _body(data: bytes) -> dict[str, Any]:
    try:
        body = json.loads(data)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


class Watch:
    """Waits for processes and tells what changes; `ready_s` is how long each has taken."""

    def __init__(self, addresses: Sequence[Address], tell: Callable[[str], None]):
        self.addresses, self.tell = addresses, tell
        self.begun = time.monotonic()
        self.texts: dict[str, str] = {}
        self.ready_s: dict[str, float] = {}

    @property
    def waited_s(self) -> float:
        return time.monotonic() - self.begun

    @property
    def missing(self) -> list[Address]:
        return [address for address in self.addresses if address.process not in self.ready_s]

    def look(self) -> None:
        """Asks each process that is not ready."""
        for address in self.missing:
            health = ask(address)
            self._note(address.process, health)
            if health.ready:
                self.ready_s[address.process] = self.waited_s

    def _note(self, process: str, health: Health) -> None:
        silent = not health.ready and not health.body  # busy with its start: nothing has changed
        if self.texts.get(process) != health.text and not (silent and process in self.texts):
            self.texts[process] = health.text
            self.tell(f"  {self.waited_s:4.0f} s  {process:8} {health.text}")


def wait_until_ready(
    addresses: Sequence[Address],
    alive: Callable[[], bool],
    tell: Callable[[str], None] = print,
    timeout_s: float = TIMEOUT_S,
) -> dict[str, float]:
    """Seconds that each process took. Raises LineError if one does not come up."""
    watch = Watch(addresses, tell)
    while True:
        watch.look()
        if not watch.missing:
            return watch.ready_s
        if not alive():
            raise LineError("the line did not open: a process has ended, see above")
        if watch.waited_s > timeout_s:
            late = ", ".join(f"{a.process} ({watch.texts[a.process]})" for a in watch.missing)
            raise LineError(f"not ready after {timeout_s:.0f} s: {late}; see var/log/*.log")
        time.sleep(ASK_EVERY_S)


def wait_until_free(addresses: Addresses, timeout_s: float = GONE_S) -> None:
    """What was killed needs a moment. Raises LineError if something listens after all."""
    until = time.monotonic() + timeout_s
    while True:
        try:
            addresses.check_free()
        except LineError as error:
            if time.monotonic() > until:
                raise LineError(f"not everything has ended: {error}") from error
        else:
            return
        time.sleep(ASK_EVERY_S)


def metric(address: Address, name: str) -> float:
    """The sum of a metric of a process over its labels. Raises LineError if it cannot be read."""
    try:
        status, data = _get(address, "/metrics")
        if status != 200:
            raise ValueError(f"status {status}")
        families = list(text_string_to_metric_families(data.decode()))
    except (OSError, HTTPException, ValueError) as error:
        raise LineError(f"{address.url}/metrics cannot be read: {error!r}") from error
    samples = [sample for family in families for sample in family.samples]
    return sum(sample.value for sample in samples if sample.name == name)
