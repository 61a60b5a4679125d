"""Deletes what has been kept for as long as privacy.yml says, but for calls that are held.

In batches, each a transaction of its own: callers are recorded meanwhile, and a purge that is
broken off is gone on with the next time. What belongs to a call goes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, false, func, select
from sqlalchemy.engine import Connection, Engine

from actions.banking.tables import handovers
from actions.privacy.policy import HANDOVERS, TRANSCRIPTS
from actions.transcripts.tables import calls, recorded_events

BATCH = 200


def purge(
    engine: Engine, retention_days: Mapping[str, int], now: datetime
) -> Iterator[tuple[str, int]]:
    """Deletes batch by batch what `retention_days` names; after each, of which kind how many went.

    Raises SQLAlchemy's errors; what has gone by then has gone.
    """
    for kind, days in retention_days.items():
        count = BATCH
        while count == BATCH:
            with engine.begin() as connection:
                count = _BATCHES[kind](connection, now - timedelta(days=days))
            yield kind, count


def held_back(engine: Engine) -> int:
    """The calls that are held."""
    with engine.connect() as connection:
        held = select(func.count()).select_from(calls).where(calls.c.held)
        return int(connection.execute(held).scalar_one())


def delete_calls(connection: Connection, call_ids: list[str]) -> int:
    """With all that belongs to them; not what is held, though it be so since a moment ago."""
    these = calls.c.call_id.in_(call_ids), calls.c.held == false()
    count = int(connection.execute(delete(calls).where(*these)).rowcount)
    left = select(calls.c.call_id)
    for table in (handovers, recorded_events):
        gone = table.c.call_id.in_(call_ids), table.c.call_id.not_in(left)
        connection.execute(delete(table).where(*gone))
    return count


def _transcripts(connection: Connection, before: datetime) -> int:
    old = calls.c.started_at < before, calls.c.held == false()
    ids = connection.execute(select(calls.c.call_id).where(*old).limit(BATCH)).scalars()
    return delete_calls(connection, list(ids))


def _handovers(connection: Connection, before: datetime) -> int:
    held = select(calls.c.call_id).where(calls.c.held)
    old = handovers.c.requested_at < before, handovers.c.call_id.not_in(held)
    ids = list(connection.execute(select(handovers.c.id).where(*old).limit(BATCH)).scalars())
    these = handovers.c.id.in_(ids), handovers.c.call_id.not_in(held)
    return int(connection.execute(delete(handovers).where(*these)).rowcount)


_BATCHES: Mapping[str, Callable[[Connection, datetime], int]] = {
    TRANSCRIPTS: _transcripts,
    HANDOVERS: _handovers,
}
