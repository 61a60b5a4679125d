"""The action server as a process, and how tests ask it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

START_S = 60.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def ask(port: int, path: str, body: Any = None) -> tuple[int, Any]:
    data = None if body is None else json.dumps(body).encode()
    try:
        with urlopen(Request(f"http://127.0.0.1:{port}{path}", data), timeout=20) as answer:
            return answer.status, json.load(answer)
    except HTTPError as error:
        return error.code, json.load(error)
    except (URLError, ConnectionError):
        return 0, None


@contextmanager
def server(folder: Path, database_url: str, *options: str) -> Iterator[tuple[int, Any]]:
    """Its port and process, from the moment that it answers at all; its log is in `folder`."""
    port = free_port()
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "actions", "--port", str(port), *options],
            env={**os.environ, "DATABASE_URL": database_url},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        await_health(port, lambda status: status != 0)
        yield port, process
    finally:
        process.kill()
        process.wait()


def await_health(port: int, good: Any) -> Any:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        status, body = ask(port, "/health")
        if good(status):
            return body
        time.sleep(0.1)
    raise AssertionError(f"not healthy in {START_S} s: {body}")
