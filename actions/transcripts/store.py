"""Reading and writing calls and turns. Everything it is given has been redacted already."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import delete, false, func, insert, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from actions.privacy.consent import NOTHING_ASKED, SERVICE, Consent
from actions.transcripts.outcomes import IN_PROGRESS
from actions.transcripts.tables import calls, consents, entities, recorded_events, turns

Row = Mapping[str, Any]


class Store:
    """The transcripts in one database; raises SQLAlchemy's errors."""

    def __init__(self, engine: Engine, region: str = "", consent: Consent = NOTHING_ASKED):
        """`region`: where calls are taken; `consent`: what is needed. Each is noted with them."""
        self._engine = engine
        self._region = region or None
        self.consent = consent

    def has(self, event_id: str) -> bool:
        """Whether the event is recorded."""
        with self._engine.connect() as connection:
            known = select(recorded_events).where(recorded_events.c.event_id == event_id)
            return connection.execute(known).first() is not None

    def call(self, call_id: str) -> Row | None:
        """The call as it is now."""
        with self._engine.connect() as connection:
            row = connection.execute(select(calls).where(calls.c.call_id == call_id)).first()
        return None if row is None else in_utc(row._mapping)

    def latest(self, limit: int) -> list[Row]:
        """The calls that began last, newest first."""
        newest = select(calls).order_by(calls.c.started_at.desc()).limit(limit)
        with self._engine.connect() as connection:
            return [in_utc(row._mapping) for row in connection.execute(newest)]

    def turns(self, call_id: str) -> list[Row]:
        """The call's turns in order."""
        own = select(turns).where(turns.c.call_id == call_id).order_by(turns.c.number)
        with self._engine.connect() as connection:
            return [in_utc(row._mapping) for row in connection.execute(own)]

    def entities(self, call_id: str) -> list[Row]:
        """What was found in the caller's turns, in order."""
        own = (
            select(entities)
            .join(turns)
            .where(turns.c.call_id == call_id)
            .order_by(turns.c.number, entities.c.id)
        )
        with self._engine.connect() as connection:
            return [dict(row._mapping) for row in connection.execute(own)]

    def consents(self, call_id: str) -> list[Row]:
        """What the caller has agreed to, and to what not, by purpose."""
        own = select(consents).where(consents.c.call_id == call_id).order_by(consents.c.purpose)
        with self._engine.connect() as connection:
            return [in_utc(row._mapping) for row in connection.execute(own)]

    @contextmanager
    def once(self, event_id: str, call_id: str) -> Iterator[Writer | None]:
        """A transaction that records the event; None if another one has recorded it."""
        with self._engine.begin() as connection:
            try:
                connection.execute(
                    insert(recorded_events).values(event_id=event_id, call_id=call_id)
                )
            except IntegrityError:
                connection.rollback()
                yield None
                return
            yield Writer(connection, call_id, self._region, self.consent)


class Writer:
    """Writes to one call within one transaction."""

    def __init__(
        self, connection: Connection, call_id: str, region: str | None, consent: Consent
    ) -> None:
        self._connection = connection
        self._call_id = call_id
        self._region = region
        self._consent = consent

    def begin_call(self, started_at: datetime) -> None:
        """Make the call's row if it is not there; the caller has not agreed to anything yet."""
        known = select(calls.c.call_id).where(calls.c.call_id == self._call_id)
        if self._connection.execute(known).first() is not None:
            return
        self._connection.execute(
            insert(calls).values(
                call_id=self._call_id,
                region=self._region,
                started_at=started_at,
                outcome=IN_PROGRESS,
            )
        )
        for purpose, mode in self._consent.modes.items():
            self._connection.execute(
                insert(consents).values(
                    call_id=self._call_id,
                    purpose=purpose,
                    mode=mode,
                    version=self._consent.version,
                    given=False,
                )
            )

    def update_call(self, **values: object) -> None:
        """Set columns of the call's row."""
        this = calls.c.call_id == self._call_id
        self._connection.execute(update(calls).where(this).values(**_plain(values)))

    def add_turn(self, found: Sequence[Mapping[str, object]] = (), **values: object) -> None:
        """Append a turn, with the entities that were found in it."""
        last = select(func.max(turns.c.number)).where(turns.c.call_id == self._call_id)
        number = (self._connection.execute(last).scalar() or 0) + 1
        added = self._connection.execute(
            insert(turns).values(call_id=self._call_id, number=number, **_plain(values))
        )
        turn_id = added.inserted_primary_key[0]
        if found:
            rows = [{"turn_id": turn_id, **_plain(entity)} for entity in found]
            self._connection.execute(insert(entities), rows)

    def update_turn(self, turn_id: int, **values: object) -> None:
        """Set columns of a turn."""
        self._connection.execute(update(turns).where(turns.c.id == turn_id).values(**values))

    def update_entity(self, entity_id: int, value: str) -> None:
        """Replace the value of an entity."""
        this = entities.c.id == entity_id
        self._connection.execute(update(entities).where(this).values(value=value))

    def update_consents(self, purposes: Collection[str], **values: object) -> None:
        """Set columns of the consent to these purposes, where the call is noted with them."""
        these = consents.c.call_id == self._call_id, consents.c.purpose.in_(purposes)
        self._connection.execute(update(consents).where(*these).values(**values))

    def forget_without_consent(self) -> None:
        """Delete the words of a call that may not be kept for the service; not if it is held."""
        refused = select(consents.c.call_id).where(
            consents.c.purpose == SERVICE, consents.c.given == false()
        )
        kept = select(calls.c.call_id).where(calls.c.held)
        this = turns.c.call_id == self._call_id
        gone = turns.c.call_id.in_(refused), turns.c.call_id.not_in(kept)
        self._connection.execute(delete(turns).where(this, *gone))


def _plain(values: Mapping[str, object]) -> Mapping[str, object]:
    """Raises TypeError for what is no value of a column.

    SQLite's own error for it is the one of a database that is away: the event would come for ever.
    """
    for column, value in values.items():
        if value is not None and not isinstance(value, (str, int, float, datetime)):
            raise TypeError(f"{column} is a {type(value).__name__}")
    return values


def in_utc(row: Mapping[str, Any]) -> Row:
    """The row with its times in UTC; SQLite forgets the zone."""
    return {
        key: value.replace(tzinfo=timezone.utc)
        if isinstance(value, datetime) and value.tzinfo is None
        else value
        for key, value in row.items()
    }
