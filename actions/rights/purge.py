"""Deletes what has been kept for as long as privacy.yml says, but for calls that are held.

In batches, each a transaction of its own: callers are recorded meanwhile, and a purge that is
broken off is gone on with the next time. What belongs to a call goes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, false, func, select
from sqlalchemy.engine import Connection, Engine

from actions.banking.tables import handovers
from actions.privacy.policy import HANDOVERS, TRANSCRIPTS
from actions.transcripts.tables import calls, recorded_events

BATCH = 200
_HELD = select(calls.c.call_id).where(calls.c.held)

Report = Mapping[str, int]
"""How many rows went, by what retention calls them."""


def purge(
    engine: Engine,
    retention_days: Mapping[str, int],
    now: datetime,
    progress: Callable[[str, int], None] = lambda kind, count: None,
) -> Report:
    """Of what `retention_days` names; raises SQLAlchemy's errors, and then goes on another time.

    `progress` is told what has gone so far, after each batch.
    """
    report = {}
    for kind, days in retention_days.items():
        report[kind], more = 0, True
        while more:
            with engine.begin() as connection:
                count = _BATCHES[kind](connection, now - timedelta(days=days))
            report[kind] += count
            progress(kind, report[kind])
            more = count == BATCH
    return report


def held_back(engine: Engine) -> int:
    """The calls that are held."""
    with engine.connect() as connection:
        held = select(func.count()).select_from(calls).where(calls.c.held)
        return int(connection.execute(held).scalar_one())


def delete_calls(connection: Connection, call_ids: list[str]) -> int:
    """With their turns, entities and events; handovers stay."""
    connection.execute(delete(recorded_events).where(recorded_events.c.call_id.in_(call_ids)))
    return int(connection.execute(delete(calls).where(calls.c.call_id.in_(call_ids))).rowcount)


def _transcripts(connection: Connection, before: datetime) -> int:
    old = (
        select(calls.c.call_id)
        .where(calls.c.started_at < before, calls.c.held == false())
        .limit(BATCH)
    )
    return delete_calls(connection, list(connection.execute(old).scalars()))


def _handovers(connection: Connection, before: datetime) -> int:
    old = (
        select(handovers.c.id)
        .where(handovers.c.requested_at < before, handovers.c.call_id.not_in(_HELD))
        .limit(BATCH)
    )
    ids = list(connection.execute(old).scalars())
    return int(connection.execute(delete(handovers).where(handovers.c.id.in_(ids))).rowcount)


_BATCHES: Mapping[str, Callable[[Connection, datetime], int]] = {
    TRANSCRIPTS: _transcripts,
    HANDOVERS: _handovers,
}
