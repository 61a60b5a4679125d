"""Where the line's processes listen: read from endpoints.yml and credentials.yml, and RASA_PORT.

Nothing else holds an address, so that one is changed in one place.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

SPEECH = ("channels.browser_audio.BrowserAudioInput", "tts", "url")
ACTIONS = ("action_endpoint", "url")


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
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def free(self) -> bool:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError:
                return False
        return True


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
        """Raises LineError if something listens at one of them."""
        taken = [address for address in self.all if not address.free()]
        if taken:
            lines = [
                f"  {a.host}:{a.port}, wanted by {a.process}: end what listens there, or {a.remedy}"
                for a in taken
            ]
            raise LineError("\n".join(["these ports are in use:", *lines]))


def read_addresses(environment: Mapping[str, str] = os.environ) -> Addresses:
    """Raises LineError for a missing or wrong value."""
    endpoints = environment.get("ENDPOINTS", "endpoints.yml")
    credentials = environment.get("CREDENTIALS", "credentials.yml")
    host, port = (
        environment.get("RASA_INTERFACE", "127.0.0.1"),
        environment.get("RASA_PORT", "5005"),
    )
    if not port.isdigit():
        raise LineError(f"RASA_PORT is {port!r}; allowed: a port number")
    local = "127.0.0.1" if host == "0.0.0.0" else host
    return Addresses(
        speech=_address("speech", credentials, SPEECH),
        actions=_address("actions", endpoints, ACTIONS),
        rasa=Address("rasa", local, int(port), "choose another port with RASA_PORT=..."),
    )


def _address(process: str, file: str, path: tuple[str, ...]) -> Address:
    value, key = _value(Path(file), path), ".".join(path)
    try:
        parts = urlsplit(value)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or not port:
        raise LineError(f"{file}: {key} is {value!r}; allowed: http://HOST:PORT")
    return Address(process, host, port, f"change {key} in {file}")


def read_yaml(file: Path) -> Any:
    """Raises LineError if it cannot be read."""
    try:
        return yaml.safe_load(file.read_text())
    except (OSError, yaml.YAMLError) as error:
        raise LineError(f"{file} cannot be read: {error}") from error


def _value(file: Path, path: tuple[str, ...]) -> str:
    found: Any = read_yaml(file)
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return str(found)
