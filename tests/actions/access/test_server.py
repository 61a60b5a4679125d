"""The transcripts' API as a process of its own: asked, attacked, stopped."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from http.client import IncompleteRead
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from actions.access.audit import AuditLog, Entry
from actions.access.reading import BATCH
from actions.access.roles import ROLES
from actions.access.server import LARGEST_BODY
from actions.database import migrate, open_engine
from tests.actions.access.conftest import Api
from tests.actions.access.http import Reply, ask, send
from tests.actions.access.reader import key, logged
from tests.actions.keys import KEYS
from tests.actions.process import server
from tests.actions.rights.kept import MARIA, keep
from tests.servers import START_S

MODULE = "actions.access"
CALLS, CALLER = "/v1/calls", "/v1/callers/export"


def is_problem(reply: Reply, status: int) -> bool:
    """Of that status, as RFC 9457 has it."""
    kind = reply.headers["content-type"]
    return (reply.status, kind, reply.json["status"], reply.json["type"]) == (
        status,
        "application/problem+json",
        status,
        "about:blank",
    )


def test_it_serves_what_another_process_has_recorded_and_stops_cleanly(
    tmp_path: Path, engine: Engine, database_url: str
) -> None:
    with server(tmp_path, database_url, module=MODULE) as (port, process):
        assert ask(port, "/health").json["status"] == "ok"
        keep(engine, "call-1", 1)
        token = key(engine, "agent", "jane")
        assert ask(port, f"{CALLS}/call-1", token).json["call_id"] == "call-1"
        assert logged(engine, "who", "subject", "outcome") == [("jane", "call-1", "ok")]
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0


def test_it_waits_until_another_process_has_migrated(tmp_path: Path) -> None:
    with server(tmp_path, f"sqlite:///{tmp_path}/v.db", module=MODULE) as (port, _):
        health = ask(port, "/health")
        assert (health.status, health.json["status"]) == (503, "failing")
        assert "schema" in health.json["reason"]
        assert is_problem(ask(port, CALLS, "vd_" + "a" * 43), 503)
        engine = open_engine(f"sqlite:///{tmp_path}/v.db", KEYS)
        migrate(engine)  # by the action server
        engine.dispose()
        assert ask(port, "/health").status == 200


def test_a_database_that_is_away_is_told_without_its_words(tmp_path: Path) -> None:
    url = "postgresql://postgres:s3cret@127.0.0.1:1/none"
    with server(tmp_path, url, module=MODULE) as (port, _):
        assert "database" in ask(port, "/health").json["reason"]
        reply = ask(port, CALLS, "vd_" + "a" * 43)
    assert is_problem(reply, 503)
    assert "s3cret" not in reply.body.decode() + (tmp_path / "log").read_text()


def test_with_another_key_of_the_audit_log_it_is_not_healthy(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/v.db"
    engine = open_engine(url, KEYS)
    migrate(engine)
    AuditLog(engine, "key").append(Entry("jane", "agent", "list"))
    token = key(engine, "agent")
    engine.dispose()
    with server(tmp_path, url, module=MODULE, VOICEDESK_AUDIT_KEY="secret") as (port, _):
        health = ask(port, "/health")
        assert (health.status, "VOICEDESK_AUDIT_KEY" in health.json["reason"]) == (503, True)
        assert is_problem(ask(port, CALLS, token), 503)
    assert "secret" not in (tmp_path / "log").read_text() + health.body.decode()


def test_calls_are_listed_page_by_page(api: Api) -> None:
    path, seen = f"{CALLS}?limit=2", []
    while path:
        page = ask(api.port, path, api.keys["agent"]).json
        seen += [call["call_id"] for call in page["calls"]]
        path = page["next"] and f"{CALLS}?limit=2&before={page['next']}"
    assert seen == [f"call-{number}" for number in range(5)]


def test_calls_are_exported_as_lines(api: Api) -> None:
    path = f"{CALLS}/export?from=2026-11-23&to=2026-11-25"
    reply = ask(api.port, path, api.keys["officer"])
    assert (reply.status, reply.headers["content-type"]) == (200, "application/x-ndjson")
    lines = [json.loads(line) for line in reply.body.splitlines()]
    assert [line["call_id"] for line in lines] == ["call-2", "call-1", "call-0"]


def test_a_caller_is_found_by_a_number_in_the_body(api: Api) -> None:
    reply = ask(api.port, CALLER, api.keys["officer"], "POST", {"caller": MARIA})
    assert reply.status == 200 and len(reply.json["calls"]) == 5


@pytest.mark.parametrize(
    ("role", "path", "method", "expected"),
    [
        ("", CALLS, "GET", 401),
        ("agent", f"{CALLS}/export?from=2026-11-23&to=2026-11-25", "GET", 403),
        ("reviewer", CALLER, "POST", 403),
        ("admin", CALLS, "GET", 403),
        ("agent", "/v1/audit", "GET", 403),
        ("agent", f"{CALLS}/none", "GET", 404),
        ("agent", f"{CALLS}?limit=-1", "GET", 400),
        ("agent", f"{CALLS}/a%2Fb", "GET", 400),
        ("agent", f"{CALLS}/a%00b", "GET", 400),
        ("agent", f"{CALLS}/%ff", "GET", 400),
        ("agent", "/v1/../v1/calls", "GET", 404),
        ("agent", "//v1/calls", "GET", 404),
        ("agent", "/V1/calls", "GET", 404),
        ("agent", "/", "GET", 404),
        ("agent", CALLS, "DELETE", 405),
        ("agent", CALLER, "GET", 405),
        ("agent", CALLS, "OPTIONS", 405),
        ("agent", CALLS, "TRACE", 405),
        ("agent", "/health", "POST", 405),
    ],
)
def test_what_is_not_given_is_a_problem_that_says_so(
    api: Api, role: str, path: str, method: str, expected: int
) -> None:
    reply = ask(api.port, path, api.keys.get(role, ""), method)
    assert is_problem(reply, expected)
    assert (expected == 405) == ("allow" in reply.headers)
    assert (expected == 401) == ("www-authenticate" in reply.headers)


@pytest.mark.parametrize(
    ("body", "headers", "expected"),
    [
        (b"{", {}, 400),
        (b"[" * 4000, {}, 400),
        (b'{"caller": "\\u0000"}', {}, 400),
        (b'{"caller": "+15550142"}', {"Content-Type": "text/plain"}, 415),
        (b" " * (LARGEST_BODY + 1), {}, 413),
        (b"{}", {"Expect": "a miracle"}, 417),
        (b"2\r\n{}\r\n0\r\n\r\n", {"Transfer-Encoding": "chunked"}, 411),
        (b"2\r\n{}\r\n0\r\n\r\n", {"Transfer-Encoding": "gzip, chunked"}, 411),
    ],
)
def test_bad_bodies_are_refused(
    api: Api, body: bytes, headers: dict[str, str], expected: int
) -> None:
    reply = ask(api.port, CALLER, api.keys["officer"], "POST", body, **headers)
    assert is_problem(reply, expected)


@pytest.mark.parametrize("length", ["-5", "+2", "2, 2", "two", "1e1", "9" * 30, "0x2", ""])
def test_a_length_that_is_none_is_refused_and_holds_nobody_up(api: Api, length: str) -> None:
    request = f"POST {CALLER} HTTP/1.1\r\nHost: here\r\nContent-Length: {length}\r\n\r\n{{}}"
    assert is_problem(send(api.port, request.encode()), 400)
    assert ask(api.port, "/health").status == 200


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\x16\x03\x01\x02\r\n\r\n", 400),
        (b"GET /v1/calls\r\n\r\n", 400),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        (b"GET /v1/calls HTTP/1.1\r\nAuthorization: Bearer \xff\xfe\r\n\r\n", 401),
        (b"GET /v1/calls HTTP/1.1\r\nX: " + b"x" * 20_000 + b"\r\n\r\n", 413),
        (b"GET /v1/calls HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 400),
    ],
)
def test_what_is_hardly_http_is_answered(api: Api, data: bytes, expected: int) -> None:
    assert is_problem(send(api.port, data), expected)


@pytest.mark.parametrize("path", [CALLS, "/health", "/v1/openapi.json", "/nowhere", f"{CALLS}/x"])
def test_nothing_is_to_be_kept_on_the_way_or_given_to_other_sites(api: Api, path: str) -> None:
    headers = ask(api.port, path, api.keys["agent"], Origin="https://elsewhere.example").headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert not [name for name in headers if name.startswith("access-control")]


def test_neither_keys_nor_numbers_are_in_the_processes_log(api: Api) -> None:
    stranger = "vd_" + "z" * 43
    ask(api.port, CALLER, api.keys["officer"], "POST", {"caller": MARIA})
    ask(api.port, CALLS, stranger)
    ask(api.port, f"{CALLS}?token={stranger}", api.keys["agent"])
    log = (api.folder / "log").read_text()
    assert [secret for secret in (*api.keys.values(), stranger, MARIA[1:]) if secret in log] == []


def test_every_refusal_is_in_the_audit_log_without_the_key(api: Api) -> None:
    engine = open_engine(api.url, KEYS)
    stranger = "vd_" + "y" * 43
    ask(api.port, CALLS, stranger)
    ask(api.port, CALLS, api.keys["admin"])
    columns = ("who", "role", "action", "subject", "calls", "outcome")
    told = logged(engine, *columns)[-2:]
    engine.dispose()
    assert told == [
        (None, None, "list", None, 0, "refused"),
        ("admin", "admin", "list", None, 0, "refused"),
    ]


def test_what_breaks_off_is_not_taken_for_whole(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/v.db"
    engine = open_engine(url, KEYS)
    migrate(engine)
    for number in range(BATCH + 1):  # the last one's first turn cannot be read
        keep(engine, f"call-{number}", 1 if number < BATCH else 0)
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE turns SET times = '{{' WHERE call_id = 'call-{BATCH}'"))
    token = key(engine, "officer")
    engine.dispose()
    with server(tmp_path, url, module=MODULE) as (port, _):
        with pytest.raises((IncompleteRead, ConnectionError)):
            ask(port, f"{CALLS}/export?from=2026-11-01&to=2026-11-30", token)
        assert is_problem(ask(port, f"{CALLS}/call-{BATCH}", token), 500)
        assert ask(port, f"{CALLS}/call-1", token).status == 200


def started(*options: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", MODULE, *options],
        env={**os.environ, "DATABASE_URL": f"sqlite:///{folder}/v.db"},
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
    assert "transcripts_api.url" in result.stderr


@pytest.mark.parametrize(
    ("section", "key_named"),
    [
        ("{url: 'http://x'}", "transcripts_api.url"),
        ("{requests_a_minute: 0}", "transcripts_api.requests_a_minute"),
    ],
)
def test_a_broken_setting_is_refused_at_start(tmp_path: Path, section: str, key_named: str) -> None:
    file = tmp_path / "endpoints.yml"
    file.write_text(f"transcripts_api: {section}")
    result = started("--endpoints", str(file), folder=tmp_path)
    assert (result.returncode, f"{key_named} is " in result.stderr) == (1, True)


def test_a_key_is_there_for_each_role(api: Api) -> None:
    allowed: dict[str, Any] = {
        role: ask(api.port, CALLS, api.keys[role]).status == 200 for role in ROLES
    }
    assert allowed == {"agent": True, "reviewer": True, "officer": True, "admin": False}
