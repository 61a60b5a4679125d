"""From Rasa's broker to SQL, through the real action server, while SQL and server fail."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from rasa.core.brokers.broker import EventBroker
from rasa.utils.endpoints import EndpointConfig
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from actions.database import open_engine
from actions.transcripts.store import Store
from channels.broker import ActionServerBroker
from tests.actions.keys import KEYS
from tests.actions.process import server
from tests.actions.transcripts.calls import Call, demonstration
from tests.servers import await_health

LIMIT_S = 60.0


def broker(folder: Path, port: int) -> ActionServerBroker:
    config = EndpointConfig(
        url=f"http://127.0.0.1:{port}/events",
        type="channels.broker.ActionServerBroker",
        queue=str(folder / "events"),
        key_file=str(folder / "queue.key"),
    )
    made = asyncio.run(EventBroker.create(config))
    assert isinstance(made, ActionServerBroker)
    return made


def eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LIMIT_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def ended(store: Store, call_id: str) -> bool:
    try:
        call = store.call(call_id)
    except SQLAlchemyError:
        return False  # not migrated yet
    return call is not None and call["outcome"] == "completed"


def test_while_sql_is_down_events_wait_and_arrive_in_order_and_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    url = f"sqlite:///{tmp_path}/voicedesk.db"
    events = [dict(one.event) for one in demonstration(Call("call"))]
    store, locker = Store(open_engine(url, KEYS)), open_engine(url, KEYS)
    with server(tmp_path, url) as (port, process):
        await_health(port, process)
        sender = broker(tmp_path, port)
        for event in events[:8]:
            sender.publish(event)
        eventually(lambda: len(store.turns("call")) > 1)
        with locker.connect() as holder:
            holder.execute(text("BEGIN EXCLUSIVE"))
            for event in events[8:]:
                sender.publish(event)
            eventually(lambda: "answers 503" in caplog.text)
            holder.rollback()
        eventually(lambda: ended(store, "call"))
        asyncio.run(sender.close())
    assert [turn["number"] for turn in store.turns("call")] == list(range(1, 18))
    assert store.turns("call")[-1]["text"] == "Thank you for calling Harbor Bank. Goodbye."


def test_events_of_a_call_reach_sql_although_the_action_server_was_killed_in_it(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path}/voicedesk.db"
    events = [dict(one.event) for one in demonstration(Call("call"))]
    store = Store(open_engine(url, KEYS))
    with server(tmp_path, url) as (port, process):
        sender = broker(tmp_path, port)
        for event in events[:10]:
            sender.publish(event)
        process.kill()
        for event in events[10:]:
            sender.publish(event)
        asyncio.run(sender.close())
    with server(tmp_path, url) as (port, _):
        again = broker(tmp_path, port)
        eventually(lambda: ended(store, "call"))
        asyncio.run(again.close())
    turns = store.turns("call")
    assert [turn["number"] for turn in turns] == list(range(1, 18))
    # What was known before the kill is still taken out after it.
    assert turns[7]["text"] == "Thank you, <PERSON>."
