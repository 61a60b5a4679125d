"""Rasa's event broker that hands all events to the action server, which records calls.

endpoints.yml:
    event_broker:
      type: channels.broker.ActionServerBroker
      url: http://127.0.0.1:5055/events   # the action server, or amqp(s)://...: RabbitMQ
      rabbitmq_queue: voicedesk-events    # there
      queue: var/events                   # folder for events that wait
      key_file: var/queue.key             # made if absent; VOICEDESK_QUEUE_KEY wins
      timeout_s: 30                       # for one batch of events
"""

from __future__ import annotations

import asyncio
import os
from asyncio import AbstractEventLoop
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from cryptography.fernet import Fernet
from rasa.core.brokers.broker import EventBroker
from rasa.utils.endpoints import EndpointConfig

from channels.errors import SettingError
from channels.locality import must_be_allowed
from channels.options import is_address, number, read, text
from channels.outbox.adoption import adopt
from channels.outbox.carriers import Carrier, HttpCarrier
from channels.outbox.delivery import Delivery
from channels.outbox.entry import Entry
from channels.outbox.held import HeldSlots
from channels.outbox.keys import cipher
from channels.outbox.outbox import Outbox
from channels.outbox.rabbitmq import RabbitCarrier, is_rabbitmq

_CLOSE_S = 3.0


@dataclass(frozen=True)
class BrokerSettings:
    """The section `event_broker` of endpoints.yml, without `type`."""

    url: str = text(
        "http://127.0.0.1:5055/events",
        "http://HOST:PORT/events or amqps://USER:PASSWORD@HOST/VHOST",
        lambda url: is_address(url) or is_rabbitmq(url),
        secret=True,
    )
    rabbitmq_queue: str = text("voicedesk-events", "the name of a queue")
    queue: str = text("var/events", "a folder")
    key_file: str = text("var/queue.key", "a file")
    timeout_s: float = number(30.0, low=1, high=600)


def _carrier(settings: BrokerSettings, key: Fernet) -> Carrier:
    if is_rabbitmq(settings.url):
        return RabbitCarrier(settings.url, settings.rabbitmq_queue, key, settings.timeout_s)
    return HttpCarrier(settings.url, settings.timeout_s)


class ActionServerBroker(EventBroker):  # type: ignore[misc]  # rasa has no types
    """Publishing writes to the queue on disk and returns; a thread delivers."""

    def __init__(self, outbox: Outbox, delivery: Delivery):
        self._outbox = outbox
        self._entry = Entry(outbox)
        self._delivery = delivery
        self._held = HeldSlots()
        delivery.start(self._entry.write)

    @classmethod
    async def from_endpoint_config(
        cls, broker_config: EndpointConfig, event_loop: AbstractEventLoop | None = None
    ) -> ActionServerBroker:
        """Rasa's way to make one; raises SettingError, which stops `rasa run`."""
        given = {"url": broker_config.url, **broker_config.kwargs}
        settings = read(BrokerSettings, "event_broker", given, file="endpoints.yml")
        must_be_allowed({"event_broker.url": settings.url}, "endpoints.yml")
        try:
            key = cipher(os.environ, Path(settings.key_file))
            outbox = Outbox(Path(settings.queue), key)
            adopt(outbox, Path(settings.queue), key)
        except OSError as error:
            name = "event_broker.queue and key_file"
            paths = (settings.queue, settings.key_file)
            allowed = f"paths that can be written ({error})"
            raise SettingError(name, paths, allowed, file="endpoints.yml") from None
        return cls(outbox, Delivery(outbox, _carrier(settings, key)))

    def publish(self, event: dict[str, Any]) -> None:
        """Keep the event, in well under a millisecond; never fails, as that would end the call.

        Called on Rasa's event loop, after each turn, once for each of its events.
        """
        held = self._held.after(event)
        self._entry.put({"id": uuid4().hex, "event": event, "held": held})
        self._delivery.wake()

    async def close(self) -> None:
        """Deliver what can be delivered at once; the rest waits on disk for the next start."""
        ended = await asyncio.to_thread(self._delivery.close, _CLOSE_S)
        self._entry.close()
        if ended:
            self._outbox.close()
