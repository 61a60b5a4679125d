"""The broker in Rasa's process, a real RabbitMQ, and a real action server that reads from it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
import yaml
from cryptography.fernet import Fernet
from rasa.core.brokers.broker import EventBroker
from rasa.utils.endpoints import EndpointConfig
from sqlalchemy import text

from actions.database import open_engine
from actions.transcripts.store import Store
from channels.broker import ActionServerBroker
from tests import rabbitmq_server
from tests.actions.keys import KEYS
from tests.actions.process import server
from tests.actions.transcripts.calls import Call, demonstration
from tests.missing import missing
from tests.servers import await_health
from tests.test_events_to_sql import ended, eventually
from tests.tls import certificate

EVENTS = [dict(one.event) for one in demonstration(Call("call"))]
PERSONAL = (b"maria", b"40017733", b"4821", b"balance")


@dataclass
class Setup:
    """Files of a test, its queue, and the section that both processes read."""

    folder: Path
    url: str
    queue: str

    @property
    def section(self) -> dict[str, str]:
        return {
            "type": "channels.broker.ActionServerBroker",
            "url": self.url,
            "rabbitmq_queue": self.queue,
            "queue": str(self.folder / "events"),
            "key_file": str(self.folder / "queue.key"),
        }

    @property
    def options(self) -> tuple[str, str]:
        file = self.folder / "endpoints.yml"
        file.write_text(yaml.safe_dump({"event_broker": self.section}))
        return "--endpoints", str(file)

    def broker(self, **changes: str) -> ActionServerBroker:
        made = asyncio.run(EventBroker.create(EndpointConfig(**{**self.section, **changes})))
        assert isinstance(made, ActionServerBroker)
        return made

    @property
    def waiting(self) -> list[bytes]:
        return rabbitmq_server.waiting(self.url, self.queue)

    @property
    def set_aside(self) -> list[bytes]:
        return rabbitmq_server.waiting(self.url, f"{self.queue}-set-aside")

    @property
    def database(self) -> str:
        return f"sqlite:///{self.folder}/voicedesk.db"

    @property
    def store(self) -> Store:
        return Store(open_engine(self.database, KEYS))


@pytest.fixture(scope="session")
def rabbitmq_url() -> Iterator[str]:
    with rabbitmq_server.server() as url:
        if url is None:
            missing("RabbitMQ", "apt-get install rabbitmq-server")
        yield url


@pytest.fixture
def setup(rabbitmq_url: str, tmp_path: Path) -> Iterator[Setup]:
    setup = Setup(tmp_path, rabbitmq_url, f"voicedesk-test-{uuid4().hex[:12]}")
    yield setup
    rabbitmq_server.delete(rabbitmq_url, setup.queue, f"{setup.queue}-set-aside")


def send(broker: ActionServerBroker, events: list[dict[str, object]]) -> None:
    for event in events:
        broker.publish(event)
    asyncio.run(broker.close())


def test_events_wait_encrypted_and_are_recorded_once_in_order(setup: Setup) -> None:
    send(setup.broker(), EVENTS)
    waiting = setup.waiting
    cipher = Fernet((setup.folder / "queue.key").read_bytes())
    assert sum(len(json.loads(cipher.decrypt(body))) for body in waiting) == len(EVENTS)
    assert not any(word in body.lower() for body in waiting for word in PERSONAL)
    rabbitmq_server.put(setup.url, setup.queue, waiting[0])  # as after a connection that broke
    with server(setup.folder, setup.database, *setup.options) as (port, process):
        await_health(port, process)
        eventually(lambda: ended(setup.store, "call"))
        eventually(lambda: not setup.waiting)
        process.terminate()
        assert process.wait(20) == 0
    turns = setup.store.turns("call")
    assert [turn["number"] for turn in turns] == list(range(1, 18))
    assert turns[7]["text"] == "Thank you, <PERSON>."
    assert "ERROR" not in (setup.folder / "log").read_text()


def test_while_rabbitmq_is_away_events_wait_on_disk(setup: Setup) -> None:
    nowhere = setup.broker(url="amqp://guest:secret@127.0.0.1:1/")
    send(nowhere, EVENTS)
    assert setup.waiting == []
    send(setup.broker(), [])
    assert setup.waiting != []


def test_while_sql_is_away_events_wait_in_the_queue(setup: Setup) -> None:
    with server(setup.folder, setup.database, *setup.options) as (port, process):
        await_health(port, process)
        with open_engine(setup.database, KEYS).connect() as holder:
            holder.execute(text("BEGIN EXCLUSIVE"))
            send(setup.broker(), EVENTS)
            eventually(lambda: "Events must wait" in (setup.folder / "log").read_text())
            assert "Maria" not in (setup.folder / "log").read_text()
            holder.rollback()
        eventually(lambda: ended(setup.store, "call"))


@pytest.mark.parametrize("body", [b"", b"no token", Fernet(Fernet.generate_key()).encrypt(b"[]")])
def test_what_cannot_be_read_is_set_aside_and_holds_nothing_up(setup: Setup, body: bytes) -> None:
    send(setup.broker(), [])
    rabbitmq_server.waiting(setup.url, setup.queue)  # declares it
    rabbitmq_server.put(setup.url, setup.queue, body)
    send(setup.broker(), EVENTS)
    with server(setup.folder, setup.database, *setup.options) as (port, process):
        eventually(lambda: ended(setup.store, "call"))
        assert setup.set_aside == [body]


def test_an_event_that_can_never_be_recorded_is_set_aside_alone(setup: Setup) -> None:
    broken = {**EVENTS[3], "timestamp": "yesterday"}
    send(setup.broker(), [broken, *EVENTS])
    with server(setup.folder, setup.database, *setup.options):
        eventually(lambda: ended(setup.store, "call"))
        (sealed,) = setup.set_aside
    (element,) = json.loads(Fernet((setup.folder / "queue.key").read_bytes()).decrypt(sealed))
    assert element["event"]["timestamp"] == "yesterday"


def test_without_rabbitmq_the_action_server_is_not_healthy(setup: Setup) -> None:
    setup.url = "amqp://guest:secret@127.0.0.1:1/"
    with server(setup.folder, setup.database, *setup.options) as (port, process):
        body = await_health(port, process, lambda status: status == 503 and is_told(setup))
    assert body["reason"] == "RabbitMQ gives no events"
    assert "secret" not in (setup.folder / "log").read_text()
    setup.url = rabbitmq_server.URL


def is_told(setup: Setup) -> bool:
    return "RabbitMQ gives no events" in (setup.folder / "log").read_text()


@pytest.mark.parametrize("trusted", [True, False])
def test_by_tls_only_a_rabbitmq_of_the_right_authority_gets_events(
    tmp_path: Path, trusted: bool
) -> None:
    (tmp_path / "other").mkdir()
    files, others = certificate(tmp_path), certificate(tmp_path / "other")
    with rabbitmq_server.with_tls(files) as port:
        if port is None:
            missing("RabbitMQ", "apt-get install rabbitmq-server")
        authority = files.authority if trusted else others.authority
        address = f"amqps://guest:guest@127.0.0.1:{port}/"
        setup = Setup(tmp_path, f"{address}?cafile={authority}", "events")
        send(setup.broker(), EVENTS)
        got = rabbitmq_server.waiting(f"{address}?no_verify_ssl=1", "events")
    assert bool(got) is trusted
