"""Rasa's broker against an action server that is there, away, or out of order."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from rasa.core.brokers.broker import EventBroker
from rasa.utils.endpoints import EndpointConfig

from channels.broker import ActionServerBroker
from channels.errors import SettingError
from channels.outbox import delivery

Answer = Callable[[list[dict[str, Any]]], tuple[int, Any]]
TIMEOUT_S = 30.0


def accepts(batch: list[dict[str, Any]]) -> tuple[int, Any]:
    return 200, {"refused": []}


class ActionServer:
    """Collects what it is sent; `answer` decides what it says to each batch."""

    def __init__(self, port: int = 0):
        self.answer: Answer = accepts
        self.recorded: list[dict[str, Any]] = []
        self._changed = threading.Condition()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                batch = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status, body = outer.receives(batch)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(json.dumps(body).encode())

            def log_message(self, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def receives(self, batch: list[dict[str, Any]]) -> tuple[int, Any]:
        with self._changed:
            status, body = self.answer(batch)
            if isinstance(body, dict) and "refused" in body:
                self.recorded += [one for one in batch if one["id"] not in body["refused"]]
            self._changed.notify_all()
        return status, body

    def wait(self, until: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(until, TIMEOUT_S)

    def numbers(self) -> list[int]:
        return [one["event"]["n"] for one in self.recorded]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[ActionServer]:
    server = ActionServer()
    yield server
    server.stop()


def broker(folder: Path, port: int, **settings: Any) -> ActionServerBroker:
    config = EndpointConfig(
        url=f"http://127.0.0.1:{port}/events",
        type="channels.broker.ActionServerBroker",
        queue=str(folder / "events"),
        key_file=str(folder / "queue.key"),
        **settings,
    )
    made = asyncio.run(EventBroker.create(config))
    assert isinstance(made, ActionServerBroker)
    return made


def publish(broker: ActionServerBroker, *numbers: int) -> None:
    for n in numbers:
        broker.publish({"event": "user", "sender_id": "call", "text": "hi", "n": n})


def close(broker: ActionServerBroker) -> None:
    asyncio.run(broker.close())


def test_events_arrive_in_order_with_ids_and_growing_numbers(
    tmp_path: Path, server: ActionServer
) -> None:
    sender = broker(tmp_path, server.port)
    publish(sender, *range(120))
    server.wait(lambda: len(server.recorded) == 120)
    close(sender)
    assert server.numbers() == list(range(120))
    assert len({one["id"] for one in server.recorded}) == 120
    sequences = [one["sequence"] for one in server.recorded]
    assert sequences == sorted(set(sequences))


def test_an_event_brings_what_the_slots_have_held(tmp_path: Path, server: ActionServer) -> None:
    sender = broker(tmp_path, server.port)
    sender.publish({"event": "slot", "sender_id": "call", "name": "pin", "value": "4821", "n": 0})
    publish(sender, 1)
    server.wait(lambda: len(server.recorded) == 2)
    close(sender)
    assert [one["held"] for one in server.recorded] == [{"pin": ["4821"]}] * 2


def test_events_wait_while_the_action_server_is_away(tmp_path: Path) -> None:
    first = ActionServer()
    first.stop()
    sender = broker(tmp_path, first.port)
    publish(sender, 1, 2, 3)
    later = ActionServer(first.port)
    later.wait(lambda: len(later.recorded) == 3)
    publish(sender, 4)
    later.wait(lambda: len(later.recorded) == 4)
    close(sender)
    later.stop()
    assert later.numbers() == [1, 2, 3, 4]


def test_events_wait_over_a_restart_of_rasa(tmp_path: Path, server: ActionServer) -> None:
    server.answer = lambda batch: (503, {"error": "SQL is down"})
    sender = broker(tmp_path, server.port)
    publish(sender, 1, 2)
    close(sender)
    server.answer = accepts
    sender = broker(tmp_path, server.port)
    server.wait(lambda: len(server.recorded) == 2)
    close(sender)
    assert server.numbers() == [1, 2]


def test_events_of_a_second_process_that_is_no_more_arrive(
    tmp_path: Path, server: ActionServer
) -> None:
    server.answer = lambda batch: (503, {"error": "SQL is down"})
    first, second = broker(tmp_path, server.port), broker(tmp_path, server.port)
    publish(first, 1)
    publish(second, 2)
    close(first)
    close(second)
    server.answer = accepts
    alone = broker(tmp_path, server.port)
    server.wait(lambda: server.numbers() == [1, 2])
    close(alone)


@pytest.mark.parametrize(
    "answer",
    [(503, {}), (500, {}), (200, "nonsense"), (200, {}), (404, {})],
)
def test_events_are_sent_again_until_they_are_recorded(
    tmp_path: Path, server: ActionServer, answer: tuple[int, Any]
) -> None:
    answers = [answer, answer]

    def recovers(batch: list[dict[str, Any]]) -> tuple[int, Any]:
        return answers.pop() if answers else accepts(batch)

    server.answer = recovers
    sender = broker(tmp_path, server.port)
    publish(sender, 1, 2)
    server.wait(lambda: server.numbers() == [1, 2])
    close(sender)


def test_an_event_that_cannot_be_recorded_does_not_hold_up_the_others(
    tmp_path: Path, server: ActionServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.answer = lambda batch: (
        200,
        {"refused": [one["id"] for one in batch if one["event"]["n"] == 2]},
    )
    sender = broker(tmp_path, server.port)
    publish(sender, 1, 2, 3)
    server.wait(lambda: server.numbers() == [1, 3])
    close(sender)
    assert "set aside" in caplog.text


def test_an_event_that_spoils_its_batch_is_singled_out(
    tmp_path: Path, server: ActionServer
) -> None:
    server.answer = lambda batch: (
        (400, {}) if any(one["event"]["n"] == 2 for one in batch) else accepts(batch)
    )
    sender = broker(tmp_path, server.port)
    publish(sender, 1, 2, 3)
    server.wait(lambda: server.numbers() == [1, 3])
    close(sender)


def full(item: dict[str, Any]) -> None:
    raise OSError("No space left on device")


def test_a_full_disk_does_not_end_the_call(
    tmp_path: Path, server: ActionServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = broker(tmp_path, server.port)
    put = sender._outbox.put
    monkeypatch.setattr(sender._outbox, "put", full)
    publish(sender, 1, 2)
    monkeypatch.setattr(sender._outbox, "put", put)
    publish(sender, 3)
    server.wait(lambda: server.numbers() == [1, 2, 3])
    close(sender)


def test_what_the_disk_did_not_take_is_tried_again_though_nobody_calls(
    tmp_path: Path,
    server: ActionServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(delivery, "_IDLE_S", 0.01)
    sender = broker(tmp_path, server.port)
    put = sender._outbox.put
    monkeypatch.setattr(sender._outbox, "put", full)
    publish(sender, 1, 2)
    monkeypatch.setattr(sender._outbox, "put", put)
    server.wait(lambda: server.numbers() == [1, 2])
    close(sender)
    assert len(caplog.messages) == 2  # it waits, it is there


def test_what_the_disk_did_not_take_is_on_it_when_rasa_stops(
    tmp_path: Path, server: ActionServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answer = lambda batch: (503, {})
    sender = broker(tmp_path, server.port)
    put = sender._outbox.put
    monkeypatch.setattr(sender._outbox, "put", full)
    publish(sender, 1, 2)
    monkeypatch.setattr(sender._outbox, "put", put)
    close(sender)
    server.answer = accepts
    sender = broker(tmp_path, server.port)
    server.wait(lambda: server.numbers() == [1, 2])
    close(sender)


def test_what_the_disk_never_takes_is_counted_when_rasa_stops(
    tmp_path: Path,
    server: ActionServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    sender = broker(tmp_path, server.port)
    monkeypatch.setattr(sender._outbox, "put", full)
    publish(sender, 1, 2)
    close(sender)
    assert "2 events are lost" in caplog.messages[-1]


def test_events_of_another_key_are_set_aside(tmp_path: Path, server: ActionServer) -> None:
    server.answer = lambda batch: (503, {})
    sender = broker(tmp_path, server.port)
    publish(sender, 1)
    close(sender)
    (tmp_path / "queue.key").unlink()
    server.answer = accepts
    sender = broker(tmp_path, server.port)
    publish(sender, 2)
    server.wait(lambda: server.numbers() == [2])
    close(sender)


def test_closing_delivers_what_is_there(tmp_path: Path, server: ActionServer) -> None:
    sender = broker(tmp_path, server.port)
    publish(sender, 1, 2, 3)
    close(sender)
    left = broker(tmp_path, server.port)  # on a machine too busy for it, now
    server.wait(lambda: server.numbers() == [1, 2, 3])
    close(left)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"quee": "var/events"}, "event_broker.quee is 'var/events'; allowed: the keys url"),
        ({"timeout_s": 0}, "event_broker.timeout_s is 0; allowed: a number from 1 to 600"),
        ({"queue": ""}, "event_broker.queue is ''; allowed: a folder"),
        ({"queue": "/dev/null/events"}, "allowed: paths that can be written"),
        ({"url": "localhost:5055"}, "event_broker.url is '(not shown)'; allowed: http://"),
    ],
)
def test_a_broken_setting_stops_rasa_with_its_name(
    tmp_path: Path, settings: dict[str, Any], message: str
) -> None:
    config = EndpointConfig(
        **{
            "type": "channels.broker.ActionServerBroker",
            "queue": str(tmp_path / "events"),
            "key_file": str(tmp_path / "queue.key"),
            **settings,
        }
    )
    with pytest.raises(SettingError) as raised:
        asyncio.run(EventBroker.create(config))
    assert str(raised.value).startswith("endpoints.yml: ") and message in str(raised.value)
