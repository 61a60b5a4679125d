"""Deletes what privacy.yml keeps no longer: for its age, or for want of consent; but what is held.

In batches, each a transaction of its own: callers are recorded meanwhile, and a purge that is
broken off is gone on with the next time. What belongs to a call goes with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import delete, false, func, select
from sqlalchemy.engine import Connection, Engine

from actions.banking.tables import handovers
from actions.privacy.retention import HANDOVERS, TRANSCRIPTS, Retention
from actions.rights.purposes import is_over
from actions.transcripts.tables import calls, recorded_events

BATCH = 200


def purge(engine: Engine, retention: Retention, now: datetime) -> Iterator[tuple[str, int]]:
    """Deletes batch by batch; after each, of which kind how many went.

    Raises SQLAlchemy's errors; what has gone by then has gone.
    """
    for kind in (TRANSCRIPTS, HANDOVERS):
        count = BATCH
        while count == BATCH:
            with engine.begin() as connection:
                count = _BATCHES[kind](connection, retention, now)
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


def _transcripts(connection: Connection, retention: Retention, now: datetime) -> int:
    old = is_over(retention, now), calls.c.held == false()
    ids = connection.execute(select(calls.c.call_id).where(*old).limit(BATCH)).scalars()
    return delete_calls(connection, list(ids))


def _handovers(connection: Connection, retention: Retention, now: datetime) -> int:
    if retention.handovers is None:
        return 0
    before = now - timedelta(days=retention.handovers)
    held = select(calls.c.call_id).where(calls.c.held)
    old = handovers.c.requested_at < before, handovers.c.call_id.not_in(held)
    ids = list(connection.execute(select(handovers.c.id).where(*old).limit(BATCH)).scalars())
    these = handovers.c.id.in_(ids), handovers.c.call_id.not_in(held)
    return int(connection.execute(delete(handovers).where(*these)).rowcount)


_BATCHES = {TRANSCRIPTS: _transcripts, HANDOVERS: _handovers}
