"""What is kept of one caller, for them to have or to have deleted; and calls that must be kept.

Calls are found by a keyed hash of the caller's number (transcripts/callers.py): GDPR, articles 15
and 17. The customer's own records with the bank are not the assistant's to give or to delete.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.engine import Connection, Engine

from actions.banking.tables import handovers
from actions.rights.purge import BATCH, delete_calls
from actions.rights.purposes import UNDER_WAY
from actions.transcripts.show import call_as_json
from actions.transcripts.store import Store, in_utc
from actions.transcripts.tables import calls, consents, entities, recorded_events, turns


def export(engine: Engine, caller_key: str) -> dict[str, Any]:
    """Every call of the caller's, oldest first, and what was handed over in it."""
    store, own = Store(engine), _own(caller_key)
    with engine.connect() as connection:
        call_ids = connection.execute(own.order_by(calls.c.started_at)).scalars().all()
        handed = connection.execute(select(handovers).where(handovers.c.call_id.in_(own)))
        rows = [in_utc(row._mapping) for row in handed]
    found = [store.call(call_id) for call_id in call_ids]
    return {
        "calls": [call_as_json(store, call) for call in found if call],
        "handovers": [{**row, "requested_at": row["requested_at"].isoformat()} for row in rows],
    }


def erase(engine: Engine, caller_key: str, now: datetime) -> dict[str, Mapping[str, int]]:
    """Deletes them, in one transaction; what was there before, and what is left.

    Left are calls that are held, and such as may still be going on: an event that came later would
    make them anew, to be found by nobody.
    """
    over = or_(calls.c.ended_at.is_not(None), calls.c.started_at < now - UNDER_WAY)
    with engine.begin() as connection:
        before = _counts(connection, caller_key)
        call_ids = connection.execute(_own(caller_key).where(over)).scalars().all()
        for at in range(0, len(call_ids), BATCH):
            delete_calls(connection, call_ids[at : at + BATCH])
        return {"before": before, "left": _counts(connection, caller_key)}


def hold(engine: Engine, call_id: str, held: bool) -> bool:
    """Whether there is such a call; while it is held, nothing deletes it."""
    with engine.begin() as connection:
        this = update(calls).where(calls.c.call_id == call_id).values(held=held)
        return bool(connection.execute(this).rowcount)


def _own(caller_key: str) -> Any:
    return select(calls.c.call_id).where(calls.c.caller_key == caller_key)


def _counts(connection: Connection, caller_key: str) -> Mapping[str, int]:
    """Rows by table."""
    own = _own(caller_key)
    rows = {
        "calls": calls.c.call_id.in_(own),
        "consents": consents.c.call_id.in_(own),
        "turns": turns.c.call_id.in_(own),
        "entities": entities.c.turn_id.in_(select(turns.c.id).where(turns.c.call_id.in_(own))),
        "handovers": handovers.c.call_id.in_(own),
        "recorded_events": recorded_events.c.call_id.in_(own),
    }
    return {
        name: int(connection.execute(select(func.count()).where(these)).scalar_one())
        for name, these in rows.items()
    }
