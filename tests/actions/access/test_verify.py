"""Tampering by SQL, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine

from actions.access import verify
from actions.access.audit import AuditLog, Entry
from actions.access.chain import START, digest
from actions.access.verify import Verification
from tests.actions.access.reader import logged
from tests.actions.access.tampering import tamper

KEY = "key"


@pytest.fixture
def log(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> AuditLog:
    """Of five rows, which are more than a batch."""
    monkeypatch.setattr(verify, "BATCH", 2)
    log = AuditLog(engine, KEY)
    for number in range(1, 6):
        log.append(Entry("jane", "agent", "show", f"call-{number}", 1))
    return log


def trouble(engine: Engine, noted_head: str = START) -> str | None:
    verification = Verification(engine, KEY, noted_head)
    list(verification)
    return verification.trouble


def test_a_log_is_followed_batch_by_batch(engine: Engine, log: AuditLog) -> None:
    verification = Verification(engine, KEY)
    assert list(verification) == [2, 4, 5]
    assert verification.trouble is None
    assert [(verification.chain.head,)] == logged(engine, "hash")[-1:]


def test_an_empty_log_is_whole(engine: Engine) -> None:
    verification = Verification(engine, KEY)
    assert (list(verification), verification.trouble, verification.chain.rows) == ([], None, 0)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE audit_log SET who = 'john' WHERE sequence = 4", "row 4 does not fit"),
        ("UPDATE audit_log SET calls = 100 WHERE sequence = 1", "row 1 does not fit"),
        ("UPDATE audit_log SET subject = NULL WHERE sequence = 5", "row 5 does not fit"),
        ("DELETE FROM audit_log WHERE sequence = 3", "row 4 does not fit: row 3 is not there"),
        ("DELETE FROM audit_log WHERE sequence = 1", "row 2 does not fit: row 1 is not there"),
        ("UPDATE audit_log SET keyed = false WHERE sequence = 2", "row 2 does not fit"),
        ("UPDATE audit_log SET hash = previous WHERE sequence = 2", "row 2 does not fit"),
    ],
)
def test_what_was_changed_is_found(
    engine: Engine, log: AuditLog, statement: str, expected: str
) -> None:
    tamper(engine, statement)
    assert expected in str(trouble(engine))


def test_what_was_cut_off_is_found_by_a_head_that_was_noted(engine: Engine, log: AuditLog) -> None:
    (head,) = logged(engine, "hash")[-1]
    assert trouble(engine, head) is None
    log.append(Entry("jane", "agent", "list"))
    assert trouble(engine, head) is None
    tamper(engine, "DELETE FROM audit_log WHERE sequence >= 5")
    assert trouble(engine) is None
    assert "noted head is not in the log" in str(trouble(engine, head))


def test_who_has_no_key_cannot_write_the_log_anew(engine: Engine, log: AuditLog) -> None:
    last = log.after(4, 1)[0]
    forged = {**last, "subject": "another", "keyed": False}
    change = f"subject = 'another', keyed = false, hash = '{digest(forged, '')}'"
    tamper(engine, f"UPDATE audit_log SET {change} WHERE sequence = 5")
    assert "written without the key" in str(trouble(engine))
