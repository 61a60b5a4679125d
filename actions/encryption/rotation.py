"""Seals anew, with the newest key, what older keys have sealed; the line goes on meanwhile.

In batches, each a transaction of its own. Nothing tells how far it came: what the newest key has
sealed is passed over, so a rotation that was broken off is gone on with by the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Column, Text, func, select, type_coerce, update
from sqlalchemy.engine import Connection, Engine

from actions.encryption.cipher import Cipher
from actions.encryption.columns import Sealed, cipher_of
from actions.errors import UnreadableColumn
from actions.metadata import metadata

BATCH = 200


class Progress(NamedTuple):
    """Of one column: rows that were looked at, of how many; sealed anew; not to be opened."""

    column: str
    seen: int
    rows: int
    rotated: int
    unreadable: int


def rotate(engine: Engine) -> Iterator[Progress]:
    """Goes through all sealed columns; yields after each batch. Raises SQLAlchemy's errors.

    What cannot be opened stays as it is: a key may turn up again.
    """
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Sealed):
                yield from _column(engine, column)


def _column(engine: Engine, column: Column) -> Iterator[Progress]:
    (key,) = column.table.primary_key.columns
    with engine.connect() as connection:
        rows = connection.execute(select(func.count()).select_from(column.table)).scalar_one()
    progress, last = Progress(str(column), 0, rows, 0, 0), None
    while True:
        with engine.begin() as connection:
            batch = _batch(connection, column, key, last)
            results = [_again(connection, column, key, *row) for row in batch]
        if not batch:
            return
        last = batch[-1][0]
        progress = Progress(
            progress.column,
            progress.seen + len(batch),
            rows,
            progress.rotated + results.count(True),
            progress.unreadable + results.count(None),
        )
        yield progress


def _batch(
    connection: Connection, column: Column, key: Column, last: object
) -> list[tuple[object, str | None]]:
    """The next rows' keys, and the texts as they are in the database."""
    rows = select(key, type_coerce(column, Text)).order_by(key).limit(BATCH)
    if last is not None:
        rows = rows.where(key > last)
    return [(row[0], row[1]) for row in connection.execute(rows)]


def _again(
    connection: Connection, column: Column, key: Column, which: object, sealed: str | None
) -> bool | None:
    """Whether it had to be sealed anew; None if it cannot be opened.

    What has changed since it was read has been sealed with the newest key by whoever changed it.
    """
    cipher: Cipher = cipher_of(connection.dialect)
    if sealed is None or cipher.is_newest(sealed):
        return False
    try:
        anew = cipher.seal(cipher.open(sealed))
    except UnreadableColumn:
        return None
    raw = type_coerce(column, Text)
    values = {column.name: type_coerce(anew, Text)}
    connection.execute(update(column.table).where(key == which, raw == sealed).values(values))
    return True
