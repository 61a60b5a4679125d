"""What the API gives of the transcripts, as it is in SQL but for the caller's key.

The key is a pseudonym: it tells that two calls are one caller's, which no reader has to know.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.engine import Engine

from actions.access.parameters import Place, cursor
from actions.rights import subject
from actions.transcripts.show import call_as_json, plain
from actions.transcripts.store import Row, Store, in_utc
from actions.transcripts.tables import calls

BATCH = 50
HIDDEN = "caller_key"


class Reading:
    """In one database, `only` what meets this condition; blocking; raises SQLAlchemy's errors."""

    def __init__(self, engine: Engine, only: Any) -> None:
        self._engine = engine
        self._only = only
        self._store = Store(engine)

    def page(self, limit: int, before: Place | None) -> tuple[list[dict[str, Any]], str | None]:
        """Calls without their turns, newest first; and the cursor of the next page, if any."""
        older = () if before is None else (_order(before),)
        newest = calls.c.started_at.desc(), calls.c.call_id.desc()
        these = select(calls).where(self._only, *older).order_by(*newest)
        rows = self._rows(these.limit(limit + 1))
        page = rows[:limit]
        more = len(rows) > limit
        next_page = cursor(page[-1]["started_at"], page[-1]["call_id"]) if more else None
        return [_head(row) for row in page], next_page

    def call(self, call_id: str) -> dict[str, Any] | None:
        """One call with its turns."""
        rows = self._rows(select(calls).where(self._only, calls.c.call_id == call_id))
        return _shown(call_as_json(self._store, rows[0])) if rows else None

    def count(self, first: datetime, last: datetime) -> int:
        """The calls that began between these moments."""
        period = calls.c.started_at.between(first, last)
        with self._engine.connect() as connection:
            counted = select(func.count()).select_from(calls).where(self._only, period)
            return int(connection.execute(counted).scalar_one())

    def lines(self, first: datetime, last: datetime, count: int) -> Iterator[bytes]:
        """They, oldest first, a JSON line each; in batches, and never more than `count`.

        So many were told to the audit log; what has come since is left for the next time.
        """
        period = calls.c.started_at.between(first, last)
        these = select(calls).where(self._only, period)
        oldest = these.order_by(calls.c.started_at, calls.c.call_id)
        later: tuple[Any, ...] = ()
        while count > 0:
            rows = self._rows(oldest.where(*later).limit(min(BATCH, count)))
            if not rows:
                return
            yield b"".join(self._line(row) for row in rows)
            count -= len(rows)
            later = (_order((rows[-1]["started_at"], rows[-1]["call_id"]), later=True),)

    def of_caller(self, caller_key: str) -> dict[str, Any]:
        """All that is kept of a caller's calls, for whatever purpose."""
        found = subject.export(self._engine, caller_key)
        return {**found, "calls": [_shown(call) for call in found["calls"]]}

    def _rows(self, query: Any) -> list[Row]:
        with self._engine.connect() as connection:
            return [in_utc(row._mapping) for row in connection.execute(query)]

    def _line(self, row: Row) -> bytes:
        return json.dumps(_shown(call_as_json(self._store, row))).encode() + b"\n"


def _order(place: Place, later: bool = False) -> Any:
    """Before that place in the order of time, or after it."""
    at, call_id = place
    if later:
        beyond, then = calls.c.started_at > at, calls.c.call_id > call_id
    else:
        beyond, then = calls.c.started_at < at, calls.c.call_id < call_id
    return or_(beyond, and_(calls.c.started_at == at, then))


def _head(row: Row) -> dict[str, Any]:
    return _shown({"call_id": row["call_id"], **plain(row)})


def _shown(call: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in call.items() if name != HIDDEN}
