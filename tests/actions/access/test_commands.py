"""Keys and the audit log by `python -m actions.privacy`, on both databases."""

from __future__ import annotations

import json
import os
import pwd
import sys
from collections.abc import Callable

import pytest
from sqlalchemy.engine import Engine

from actions.access.audit import AuditLog, Entry
from actions.access.keys import Keys
from actions.privacy import __main__ as command
from tests.actions.access.reader import NOW, logged
from tests.actions.access.tampering import tamper

Run = Callable[..., tuple[int, list[dict[str, object]], str]]
ME = f"cli:{pwd.getpwuid(os.getuid()).pw_name}"


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], database_url: str
) -> Run:
    """The command with these arguments; its status, the lines that it prints, its complaint."""
    monkeypatch.setenv("DATABASE_URL", database_url)

    def run(*arguments: str) -> tuple[int, list[dict[str, object]], str]:
        monkeypatch.setattr(sys, "argv", ["privacy", *arguments])
        status, shown = command.main(), capsys.readouterr()
        return status, [json.loads(line) for line in shown.out.splitlines()], shown.err

    return run


def add(run: Run, name: str, role: str = "agent", *options: str) -> tuple[int, str, str]:
    """Its status, the key, and the complaint."""
    status, shown, said = run("add-key", "--name", name, "--role", role, *options)
    return status, str(shown[0]["key"]) if shown else "", said


def test_a_key_is_made_shown_once_and_revoked(engine: Engine, run: Run) -> None:
    status, token, _ = add(run, "jane", "officer", "--days", "7")
    found = Keys(engine).find(token, NOW)
    assert status == 0 and found is not None and (found.role, found.valid) == ("officer", True)
    _, listed, _ = run("list-keys")
    assert [(key["name"], key["valid"]) for key in listed] == [("jane", True)]
    assert token not in str(listed)
    assert run("revoke-key", "--name", "jane")[:2] == (0, [{"revoked": 1}])
    assert run("revoke-key", "--name", "jane")[:2] == (1, [{"revoked": 0}])
    assert [key["valid"] for key in run("list-keys")[1]] == [False]


def test_one_of_two_keys_of_a_name_is_revoked_by_its_id(engine: Engine, run: Run) -> None:
    add(run, "crm")
    add(run, "crm")
    first = str(run("list-keys")[1][0]["id"])
    assert run("revoke-key", "--name", "crm", "--id", first)[0] == 0
    assert [key["valid"] for key in run("list-keys")[1]] == [False, True]


def test_making_and_revoking_keys_is_in_the_audit_log(engine: Engine, run: Run) -> None:
    add(run, "jane")
    run("revoke-key", "--name", "jane")
    assert logged(engine, "who", "action", "subject", "outcome") == [
        (ME, action, "jane", outcome)
        for action in ("add_key", "revoke_key")
        for outcome in ("asked", "ok")
    ]


@pytest.mark.parametrize(
    ("name", "options", "complaint"),
    [
        ("cli:root", (), "--name"),
        ("", (), "--name"),
        ("a" * 65, (), "--name"),
        ("jane", ("--days", "0"), "--days"),
        ("jane", ("--days", "99999999"), "--days"),
    ],
)
def test_what_makes_no_key_is_refused(
    engine: Engine, run: Run, name: str, options: tuple[str, ...], complaint: str
) -> None:
    status, token, said = add(run, name, "agent", *options)
    assert (status, token, f"{complaint} is " in said) == (2, "", True)
    assert Keys(engine).all() == []


def test_a_name_keeps_its_role(engine: Engine, run: Run) -> None:
    add(run, "jane")
    status, _, said = add(run, "jane", "officer")
    assert (status, "--role is 'officer'; allowed: the role of its other keys, agent" in said) == (
        2,
        True,
    )


def test_a_log_that_is_whole_has_a_head_to_be_noted(engine: Engine, run: Run) -> None:
    for _ in range(3):
        AuditLog(engine).append(Entry("jane", "agent", "list"))
    status, (shown,), _ = run("verify-audit")
    assert (status, shown["rows"], shown["rows_without_key"]) == (0, 3, 3)
    assert run("verify-audit", "--head", str(shown["head"]))[0] == 0
    tamper(engine, "DELETE FROM audit_log WHERE sequence = 3")
    assert run("verify-audit")[0] == 0
    status, shown_again, said = run("verify-audit", "--head", str(shown["head"]))
    assert (status, shown_again, "the noted head is not in the log" in said) == (1, [], True)


def test_the_first_row_that_does_not_fit_is_named(engine: Engine, run: Run) -> None:
    for _ in range(3):
        AuditLog(engine).append(Entry("jane", "agent", "list"))
    tamper(engine, "UPDATE audit_log SET who = 'john' WHERE sequence = 2")
    status, _, said = run("verify-audit")
    assert (status, "not whole: row 2 does not fit" in said) == (1, True)


def test_a_log_with_a_key_is_checked_with_it(
    engine: Engine, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICEDESK_AUDIT_KEY", "key")
    add(run, "jane")
    assert run("verify-audit")[1][0]["rows_without_key"] == 0
    monkeypatch.delenv("VOICEDESK_AUDIT_KEY")
    status, _, said = run("verify-audit")
    assert (status, "VOICEDESK_AUDIT_KEY is not set" in said) == (1, True)
    assert add(run, "john")[0] == 2
    assert [row["name"] for row in Keys(engine).all()] == ["jane"]
