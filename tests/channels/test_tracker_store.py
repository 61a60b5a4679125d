"""The tracker store as Rasa makes it from endpoints.yml, with Rasa's own trackers."""

from __future__ import annotations

import asyncio
import warnings
from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from channels.tracker_store import LiveCalls

ROOT = Path(__file__).parents[2]
DOMAIN = Domain.from_dict({"intents": ["inform", "session_end"], "slots": {"pin": {
    "type": "text", "mappings": [{"type": "custom"}]}}})  # fmt: skip


class Broker(EventBroker):  # type: ignore[misc]  # rasa has no types
    def __init__(self) -> None:
        self.published: list[dict[str, Any]] = []

    def publish(self, event: dict[str, Any]) -> None:
        self.published.append(event)

    def names(self) -> list[str]:
        return [event["event"] for event in self.published]


@pytest.fixture
def broker() -> Broker:
    return Broker()


@pytest.fixture
def store(broker: Broker) -> TrackerStore:
    """As `rasa run` makes it: from our endpoints.yml, wrapped, with the domain set afterwards."""
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # Rasa warns when it does not find or accept a store
        made = TrackerStore.create(endpoints.tracker_store, event_broker=broker)
    assert type(made) is LiveCalls
    wrapped = Agent(tracker_store=made, domain=DOMAIN).tracker_store
    wrapped.domain = DOMAIN
    return wrapped


def said(intent: str, text: str) -> UserUttered:
    return UserUttered(text, intent={"name": intent, "confidence": 1.0})


async def turn(store: TrackerStore, *events: Any, call_id: str = "call") -> DialogueStateTracker:
    """What Rasa's processor does with a message: fetch, update, save."""
    tracker = await store.get_or_create_tracker(call_id, append_action_listen=False)
    tracker.update_with_events(list(events), DOMAIN)
    await store.save(tracker)
    return tracker


async def kept(store: TrackerStore) -> list[str]:
    return list(await store.keys())


def test_a_call_in_progress_is_remembered(store: TrackerStore) -> None:
    async def calls() -> None:
        await turn(store, said("inform", "4821"), SlotSet("pin", "4821"))
        tracker = await turn(store, BotUttered("Thank you."))
        assert tracker.get_slot("pin") == "4821"
        assert await kept(store) == ["call"]

    asyncio.run(calls())


def test_a_call_that_is_over_is_forgotten_and_no_other(store: TrackerStore) -> None:
    async def calls() -> None:
        await turn(store, said("inform", "4821"), SlotSet("pin", "4821"))
        await turn(store, said("inform", "hello"), call_id="another")
        await turn(store, said("session_end", "/session_end"), SlotSet("pin", None))
        assert await kept(store) == ["another"]
        assert not await store.exists("call")

    asyncio.run(calls())


def test_the_broker_gets_every_event_of_the_call_once(store: TrackerStore, broker: Broker) -> None:
    async def calls() -> None:
        await turn(store, said("inform", "4821"), SlotSet("pin", "4821"))
        await turn(store, BotUttered("Thank you."))
        await turn(store, said("session_end", "/session_end"), SlotSet("pin", None))

    asyncio.run(calls())
    assert broker.names() == ["user", "slot", "bot", "user", "slot"]
    assert {event["sender_id"] for event in broker.published} == {"call"}


def test_a_message_after_the_end_finds_nothing_of_the_call(store: TrackerStore) -> None:
    async def calls() -> DialogueStateTracker:
        await turn(store, said("inform", "4821"), SlotSet("pin", "4821"))
        await turn(store, said("session_end", "/session_end"))
        return await turn(store, said("inform", "hello"))

    tracker = asyncio.run(calls())
    assert tracker.get_slot("pin") is None
    assert [event.text for event in tracker.events] == ["hello"]
