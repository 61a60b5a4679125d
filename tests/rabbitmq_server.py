"""A RabbitMQ for the tests: TEST_RABBITMQ_URL, else the one that listens here, else one of our own.

Our own is Debian's rabbitmq-server with folders of its own, on free ports of 127.0.0.1.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aio_pika import Message, connect
from aio_pika.exceptions import AMQPError

from tests.servers import free_port
from tests.tls import Certificate

URL = "amqp://guest:guest@127.0.0.1:5672/"
PROGRAM = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
START_S = 60.0
PURE = "+P 65536 +t 1048576"  # the limits that Erlang begins with, not a million processes


@contextmanager
def server() -> Iterator[str | None]:
    """Its AMQP URI; None if there is no RabbitMQ at all."""
    url = os.environ.get("TEST_RABBITMQ_URL", URL)
    if answers(url):
        yield url
    elif PROGRAM.exists():
        with _own(f"listeners.tcp.1 = 127.0.0.1:{(port := free_port())}"):
            yield wait_for(f"amqp://guest:guest@127.0.0.1:{port}/")
    else:
        yield None


@contextmanager
def with_tls(files: Certificate) -> Iterator[int | None]:
    """The port at which one of our own takes TLS; None without the program."""
    if not PROGRAM.exists():
        yield None
        return
    authority, certificate, key = files
    options = [
        "listeners.tcp = none",
        f"listeners.ssl.1 = 127.0.0.1:{(port := free_port())}",
        f"ssl_options.cacertfile = {authority}",
        f"ssl_options.certfile = {certificate}",
        f"ssl_options.keyfile = {key}",
        "ssl_options.fail_if_no_peer_cert = false",
    ]
    with _own(*options):
        wait_for(f"amqps://guest:guest@127.0.0.1:{port}/?no_verify_ssl=1")
        yield port


def wait_for(url: str) -> str:
    deadline = time.monotonic() + START_S
    while not answers(url):
        assert time.monotonic() < deadline, f"{PROGRAM} does not answer"
        time.sleep(0.2)
    return url


def answers(url: str) -> bool:
    try:
        asyncio.run(_with_channel(url, _nothing))
    except (AMQPError, OSError, asyncio.TimeoutError):
        return False
    return True


def waiting(url: str, queue: str) -> list[bytes]:
    """What lies in the queue, which keeps it."""

    async def look(channel: Any) -> list[bytes]:
        found, declared = [], await channel.declare_queue(queue, durable=True)
        while message := await declared.get(fail=False):
            found.append(message.body)
        return found  # unacknowledged: they go back when the channel closes

    return list(asyncio.run(_with_channel(url, look)))


def put(url: str, queue: str, body: bytes) -> None:
    async def publish(channel: Any) -> None:
        await channel.default_exchange.publish(Message(body), queue)

    asyncio.run(_with_channel(url, publish))


def delete(url: str, *queues: str) -> None:
    async def remove(channel: Any) -> None:
        for queue in queues:
            await channel.queue_delete(queue)

    asyncio.run(_with_channel(url, remove))


async def _nothing(channel: Any) -> None:
    return None


async def _with_channel(url: str, act: Any) -> Any:
    async with await connect(url, timeout=5) as connection:
        return await act(await connection.channel())


@contextmanager
def _own(*options: str) -> Iterator[None]:
    with tempfile.TemporaryDirectory(prefix="voicedesk-rabbitmq-") as folder:
        (Path(folder) / "rabbitmq.conf").write_text("\n".join(options) + "\n")
        environment = {
            **os.environ,
            "HOME": folder,
            "RABBITMQ_NODENAME": f"voicedesk-{free_port()}@localhost",
            "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_CONFIG_FILE": f"{folder}/rabbitmq",
            "RABBITMQ_MNESIA_BASE": folder,
            "RABBITMQ_LOG_BASE": folder,
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{folder}/plugins",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": PURE,
            "ERL_EPMD_ADDRESS": "127.0.0.1",
        }
        process = subprocess.Popen(
            [PROGRAM], env=environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


if __name__ == "__main__":  # asked by tools/setup.sh: does one have to be installed?
    sys.exit(not (PROGRAM.exists() or answers(os.environ.get("TEST_RABBITMQ_URL", URL))))
