"""The audit log, on both databases."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from actions.access.audit import AuditLog, Entry, alone
from actions.access.chain import START
from actions.access.verify import Verification
from actions.database import open_engine
from actions.errors import SettingError
from tests.actions.access.reader import logged
from tests.actions.keys import KEYS

ENTRY = Entry("jane", "agent", "show", "call-1", 1)
PATIENCE_S = 60.0


def append_many(url: str, who: str, count: int) -> None:
    """In a process of its own."""
    engine = open_engine(url, KEYS, PATIENCE_S)
    for _ in range(count):
        AuditLog(engine, "key").append(replace(ENTRY, who=who))
    engine.dispose()


def test_each_row_is_numbered_and_follows_the_one_before(engine: Engine) -> None:
    log = AuditLog(engine)
    log.append(ENTRY)
    log.append(replace(ENTRY, who=None, subject="é", outcome="refused"))
    first, second = log.after(0, 10)
    assert (first["sequence"], second["sequence"]) == (1, 2)
    assert (first["previous"], second["previous"]) == (START, first["hash"])
    assert [row["who"] for row in log.after(1, 10)] == [None]


def test_processes_that_append_at_once_make_one_chain(engine: Engine, database_url: str) -> None:
    with ProcessPoolExecutor(3, multiprocessing.get_context("spawn")) as processes:
        names = ("one", "two", "three")
        jobs = [processes.submit(append_many, database_url, name, 20) for name in names]
        assert [job.result() for job in jobs] == [None] * 3
    verification = Verification(engine, "key")
    assert list(verification) == [60]
    assert verification.trouble is None


def test_who_appends_waits_for_who_is_appending(engine: Engine, database_url: str) -> None:
    impatient = open_engine(database_url, KEYS, patience_s=0.1)
    with engine.begin() as connection:
        alone(connection)
        with pytest.raises(OperationalError):
            AuditLog(impatient).append(ENTRY)
    AuditLog(impatient).append(ENTRY)
    impatient.dispose()
    assert len(logged(engine, "sequence")) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log SET calls = 0",
        "DELETE FROM audit_log",
        "DELETE FROM audit_log WHERE sequence = 2",
        "TRUNCATE audit_log",
        "REPLACE INTO audit_log SELECT * FROM audit_log WHERE sequence = 1",
        "INSERT INTO audit_log (sequence, at, action, calls, outcome, keyed, previous, hash) "
        "SELECT 3, at, action, calls, outcome, keyed, previous, hash FROM audit_log "
        "WHERE sequence = 1",
        "INSERT INTO audit_log SELECT * FROM audit_log WHERE sequence = 1 "
        "ON CONFLICT (sequence) DO UPDATE SET calls = 0",
    ],
)
def test_the_database_refuses_to_change_what_is_logged(engine: Engine, statement: str) -> None:
    log = AuditLog(engine)
    log.append(ENTRY)
    log.append(ENTRY)
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.execute(text(statement))
    assert logged(engine, "sequence", "calls") == [(1, 1), (2, 1)]


@pytest.mark.parametrize("key", ["", "other"])
def test_who_has_not_the_key_of_the_log_cannot_go_on_with_it(engine: Engine, key: str) -> None:
    AuditLog(engine, "key").append(ENTRY)
    with pytest.raises(SettingError, match="VOICEDESK_AUDIT_KEY is '\\(not shown\\)'"):
        AuditLog(engine, key).append(ENTRY)
    assert len(logged(engine, "sequence")) == 1


def test_a_key_may_be_had_later(engine: Engine) -> None:
    AuditLog(engine).append(ENTRY)
    AuditLog(engine, "key").append(ENTRY)
    verification = Verification(engine, "key")
    assert list(verification) == [2]
    assert (verification.trouble, verification.chain.rows_without_key) == (None, 1)
