"""Servers that tests start as processes: a free port, questions, and the wait for their health."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

from tools.line.private import free_ports

START_S = 180.0  # beside all other tests, on two cores
OPENER = build_opener(ProxyHandler({}))  # for what listens on this machine


def free_port() -> int:
    return free_ports(1)[0]


def ask(port: int, path: str, body: Any = None) -> tuple[int, Any]:
    """Status and answer; status 0 while nobody listens."""
    data = None if body is None else json.dumps(body).encode()
    try:
        with OPENER.open(Request(f"http://127.0.0.1:{port}{path}", data), timeout=20) as answer:
            return answer.status, json.load(answer)
    except HTTPError as error:
        return error.code, json.load(error)
    except (URLError, ConnectionError):
        return 0, None


def await_health(
    port: int,
    process: subprocess.Popen[Any],
    good: Callable[[int], bool] = lambda status: status == 200,
) -> Any:
    """What the process says of itself, as soon as the status is good."""
    deadline = time.monotonic() + START_S
    status, body = ask(port, "/health")
    while not good(status):
        assert process.poll() is None, f"ended with {process.returncode}"
        assert time.monotonic() < deadline, f"not healthy in {START_S} s: {body}"
        time.sleep(0.1)
        status, body = ask(port, "/health")
    return body
