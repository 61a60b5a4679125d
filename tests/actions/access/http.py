"""Questions to a server that listens here, as plain as they can be asked."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from typing import Any

TIMEOUT_S = 60


@dataclass(frozen=True)
class Reply:
    """Names of headers are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(
    port: int, path: str, token: str = "", method: str = "GET", body: Any = None, **headers: str
) -> Reply:
    """A body that is not bytes is sent as JSON."""
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if body is not None:
        headers.setdefault("Content-Type", "application/json")
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
    try:
        connection.request(method, path, data, headers)
        return _reply(connection.getresponse())
    finally:
        connection.close()


def send(port: int, data: bytes) -> Reply:
    """These bytes, whatever they are."""
    with socket.create_connection(("127.0.0.1", port), TIMEOUT_S) as connection:
        connection.sendall(data)
        response = HTTPResponse(connection)
        response.begin()
        return _reply(response)


def _reply(response: HTTPResponse) -> Reply:
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Reply(response.status, headers, response.read())
