"""Calls that were recorded some days ago."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from sqlalchemy import func, insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.sql.schema import Table

from actions.banking.tables import handovers
from actions.transcripts.callers import caller_key
from actions.transcripts.tables import calls, consents, entities, recorded_events, turns

NOW = datetime(2026, 11, 25, 12, tzinfo=timezone.utc)
SECRET = "secret"
MARIA, JAMES = "+15550142", "+15550143"
ALL = (calls, consents, turns, entities, recorded_events, handovers)


def key(number: str) -> str:
    return str(caller_key(number, SECRET))


def keep(
    engine: Engine,
    call_id: str,
    days: float,
    number: str = MARIA,
    held: bool = False,
    over: bool = True,
    agreed: Mapping[str, bool] = {"service": True},
) -> None:
    """A call of one turn with all that belongs to it, which began so many days before NOW."""
    at = NOW - timedelta(days=days)
    with engine.begin() as connection:
        connection.execute(
            insert(calls).values(
                call_id=call_id,
                started_at=at,
                ended_at=at if over else None,
                outcome="completed",
                caller_key=key(number),
                held=held,
            )
        )
        for purpose, given in agreed.items():
            connection.execute(
                insert(consents).values(
                    call_id=call_id, purpose=purpose, mode="opt_in", version="1", given=given
                )
            )
        turn = insert(turns).values(
            call_id=call_id, number=1, speaker="caller", at=at, text=f"hello from {call_id}"
        )
        turn_id = connection.execute(turn).inserted_primary_key[0]
        connection.execute(insert(entities).values(turn_id=turn_id, name="n", value="v"))
        connection.execute(insert(recorded_events).values(event_id=call_id, call_id=call_id))
        connection.execute(
            insert(handovers).values(call_id=call_id, reason="asked", details={}, requested_at=at)
        )


def count(engine: Engine, table: Table) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def kept(engine: Engine) -> list[str]:
    """The ids of the calls that are there."""
    with engine.connect() as connection:
        return sorted(connection.execute(select(calls.c.call_id)).scalars())
