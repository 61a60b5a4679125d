"""The privacy officer's commands."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from actions.database import migrate, open_engine
from actions.encryption.key_file import FileKeys
from actions.encryption.keys import VARIABLE
from actions.privacy import __main__ as command
from tests.actions.access.reader import logged
from tests.actions.rights.kept import MARIA, NOW, SECRET, keep, kept, key

Run = Callable[..., tuple[int, str, str]]
DAYS_SINCE = (datetime.now(timezone.utc) - NOW).days


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], database_url: str
) -> Run:
    """The command with these arguments on the test's database; status, output and complaint."""
    monkeypatch.setenv("VOICEDESK_HASH_KEY", SECRET)
    monkeypatch.setenv("DATABASE_URL", database_url)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["privacy", *arguments])
        status, shown = command.main(), capsys.readouterr()
        return status, shown.out, shown.err

    return run


def test_purge_reports_what_went(engine: Engine, run: Run) -> None:
    keep(engine, "old", 100 + DAYS_SINCE)
    keep(engine, "held", 100, held=True)
    status, shown, _ = run("purge")
    assert (status, json.loads(shown)["deleted"]) == (0, {"transcripts": 1, "handovers": 0})
    assert json.loads(shown)["held"] == 1
    assert kept(engine) == ["held"]


def test_a_caller_is_given_what_is_kept_and_has_it_erased(engine: Engine, run: Run) -> None:
    keep(engine, "mine", 1)
    assert [
        call["call_id"] for call in json.loads(run("export", "--caller", MARIA)[1])["calls"]
    ] == ["mine"]
    status, shown, _ = run("erase", "--caller", "001-555-0142")
    assert (status, json.loads(shown)["left"]["calls"]) == (0, 0)
    assert kept(engine) == []


def test_what_is_held_is_not_erased(engine: Engine, run: Run) -> None:
    keep(engine, "mine", 1)
    assert run("hold", "mine")[0] == 0
    assert run("erase", "--caller", MARIA)[0] == 1
    assert run("release", "mine")[0] == 0
    assert run("erase", "--caller", MARIA)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "status", "complaint"),
    [
        (("hold", "nowhere"), 1, "No such call"),
        (("export", "--caller", "anonymous"), 2, "--caller"),
    ],
)
def test_what_cannot_be_done_is_said(
    engine: Engine, run: Run, arguments: tuple[str, ...], status: int, complaint: str
) -> None:
    code, _, said = run(*arguments)
    assert (code, complaint in said) == (status, True)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("export", "--caller", MARIA), [("export_caller", key(MARIA), 2, "ok")]),
        (
            ("erase", "--caller", MARIA),
            [("erase", key(MARIA), 0, "asked"), ("erase", key(MARIA), 1, "left")],
        ),
        (("purge",), [("purge", None, 0, "asked"), ("purge", None, 0, "ok")]),
        (("release", "held"), [("release", "held", 0, "asked"), ("release", "held", 1, "ok")]),
        (("hold", "none"), [("hold", "none", 0, "asked"), ("hold", "none", 0, "not_found")]),
    ],
)
def test_what_a_command_reads_and_deletes_is_in_the_audit_log(
    engine: Engine, run: Run, arguments: tuple[str, ...], told: list[tuple[object, ...]]
) -> None:
    keep(engine, "mine", 1)
    keep(engine, "held", 1, held=True)
    run(*arguments)
    assert logged(engine, "action", "subject", "calls", "outcome") == told
    assert {role for (role,) in logged(engine, "role")} == {"command"}


@pytest.mark.parametrize("command", ["export", "erase"])
def test_when_the_log_cannot_be_written_a_command_does_nothing(
    engine: Engine, run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    keep(engine, "mine", 1)
    monkeypatch.setenv("VOICEDESK_AUDIT_KEY", "key")
    run("purge")
    monkeypatch.setenv("VOICEDESK_AUDIT_KEY", "another")
    status, shown, said = run(command, "--caller", MARIA)
    assert (status, shown, "VOICEDESK_AUDIT_KEY" in said) == (2, "", True)
    assert kept(engine) == ["mine"]


def test_without_the_key_no_caller_is_found(
    engine: Engine, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VOICEDESK_HASH_KEY")
    code, _, said = run("erase", "--caller", MARIA)
    assert (code, "VOICEDESK_HASH_KEY" in said) == (2, True)


def test_a_database_that_is_not_there_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    assert run("purge")[0] == 1
    (tmp_path / "none.db").write_text("no database at all, but long enough to be read as one" * 30)
    code, _, said = run("purge")
    assert (code, "DatabaseError" in said) == (1, True)


@pytest.fixture
def own_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[FileKeys, Engine, list[str]]]:
    """A database whose keys are in a file, and the options that name it."""
    keys = FileKeys(tmp_path / "own.key")
    url = f"sqlite:///{tmp_path}/own.db"
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("DATABASE_URL", url)
    (tmp_path / "endpoints.yml").write_text(f"encryption: {{key_file: {keys.path}}}")
    engine = open_engine(url, keys)
    migrate(engine)
    yield keys, engine, ["--endpoints", str(tmp_path / "endpoints.yml")]
    engine.dispose()


@pytest.mark.parametrize("database_url", ["of another fixture"])
def test_a_new_key_takes_the_place_of_the_old_while_the_line_goes_on(
    run: Run, own_file: tuple[FileKeys, Engine, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys, engine, options = own_file
    monkeypatch.setenv("DATABASE_URL", str(engine.url))
    keep(engine, "before", 1)
    (old,) = keys.read()
    status, shown, _ = run("rotate-keys", "--new", *options)
    assert (status, json.loads(shown)["rotated"]["turns.text"]) == (0, 1)
    keep(engine, "after", 1)
    assert run("rotate-keys", "--drop-old", *options)[0] == 0
    assert old not in keys.read()
    assert len(json.loads(run("export", "--caller", MARIA, *options)[1])["calls"]) == 2


@pytest.mark.parametrize("database_url", ["of another fixture"])
def test_no_key_is_dropped_while_a_text_cannot_be_opened(
    run: Run, own_file: tuple[FileKeys, Engine, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys, engine, options = own_file
    monkeypatch.setenv("DATABASE_URL", str(engine.url))
    keep(engine, "one", 1)
    with engine.begin() as connection:
        connection.execute(text("UPDATE turns SET text = 'damaged'"))
    status, shown, complaint = run("rotate-keys", "--new", "--drop-old", *options)
    assert (status, json.loads(shown)["unreadable"]) == (1, {"turns.text": 1})
    assert "no key was dropped" in complaint
    assert len(keys.read()) == 2
    status, _, complaint = run("export", "--caller", MARIA, *options)
    assert (status, "cannot be decrypted" in complaint) == (1, True)


def test_keys_of_the_environment_are_not_ours_to_change(engine: Engine, run: Run) -> None:
    status, _, complaint = run("rotate-keys", "--new")
    assert (status, VARIABLE in complaint) == (2, True)
