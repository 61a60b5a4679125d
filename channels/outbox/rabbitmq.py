"""Events by RabbitMQ: each batch a message, encrypted, kept on the broker's disk until it is taken.

The address is an AMQP URI, with TLS files in its query (https://www.rabbitmq.com/docs/uri-spec,
uri-query-parameters): amqps://user:password@host/vhost?cafile=FILE. The queue is read by
actions/transcripts/rabbitmq.py.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit

from aio_pika import DeliveryMode, Message, connect
from aio_pika.abc import AbstractConnection
from aio_pika.exceptions import AMQPError
from cryptography.fernet import Fernet

from channels.outbox.carriers import Body, Undelivered


def is_rabbitmq(url: str) -> bool:
    """Whether it is an AMQP URI."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("amqp", "amqps") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # no port
        return False


class RabbitCarrier:
    """Publishes, and returns when the broker has confirmed it: then the message is on its disk."""

    def __init__(self, url: str, queue: str, cipher: Fernet, timeout_s: float):
        self.destination = f"the queue {queue} of RabbitMQ"
        self._url, self._queue = url, queue
        self._cipher = cipher
        self._timeout_s = timeout_s

    def bring(self, body: Body) -> set[str]:
        """See `Carrier`; what can never be recorded is found out later, at the other end."""
        sealed = self._cipher.encrypt(json.dumps(body).encode())
        try:
            asyncio.run(asyncio.wait_for(self._publish(sealed), self._timeout_s))
        except (AMQPError, OSError, asyncio.TimeoutError) as error:
            raise Undelivered(f"not confirmed ({type(error).__name__})") from None
        return set()

    async def _publish(self, sealed: bytes) -> None:
        """By a connection of its own: one that is kept would need the loop for its heartbeats."""
        connection: AbstractConnection
        async with await connect(self._url, timeout=self._timeout_s) as connection:
            channel: Any = await connection.channel()
            await channel.declare_queue(self._queue, durable=True)
            message = Message(sealed, delivery_mode=DeliveryMode.PERSISTENT)
            await channel.default_exchange.publish(message, self._queue)
