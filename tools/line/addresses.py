"""Where the line's processes listen: read from endpoints.yml and credentials.yml, and RASA_PORT.

Nothing else holds an address, so that one is changed in one place.
"""

from __future__ import annotations

import errno
import os
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from channels.engines import coqui

SPEECH = ("channels.browser_audio.BrowserAudioInput", "tts", "url")
ACTIONS = ("action_endpoint", "url")
HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # where all interfaces are called from this machine
TCP = socket.SOCK_STREAM


class LineError(Exception):
    """The line cannot be opened; says why and what to do."""


@dataclass(frozen=True)
class Address:
    """One process: where it listens, and where that is said."""

    process: str
    host: str
    port: int
    remedy: str

    @property
    def place(self) -> str:
        """As it is written in a URL."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.place}"

    def obstacle(self) -> str:
        """Why a process could not listen there, and what to do; empty if it could."""
        try:
            family, kind, _, _, at = socket.getaddrinfo(self.host, self.port, type=TCP)[0]
            with socket.socket(family, kind) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(at)
        except (OSError, UnicodeError) as error:
            return f"{self.place}, wanted by {self.process}: {_reason(error)}, or {self.remedy}"
        return ""


def _reason(error: Exception) -> str:
    if getattr(error, "errno", None) == errno.EADDRINUSE:
        return "in use; end what listens there"
    return f"{getattr(error, 'strerror', error)}; name an address of this machine"


@dataclass(frozen=True)
class Addresses:
    """The three processes, in the order in which they become ready."""

    speech: Address
    actions: Address
    rasa: Address

    @property
    def all(self) -> tuple[Address, Address, Address]:
        return self.speech, self.actions, self.rasa

    @property
    def page(self) -> str:
        """The softphone."""
        return f"{self.rasa.url}/webhooks/browser_audio/"

    @property
    def websocket(self) -> str:
        return self.page.replace("http", "ws", 1) + "websocket"

    def check_free(self) -> None:
        """Raises LineError if a process could not listen at one of them."""
        obstacles = [obstacle for address in self.all if (obstacle := address.obstacle())]
        if obstacles:
            raise LineError("\n  ".join(["the line cannot listen there:", *obstacles]))


def read_addresses(environment: Mapping[str, str] = os.environ) -> Addresses:
    """Raises LineError for a missing or wrong value."""
    endpoints = environment.get("ENDPOINTS", "endpoints.yml")
    credentials = environment.get("CREDENTIALS", "credentials.yml")
    host = environment.get("RASA_INTERFACE", "127.0.0.1")
    port = _port(environment.get("RASA_PORT", "5005"))
    return Addresses(
        speech=_address("speech", credentials, SPEECH, environment, coqui.Options.url),
        actions=_address("actions", endpoints, ACTIONS, environment),
        rasa=Address(
            "rasa",
            HERE.get(host, host),
            port,
            "choose another with RASA_INTERFACE=... RASA_PORT=...",
        ),
    )


def _port(given: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", given) or not 0 < int(given) < 65536:
        raise LineError(f"RASA_PORT is {given!r}; allowed: a port number, 1 to 65535")
    return int(given)


def _address(
    process: str,
    file: str,
    path: tuple[str, ...],
    environment: Mapping[str, str],
    default: str = "",
) -> Address:
    tree, key = read_yaml(Path(file)), ".".join(path)
    if not isinstance(tree, dict) or path[0] not in tree:
        raise LineError(f"{file} has no section {path[0]!r}, in which {key} tells the address")
    value = _expanded(_value(tree, path) or default, environment)
    try:
        parts = urlsplit(value)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or not port:
        raise LineError(f"{file}: {key} is {value!r}; allowed: http://HOST:PORT")
    keys = f"{key} and event_broker.url" if path == ACTIONS else key  # one server, two keys
    return Address(process, host, port, f"change {keys} in {file}")


def _expanded(value: str, environment: Mapping[str, str]) -> str:
    """`${NAME}` replaced, as the processes themselves do it."""
    return re.sub(r"\$\{(\w+)\}", lambda found: environment.get(found[1], found[0]), value)


def read_yaml(file: Path) -> Any:
    """Raises LineError if it cannot be read."""
    try:
        return yaml.safe_load(file.read_text())
    except (OSError, yaml.YAMLError) as error:
        raise LineError(f"{file} cannot be read: {error}") from error


def _value(tree: Any, path: tuple[str, ...]) -> str:
    """Empty if it is left out."""
    for name in path:
        tree = tree.get(name) if isinstance(tree, dict) else None
    return "" if tree is None else str(tree)
