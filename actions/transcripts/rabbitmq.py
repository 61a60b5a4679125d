"""Events from RabbitMQ, where Rasa's process has put them (channels/outbox/rabbitmq.py).

One message at a time, and acknowledged when it is recorded: nothing is lost, nothing comes out of
order. Of several action servers one reads, and the others stand by. Messages are asked for, one by
one, and not pushed: nobody waits for them, and a connection that is gone is noticed at once.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aio_pika import DeliveryMode, Message, connect
from aio_pika.abc import AbstractIncomingMessage
from aio_pika.exceptions import AMQPError, ChannelInvalidStateError
from cryptography.fernet import Fernet, InvalidToken

from actions.errors import TranscriptsUnavailable
from actions.settings import Inbox
from actions.transcripts.envelope import Envelope

logger = logging.getLogger(__name__)

Record = Callable[[Sequence[Envelope]], Awaitable[list[str]]]

_LOOK_S, _RETRY_S = 0.2, 2.0
_LOCK = "-reader"
"""Behind the queue's name: a queue that only one connection can have (AMQP 0-9-1, exclusive)."""
_ASIDE = "-set-aside"
"""Behind the queue's name: that of what can never be recorded, still encrypted."""


class Reader:
    """Await `run` in the background; `trouble` says what is wrong, if anything."""

    def __init__(self, inbox: Inbox, cipher: Fernet, record: Record):
        self._inbox = inbox
        self._cipher = cipher
        self._record = record
        self._connected = False
        self._told = False
        self._closing = False

    def trouble(self) -> tuple[str, str] | None:
        """As `Recording.trouble`."""
        return None if self._connected else ("failing", "RabbitMQ gives no events")

    async def run(self) -> None:
        """Reads until `close`, through all that may happen to RabbitMQ and to the database."""
        while not self._closing:
            try:
                await self._read()
            except (AMQPError, OSError, ChannelInvalidStateError) as error:
                self._connected = False
                self._tell(f"RabbitMQ gives no events ({type(error).__name__}); trying again")
                await asyncio.sleep(_RETRY_S)

    def close(self) -> None:
        """Lets it end after the message that it is at: aio-pika may swallow a cancellation."""
        self._closing = True

    async def _read(self) -> None:
        async with await connect(self._inbox.url) as connection:
            channel: Any = await connection.channel()
            await channel.declare_queue(self._inbox.queue + _LOCK, exclusive=True)
            queue = await channel.declare_queue(self._inbox.queue, durable=True)
            aside = await channel.declare_queue(self._inbox.queue + _ASIDE, durable=True)
            self._connected, self._told = True, False
            while not self._closing:
                message = await queue.get(fail=False)
                if message is None:
                    await asyncio.sleep(_LOOK_S)
                    continue
                for spoilt in await self._take(message):
                    lasting = Message(spoilt, delivery_mode=DeliveryMode.PERSISTENT)
                    await channel.default_exchange.publish(lasting, aside.name)
                await message.ack()

    async def _take(self, message: AbstractIncomingMessage) -> list[bytes]:
        """Records it; what of it can never be, encrypted as it came."""
        try:
            body = json.loads(self._cipher.decrypt(message.body))
            envelopes = [Envelope.from_json(element) for element in body]
        except (InvalidToken, ValueError, TypeError):
            logger.error("A message of RabbitMQ is damaged, or of another key: set aside")
            return [message.body]
        refused = await self._recorded(envelopes)
        spoilt = [element for element in body if element["id"] in refused]
        return [self._cipher.encrypt(json.dumps(spoilt).encode())] if spoilt else []

    async def _recorded(self, envelopes: Sequence[Envelope]) -> list[str]:
        """However long that takes; meanwhile RabbitMQ keeps all that comes later."""
        while True:
            try:
                refused = await self._record(envelopes)
            except TranscriptsUnavailable as error:
                self._tell(f"Events must wait: {error}")
                await asyncio.sleep(_RETRY_S)
            else:
                self._told = False
                return refused

    def _tell(self, what: str) -> None:
        """Once for many tries."""
        if not self._told:
            logger.warning("%s", what)
        self._told = True
