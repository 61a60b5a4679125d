"""Who gets what, and what the audit log is told of it, on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from actions.access.audit import AuditLog, Entry
from actions.access.desk import Asked, Desk
from actions.access.keys import Keys
from actions.access.roles import EXPORT, EXPORT_CALLER, LIST, READ_AUDIT, ROLES, SHOW
from actions.access.verify import Verification
from actions.errors import AccessRefused, SettingError
from actions.privacy.policy import Policy
from actions.settings import Api
from tests.actions.access.reader import NOW, ROUTE, ask, key, logged, settings
from tests.actions.rights.kept import MARIA, keep
from tests.actions.rights.kept import key as key_of

REQUESTS: dict[str, dict[str, Any]] = {
    LIST: {},
    SHOW: {"in_path": {"call_id": "call-1"}},
    EXPORT: {"query": "from=2026-01-01&to=2026-12-31"},
    EXPORT_CALLER: {"body": f'{{"caller": "{MARIA}"}}'.encode()},
    READ_AUDIT: {},
}
TOLD = {
    LIST: (None, 2),
    SHOW: ("call-1", 1),
    EXPORT: ("2026-01-01/2026-12-31", 2),
    EXPORT_CALLER: (key_of(MARIA), 2),
    READ_AUDIT: ("after 0", 0),
}
BOTH = {"service": True, "quality_review": True}
NOBODY = "vd_" + "0" * 43


@pytest.fixture
def desk(engine: Engine) -> Desk:
    """Of a database with two calls."""
    keep(engine, "call-1", 1, agreed=BOTH)
    keep(engine, "call-2", 2, agreed=BOTH)
    return Desk(engine, settings())


def refused(desk: Desk, token: str, action: str, **fields: Any) -> AccessRefused:
    with pytest.raises(AccessRefused) as raised:
        ask(desk, token, action, **fields)
    return raised.value


@pytest.mark.parametrize("action", REQUESTS)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_what_it_may_and_all_is_told(
    engine: Engine, desk: Desk, role: str, action: str
) -> None:
    token = key(engine, role, "jane")
    if action in ROLES[role]:
        answer = ask(desk, token, action, **REQUESTS[action])
        assert answer.body is not None or answer.lines is not None
        told = (*TOLD[action], "ok")
    else:
        assert refused(desk, token, action, **REQUESTS[action]).status == 403
        told = (None, 0, "refused")
    columns = ("who", "role", "action", "subject", "calls", "outcome")
    assert logged(engine, *columns) == [("jane", role, action, *told)]


@pytest.mark.parametrize(
    ("role", "agreed", "seen"),
    [
        ("agent", {"service": False, "quality_review": True}, False),
        ("agent", {"service": True, "quality_review": False}, True),
        ("agent", {}, True),
        ("reviewer", {"service": True, "quality_review": False}, False),
        ("reviewer", {"service": True}, False),
        ("officer", {"service": False, "quality_review": False}, True),
    ],
)
def test_a_role_reads_only_what_callers_agreed_to(
    engine: Engine, role: str, agreed: dict[str, bool], seen: bool
) -> None:
    keep(engine, "call-1", 1, agreed=agreed)
    desk, token = Desk(engine, settings()), key(engine, role)
    assert ask(desk, token, LIST).calls == int(seen)
    if seen:
        assert ask(desk, token, SHOW, **REQUESTS[SHOW]).calls == 1
    else:
        assert refused(desk, token, SHOW, **REQUESTS[SHOW]).status == 404


def test_where_nobody_is_asked_reviewers_read_all(engine: Engine) -> None:
    keep(engine, "call-1", 1, agreed={})
    desk = Desk(engine, settings(policy=Policy()))
    assert ask(desk, key(engine, "reviewer"), LIST).calls == 1


@pytest.mark.parametrize("action", REQUESTS)
def test_without_a_valid_key_nobody_gets_anything(engine: Engine, desk: Desk, action: str) -> None:
    revoked, expired = key(engine, "officer", "jane"), key(engine, "officer", "john", expired=True)
    Keys(engine).revoke("jane", None, NOW)
    answers = [refused(desk, each, action) for each in (NOBODY, "", revoked, expired)]
    assert {(one.status, str(one)) for one in answers} == {(401, str(answers[0]))}
    assert all(one.headers["WWW-Authenticate"].startswith("Bearer") for one in answers)
    assert logged(engine, "who", "outcome") == [
        (who, "refused") for who in (None, None, "jane", "john")
    ]


@pytest.mark.parametrize("form", ["{}", "Basic {}", "Bearer", "Bearer {0} {0}", "Bearer {0}, {0}"])
def test_a_key_in_another_form_is_none(engine: Engine, desk: Desk, form: str) -> None:
    asked = Asked(ROUTE[LIST], "127.0.0.1", form.format(key(engine, "agent")))
    with pytest.raises(AccessRefused) as raised:
        desk.answer(asked)
    assert raised.value.status == 401


def test_the_scheme_may_be_written_as_one_likes(engine: Engine, desk: Desk) -> None:
    asked = Asked(ROUTE[LIST], "127.0.0.1", f"bEARER  {key(engine, 'agent')}")
    assert desk.answer(asked).calls == 2


def test_a_call_that_is_not_there_is_told_as_well(engine: Engine, desk: Desk) -> None:
    error = refused(desk, key(engine, "agent"), SHOW, in_path={"call_id": "none"})
    assert error.status == 404
    assert logged(engine, "subject", "calls", "outcome") == [("none", 0, "not_found")]


@pytest.mark.parametrize("action", REQUESTS)
def test_when_the_log_cannot_be_written_nothing_is_given(
    engine: Engine, desk: Desk, action: str
) -> None:
    token = key(engine, "officer")
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_log RENAME TO elsewhere"))
    try:
        with pytest.raises(SQLAlchemyError):
            ask(desk, token, action, **REQUESTS[action])
    finally:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE elsewhere RENAME TO audit_log"))


def test_with_another_key_of_the_log_nothing_is_given(engine: Engine, desk: Desk) -> None:
    AuditLog(engine, "key").append(Entry("jane", "agent", "list"))
    with pytest.raises(SettingError):
        ask(desk, key(engine, "agent"), LIST)
    assert ask(Desk(engine, settings(audit_key="key")), key(engine, "agent"), LIST).calls == 2


def test_without_the_key_that_finds_callers_nobody_is_found(engine: Engine, desk: Desk) -> None:
    blind = Desk(engine, settings(hash_key=""))
    error = refused(blind, key(engine, "officer"), EXPORT_CALLER, **REQUESTS[EXPORT_CALLER])
    assert (error.status, "VOICEDESK_HASH_KEY" in str(error)) == (503, True)


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/jsonp", "*/*"])
def test_a_body_of_another_type_is_refused(engine: Engine, desk: Desk, content_type: str) -> None:
    fields = {**REQUESTS[EXPORT_CALLER], "content_type": content_type}
    assert refused(desk, key(engine, "officer"), EXPORT_CALLER, **fields).status == 415


def test_the_type_of_a_body_may_have_a_charset(engine: Engine, desk: Desk) -> None:
    fields = {**REQUESTS[EXPORT_CALLER], "content_type": "Application/JSON; charset=utf-8"}
    assert ask(desk, key(engine, "officer"), EXPORT_CALLER, **fields).calls == 2


def test_no_telephone_number_is_in_the_log(engine: Engine, desk: Desk) -> None:
    ask(desk, key(engine, "officer"), EXPORT_CALLER, **REQUESTS[EXPORT_CALLER])
    assert MARIA.strip("+") not in str(logged(engine, "who", "action", "subject", "outcome"))


def test_the_log_is_read_page_by_page_and_its_reading_is_in_it(engine: Engine, desk: Desk) -> None:
    token = key(engine, "admin")
    for _ in range(3):
        ask(desk, token, READ_AUDIT)
    body = ask(desk, token, READ_AUDIT, query="limit=2").body
    assert [entry["sequence"] for entry in body["entries"]] == [1, 2]
    body = ask(desk, token, READ_AUDIT, query=f"after={body['next']}").body
    assert [entry["subject"] for entry in body["entries"]] == ["after 0", "after 0"]
    assert body["next"] is None
    verification = Verification(engine, "")
    assert (list(verification), verification.trouble) == ([5], None)


def test_a_key_may_not_come_too_often_and_others_still_may(engine: Engine) -> None:
    desk = Desk(engine, settings(Api(requests_a_minute=2)))
    jane, john = key(engine, "agent", "jane"), key(engine, "agent", "john")
    assert [ask(desk, jane, LIST).calls for _ in range(2)] == [0, 0]
    error = refused(desk, jane, LIST)
    assert error.status == 429 and int(error.headers["Retry-After"]) >= 1
    assert ask(desk, john, LIST).calls == 0
    assert logged(engine, "who") == [("jane",), ("jane",), ("john",)]


def test_who_has_no_key_cannot_fill_the_log_nor_lock_others_out(engine: Engine) -> None:
    desk = Desk(engine, settings(Api(refusals_a_minute=2)))
    errors = [refused(desk, NOBODY, LIST) for _ in range(4)]
    assert [error.status for error in errors] == [401, 401, 429, 429]
    assert len(logged(engine, "sequence")) == 2
    assert refused(desk, NOBODY, LIST, address="127.0.0.2").status == 401
    assert ask(desk, key(engine, "agent"), LIST).calls == 0
