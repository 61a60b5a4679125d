"""A Redis for the tests: TEST_REDIS_PORT, else the one that listens here, else one of our own.

Our own is Debian's redis-server with a folder of its own, on a free port of 127.0.0.1.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

import redis

from tests.servers import free_port
from tests.tls import Certificate

PORT = 6379
PROGRAM = "redis-server"
START_S = 10.0


@contextmanager
def server() -> Iterator[int | None]:
    """Its port; None if there is no Redis at all."""
    port = int(os.environ.get("TEST_REDIS_PORT", PORT))
    if answers(port):
        yield port
    elif shutil.which(PROGRAM):
        with _own() as port:
            yield port
    else:
        yield None


def answers(port: int) -> bool:
    try:
        return bool(redis.StrictRedis("127.0.0.1", port, socket_timeout=2).ping())
    except redis.RedisError:
        return False


@contextmanager
def with_tls(files: Certificate) -> Iterator[int | None]:
    """The port at which one of our own takes TLS; None without the program."""
    if not shutil.which(PROGRAM):
        yield None
        return
    port = free_port()
    names = dict(zip(("tls-ca-cert-file", "tls-cert-file", "tls-key-file"), files))
    options = {"tls-port": port, "tls-auth-clients": "no", **names}
    with _own(*(f"--{name} {value}" for name, value in options.items())):
        yield port


@contextmanager
def _own(*options: str) -> Iterator[int]:
    port = free_port()
    more = [word for option in options for word in option.split()]
    with tempfile.TemporaryDirectory(prefix="voicedesk-redis-") as folder:
        process = subprocess.Popen(
            [PROGRAM, "--port", str(port), "--bind", "127.0.0.1", "--dir", folder, *more],
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_S
        while not answers(port):
            assert time.monotonic() < deadline, f"{PROGRAM} does not answer"
            time.sleep(0.05)
        try:
            yield port
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":  # asked by tools/setup.sh: does one have to be installed?
    sys.exit(not (shutil.which(PROGRAM) or answers(int(os.environ.get("TEST_REDIS_PORT", PORT)))))
