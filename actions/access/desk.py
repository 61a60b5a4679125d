"""Where a request for transcripts is examined, answered, and told to the audit log; blocking.

The order is the point of it: who asks, how often, may they, do they ask rightly; then the answer is
fetched, its row is written to the log, and only then is it handed out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import true
from sqlalchemy.engine import Engine

from actions.access.audit import NOT_FOUND, OK, REFUSED, AuditLog, Entry
from actions.access.chain import instant
from actions.access.keys import Key, Keys
from actions.access.parameters import read, read_caller
from actions.access.rate import Rate
from actions.access.reading import Reading
from actions.access.roles import EXPORT, EXPORT_CALLER, LIST, PURPOSES, READ_AUDIT, SHOW, may
from actions.access.routes import JSON, Route
from actions.errors import AccessRefused
from actions.privacy.consent import SERVICE
from actions.privacy.policy import HASH_KEY
from actions.rights.purposes import lasts
from actions.settings import Settings
from actions.transcripts.callers import caller_key

_BEARER = re.compile(r"bearer +(\S+)", re.IGNORECASE)  # RFC 6750, 2.1


@dataclass(frozen=True)
class Asked:
    """A request, as far as it matters; `address` is that of the connection's other end."""

    route: Route
    address: str
    authorization: str = ""
    query: str = ""
    in_path: Mapping[str, str] = field(default_factory=dict)
    content_type: str = ""
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    """A body for JSON, or lines; and what the audit log is told of it."""

    calls: int
    subject: str | None = None
    body: Any = None
    lines: Iterator[bytes] | None = None
    outcome: str = OK


class Desk:
    """For one database; safe to ask from several threads."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._keys = Keys(engine)
        self._log = AuditLog(engine, settings.audit_key)
        self._engine = engine
        self._policy = settings.policy
        self._hash_key = settings.hash_key
        self._requests = Rate(settings.api.requests_a_minute)
        self._refusals = Rate(settings.api.refusals_a_minute)
        self._answers: Mapping[str, Callable[[Asked, Reading], Answer]] = {
            LIST: self._list,
            SHOW: self._show,
            EXPORT: self._export,
            EXPORT_CALLER: self._export_caller,
            READ_AUDIT: self._audit,
        }

    def answer(self, asked: Asked) -> Answer:
        """Raises `AccessRefused`; also SQLAlchemy's errors, and `SettingError` for the log's key.

        The log has a row of the answer, and of a refusal because of key or role.
        """
        key, action = self._known(asked), asked.route.action
        _check(self._requests.wait_s(str(key.id)), "This key has made too many requests.")
        if not may(key.role, action):
            self._log.append(Entry(key.name, key.role, action, outcome=REFUSED))
            raise AccessRefused(403, f"The role {key.role} may not do this.")
        answer = self._answers[action](asked, Reading(self._engine, self._only(key.role)))
        outcome = (answer.subject, answer.calls, answer.outcome)
        self._log.append(Entry(key.name, key.role, action, *outcome))
        if answer.outcome == NOT_FOUND:
            raise AccessRefused(404, "No such call is recorded.")
        return answer

    def _known(self, asked: Asked) -> Key:
        """Whose key it is; why it is not valid stays untold."""
        bearer = _BEARER.fullmatch(asked.authorization)
        key = self._keys.find(bearer[1], datetime.now(timezone.utc)) if bearer else None
        if key is not None and key.valid:
            return key
        # Before the log: nobody without a key may fill it.
        _check(self._refusals.wait_s(asked.address), "Too many requests without a valid key.")
        who, role = (key.name, key.role) if key else (None, None)
        self._log.append(Entry(who, role, asked.route.action, outcome=REFUSED))
        challenge = {"WWW-Authenticate": 'Bearer realm="transcripts"'}
        raise AccessRefused(401, "A valid key is needed: Authorization: Bearer KEY.", challenge)

    def _only(self, role: str) -> Any:
        """Condition of the calls that are there for what this role reads them for."""
        purpose = PURPOSES.get(role)
        if purpose is None or (purpose != SERVICE and not self._policy.consent.modes):
            return true()
        return lasts(purpose, self._policy.retention, datetime.now(timezone.utc))

    def _list(self, asked: Asked, reading: Reading) -> Answer:
        values = _values(asked)
        page, following = reading.page(values["limit"], values["before"])
        return Answer(len(page), body={"calls": page, "next": following})

    def _show(self, asked: Asked, reading: Reading) -> Answer:
        call_id = _values(asked)["call_id"]
        call = reading.call(call_id)
        return Answer(0, call_id, outcome=NOT_FOUND) if call is None else Answer(1, call_id, call)

    def _export(self, asked: Asked, reading: Reading) -> Answer:
        values = _values(asked)
        first, last = values["from"], values["to"]
        count = reading.count(first, last)
        days = f"{first.date()}/{last.date()}"
        return Answer(count, days, lines=reading.lines(first, last, count))

    def _export_caller(self, asked: Asked, reading: Reading) -> Answer:
        _values(asked)
        if asked.content_type.partition(";")[0].strip().lower() != JSON:
            raise AccessRefused(415, f"The body must be {JSON}.")
        number = read_caller(asked.body)
        if not self._hash_key:
            raise AccessRefused(503, f"{HASH_KEY} is not set where this API runs.")
        key = caller_key(number, self._hash_key)
        found = reading.of_caller(str(key))
        return Answer(len(found["calls"]), key, found)

    def _audit(self, asked: Asked, reading: Reading) -> Answer:
        values = _values(asked)
        rows = self._log.after(values["after"], values["limit"])
        shown = [{**row, "at": instant(row["at"])} for row in rows]
        following = rows[-1]["sequence"] if len(rows) == values["limit"] else None
        body = {"entries": shown, "next": following}
        return Answer(0, f"after {values['after']}", body)


def _values(asked: Asked) -> Mapping[str, Any]:
    return read(asked.route.parameters, asked.query, asked.in_path)


def _check(wait_s: int, why: str) -> None:
    if wait_s:
        raise AccessRefused(429, why, {"Retry-After": str(wait_s)})
