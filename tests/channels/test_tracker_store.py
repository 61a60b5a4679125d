"""The tracker store as Rasa makes it from endpoints.yml, with Rasa's own trackers."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from rasa.core.agent import Agent
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig
from redis import ConnectionError, StrictRedis

from channels.errors import SettingError
from channels.tracker_store import LiveCalls, RedisCalls
from tests import redis_server
from tests.missing import missing
from tests.tls import certificate

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


@pytest.fixture(scope="session")
def redis_port() -> Iterator[int]:
    with redis_server.server() as port:
        if port is None:
            missing("Redis", "apt-get install redis-server")
        yield port


@pytest.fixture
def in_redis(redis_port: int, tmp_path: Path) -> Iterator[EndpointConfig]:
    """A section of endpoints.yml, whose keys are gone afterwards."""
    prefix = f"test{uuid4().hex}"
    yield EndpointConfig(
        "127.0.0.1",
        type="channels.tracker_store.RedisCalls",
        port=redis_port,
        key_prefix=prefix,
        key_file=str(tmp_path / "key"),
    )
    client = StrictRedis("127.0.0.1", redis_port)
    for key in client.scan_iter(f"{prefix}*"):
        client.delete(key)


def as_rasa_makes_it(section: EndpointConfig, broker: Broker | None = None) -> TrackerStore:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # Rasa warns when it does not find or accept a store
        return TrackerStore.create(section, event_broker=broker)


@pytest.fixture(params=[LiveCalls, RedisCalls])
def store(request: pytest.FixtureRequest, broker: Broker) -> TrackerStore:
    """From our endpoints.yml or for Redis, wrapped, with the domain set afterwards."""
    section = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml")).tracker_store
    if request.param is RedisCalls:
        section = request.getfixturevalue("in_redis")
    made = as_rasa_makes_it(section, broker)
    assert type(made) is request.param
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
    return [key.rpartition(":")[2] for key in await store.keys()]


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


def test_redis_never_sees_what_was_said_and_forgets_it_by_itself(in_redis: EndpointConfig) -> None:
    store = as_rasa_makes_it(in_redis)
    asyncio.run(turn(store, said("inform", "4821"), SlotSet("pin", "4821")))
    (key,) = asyncio.run(store.keys())
    assert "4821" not in store.red.get(key)
    assert 0 < store.red.ttl(key) <= 7200
    assert store.red.connection_pool.connection_kwargs["socket_timeout"] == 1


def test_another_process_goes_on_with_a_call(in_redis: EndpointConfig) -> None:
    asyncio.run(turn(as_rasa_makes_it(in_redis), said("inform", "4821"), SlotSet("pin", "4821")))
    other = as_rasa_makes_it(in_redis)
    other.domain = DOMAIN
    tracker = asyncio.run(turn(other, BotUttered("Thank you.")))
    assert tracker.get_slot("pin") == "4821"


def test_a_call_of_another_key_is_an_error_that_says_so(
    in_redis: EndpointConfig, tmp_path: Path
) -> None:
    asyncio.run(turn(as_rasa_makes_it(in_redis), said("inform", "4821")))
    in_redis.kwargs["key_file"] = str(tmp_path / "other")
    with pytest.raises(RasaException, match="another key"):
        asyncio.run(turn(as_rasa_makes_it(in_redis), said("inform", "hello")))


def test_a_key_that_is_none_is_refused_by_its_name(
    in_redis: EndpointConfig, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("no key")
    with pytest.raises(SettingError, match="tracker_store.key_file"):
        RedisCalls(None, "127.0.0.1", **{k: v for k, v in in_redis.kwargs.items() if k != "type"})


def test_a_redis_with_tls_is_used_if_its_certificate_is_trusted(tmp_path: Path) -> None:
    files = certificate(tmp_path)
    tls = {"use_ssl": True, "ssl_ca_certs": str(files.authority)}
    with redis_server.with_tls(files) as port:
        if port is None:
            missing("Redis", "apt-get install redis-server")
        options = {"port": port, "key_file": str(tmp_path / "key"), **tls}
        asyncio.run(turn(RedisCalls(DOMAIN, "127.0.0.1", **options), said("inform", "hello")))
        assert asyncio.run(kept(RedisCalls(DOMAIN, "127.0.0.1", **options))) == ["call"]
        certificate(tmp_path)  # of another authority
        with pytest.raises(ConnectionError, match="certificate verify failed"):
            asyncio.run(kept(RedisCalls(DOMAIN, "127.0.0.1", **options)))
