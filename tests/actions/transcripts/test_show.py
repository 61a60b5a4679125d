"""`python -m actions.transcripts` on a recorded call."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from actions.database import migrate, open_engine
from actions.privacy.consent import Consent
from actions.privacy.redactor import Redactor
from actions.transcripts.recorder import Recorder
from actions.transcripts.store import Store
from tests.actions.access.reader import logged
from tests.actions.keys import KEYS
from tests.actions.transcripts.calls import Call, demonstration


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, redactor: Redactor) -> Iterator[str]:
    with recorder(tmp_path_factory, redactor, Consent()) as (url, recorder_of_all):
        recorder_of_all.record(demonstration(Call("demo")))
        yield url


@pytest.fixture(scope="module")
def asked_url(tmp_path_factory: pytest.TempPathFactory, redactor: Redactor) -> Iterator[str]:
    """A call whose caller agrees to training, one whose caller does not, one that goes on."""
    asking = Consent("1", {"training": "opt_in"})
    with recorder(tmp_path_factory, redactor, asking) as (url, recorder_of_all):
        agreed, refused, under_way = (Call(name) for name in ("agreed", "refused", "under way"))
        for call in (agreed, under_way):
            recorder_of_all.record([*call.starts(), call.slot("consents", {"training": True})])
        recorder_of_all.record([agreed.ends(), *demonstration(refused)])
        yield url


@contextmanager
def recorder(
    folders: pytest.TempPathFactory, redactor: Redactor, consent: Consent
) -> Iterator[tuple[str, Recorder]]:
    url = f"sqlite:///{folders.mktemp('transcripts')}/voicedesk.db"
    engine = open_engine(url, KEYS)
    migrate(engine)
    yield url, Recorder(Store(engine, consent=consent), redactor)
    engine.dispose()


@pytest.fixture
def everlasting(tmp_path: Path) -> Path:
    """Settings in which no transcript grows too old."""
    (tmp_path / "privacy.yml").write_text("{}")
    settings = tmp_path / "endpoints.yml"
    settings.write_text(f"redaction: {{policy: {tmp_path}/privacy.yml}}")
    return settings


def transcripts(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "actions.transcripts", *arguments],
        env={**os.environ, "DATABASE_URL": url, "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_call_is_printed_turn_by_turn(url: str) -> None:
    printed = " ".join(transcripts(url, "show", "demo").stdout.split())  # it may be wrapped
    assert "Call demo · browser_audio from ******42" in printed
    assert "0:02 assistant Hello, this is Harbor Bank." in printed
    assert "completed (ended by: assistant)" in printed
    assert "inform_digits 90%, recognized 93%" in printed
    assert "answered in 412 ms" in printed
    assert "cut off after “Your checking acc”" in printed


def test_a_call_is_given_as_json(url: str) -> None:
    call = json.loads(transcripts(url, "show", "--last", "--json").stdout)
    assert (call["call_id"], call["outcome"], len(call["turns"])) == ("demo", "completed", 17)
    assert call["turns"][6]["entities"] == [
        {"name": "digits", "value": "<PIN>", "confidence": None}
    ]


def test_calls_are_listed(url: str) -> None:
    assert "demo" in transcripts(url, "list").stdout
    assert [call["call_id"] for call in json.loads(transcripts(url, "list", "--json").stdout)] == [
        "demo"
    ]


@pytest.mark.parametrize(
    ("purpose", "offered"),
    [("training", ["agreed"]), ("quality_review", []), ("service", ["agreed", "refused"])],
)
def test_calls_that_are_over_are_exported_for_what_was_agreed_to(
    everlasting: Path, asked_url: str, purpose: str, offered: list[str]
) -> None:
    arguments = ("--endpoints", str(everlasting), "export", "--purpose", purpose)
    exported = transcripts(asked_url, *arguments).stdout.splitlines()
    assert [json.loads(line)["call_id"] for line in exported] == offered
    assert not any("caller_key" in line for line in exported)


def test_what_the_caller_agreed_to_is_shown(asked_url: str) -> None:
    shown = " ".join(transcripts(asked_url, "show", "agreed").stdout.split())
    assert "consent to training: yes (opt_in)" in shown


def test_a_call_that_is_not_there_is_told(url: str) -> None:
    result = transcripts(url, "show", "nobody", "--wait", "0.1")
    assert result.returncode == 1 and "No such call" in result.stderr


def test_a_database_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = transcripts(f"sqlite:///{tmp_path}/none.db", "show", "--last")
    assert result.returncode == 1 and "There is no database yet" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_our_tables_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    result = transcripts(f"sqlite:///{tmp_path}/empty.db", "show", "--last")
    assert result.returncode == 1 and "cannot be read" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("show", "demo"), ("show", "demo", 1, "ok")),
        (("show", "--last", "--json"), ("show", "demo", 1, "ok")),
        (("show", "nobody"), ("show", "nobody", 0, "not_found")),
        (("list",), ("list", None, 1, "ok")),
        (("list", "--json"), ("export", None, 1, "ok")),
    ],
)
def test_what_is_shown_is_in_the_audit_log(
    url: str, arguments: tuple[str, ...], told: tuple[object, ...]
) -> None:
    transcripts(url, *arguments)
    engine = open_engine(url, KEYS)
    *_, (who, *last) = logged(engine, "who", "action", "subject", "calls", "outcome")
    engine.dispose()
    assert who.startswith("cli:") and tuple(last) == told
