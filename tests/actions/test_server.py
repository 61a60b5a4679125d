"""The action server as a process of its own: started, asked, stopped."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from actions.banking.tables import customers
from actions.database import is_migrated, open_engine
from actions.transcripts.store import Store
from tests.actions.keys import KEYS
from tests.actions.process import server
from tests.actions.transcripts.calls import Call, demonstration
from tests.servers import START_S, ask, await_health, free_port


def envelopes(call: Call) -> list[dict[str, Any]]:
    return [
        {"id": one.id, "sequence": one.sequence, "event": one.event, "held": one.held}
        for one in demonstration(call)
    ]


def test_it_migrates_seeds_records_and_stops_cleanly(tmp_path: Path, database_url: str) -> None:
    with server(tmp_path, database_url, "--log-level", "debug") as (port, process):
        health = await_health(port, process)
        assert health["status"] == "ok"
        assert health["versions"]["rasa-sdk"] == "3.6.2"
        assert ask(port, "/events", envelopes(Call("live"))) == (200, {"refused": []})
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    engine = open_engine(database_url, KEYS)
    assert is_migrated(engine)
    with engine.connect() as connection:
        assert len(connection.execute(select(customers)).all()) == 6
    call = Store(engine).call("live")
    engine.dispose()
    assert call is not None and call["outcome"] == "completed"
    log = (tmp_path / "log").read_text().lower()
    assert [word for word in ("lopez", "40017733", "4821", "3391") if word in log] == []


def test_while_sql_is_down_it_says_so_and_events_must_come_again(tmp_path: Path) -> None:
    with server(tmp_path, "postgresql://postgres@127.0.0.1:1/none") as (port, _):
        status, body = ask(port, "/health")
        assert (status, body["status"]) == (503, "failing")
        assert "database" in body["reason"]
        status, body = ask(port, "/events", envelopes(Call()))
        assert status == 503


def test_an_action_that_fails_is_an_apology_and_its_tracker_is_not_told(tmp_path: Path) -> None:
    tracker = {"slots": {"pin": "4821"}}  # too little: rasa-sdk itself fails on it
    with server(tmp_path, f"sqlite:///{tmp_path}/v.db", "--log-level", "debug") as (port, _):
        call = {"next_action": "action_balance", "tracker": tracker, "version": "3.6.21"}
        status, body = ask(port, "/webhook", call)
    assert status == 200
    assert body["responses"] == [{"response": "utter_bank_unavailable"}]
    assert "4821" not in (tmp_path / "log").read_text() + json.dumps(body)


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("/events", {"not": "a list"}, 400),
        ("/events", [{"id": 1}], 400),
        ("/events", 5, 400),
        ("/nowhere", None, 404),
    ],
)
def test_bad_requests_are_refused(shared_port: int, path: str, body: Any, expected: int) -> None:
    status, answer = ask(shared_port, path, body)
    assert status == expected and answer["error"]


@pytest.fixture(scope="module")
def shared_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("server")
    with server(folder, f"sqlite:///{folder}/v.db") as (port, _):
        yield port


def test_the_assistants_actions_are_there(shared_port: int) -> None:
    status, actions = ask(shared_port, "/actions")
    assert status == 200 and {"name": "action_balance"} in actions


def started(*options: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "actions", *options],
        env={**os.environ, "DATABASE_URL": f"sqlite:///{folder}/v.db", **environment},
        capture_output=True,
        text=True,
        timeout=START_S,
        check=False,
    )


def test_a_port_in_use_is_named_with_its_remedy(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        result = started("--port", str(port), folder=tmp_path)
    assert result.returncode == 1
    assert f"Port {port} on 127.0.0.1 is in use" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_broken_setting_is_refused_at_start(tmp_path: Path) -> None:
    file = tmp_path / "endpoints.yml"
    file.write_text("redaction: {spacy_model: en_none}")
    result = started("--endpoints", str(file), "--port", str(free_port()), folder=tmp_path)
    assert result.returncode == 1
    assert "redaction.spacy_model is 'en_none'; allowed: " in result.stderr


def test_a_file_of_endpoints_that_is_named_must_be_there(tmp_path: Path) -> None:
    result = started("--endpoints", "endpoint.yml", folder=tmp_path)
    assert result.returncode == 2
    assert "there is no file endpoint.yml" in result.stderr


def test_a_database_that_is_none_is_refused_at_start_and_left_as_it_is(tmp_path: Path) -> None:
    database = tmp_path / "v.db"
    database.write_text("no database " * 1000)
    result = started("--port", str(free_port()), folder=tmp_path)
    assert result.returncode == 1
    assert f"database.url is 'sqlite:///{database}'; allowed: " in result.stderr
    assert database.read_text() == "no database " * 1000
