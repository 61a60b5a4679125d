"""The action server's one database: how it is opened and brought to the newest schema."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import URL, Connection, Engine, make_url

from actions.encryption import columns
from actions.encryption.cipher import Cipher
from actions.encryption.index import check
from actions.encryption.keys import Keys
from actions.errors import SettingError

# A caller waits while we wait: fail early, the broker keeps events and an action apologizes.
PATIENCE_S = 2.0


def open_engine(url: str, keys: Keys, patience_s: float = PATIENCE_S) -> Engine:
    """An engine for `url`, which connects at first use; SQLite's file and folder are made.

    `keys` seal its texts. `patience_s` bounds the wait for a lock, a statement, and for a
    connection out of the pool.
    """
    parsed = make_url(url)
    is_file = parsed.get_backend_name() == "sqlite"
    engine = (_open_sqlite if is_file else _open_postgresql)(parsed, patience_s)
    columns.use(engine, Cipher(keys))
    return engine


def _open_postgresql(url: URL, patience_s: float) -> Engine:
    timeout_ms = round(patience_s * 1000)
    return create_engine(
        url,
        future=True,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_timeout=patience_s,
        connect_args={
            "connect_timeout": 2,  # seconds; PostgreSQL's smallest
            "options": f"-c statement_timeout={timeout_ms} -c timezone=UTC",
        },
    )


def is_missing(url: str) -> bool:
    """Whether `url` names an SQLite file that is not there: `open_engine` would make it."""
    parsed = make_url(url)
    path = _sqlite_file(parsed) if parsed.get_backend_name() == "sqlite" else None
    return path is not None and not path.exists()


def migrate(engine: Engine) -> None:
    """Bring the schema to the newest version; does nothing if it is.

    Raises `SettingError` if the database was written with other keys than the engine's.
    """
    with to_be_changed(engine) as connection:
        config = _alembic()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        check(connection, columns.cipher_of(engine.dialect).keys.name)


def is_migrated(engine: Engine) -> bool:
    """Whether the schema is the newest; raises SQLAlchemy's errors if out of reach."""
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_heads()
    return set(current) == set(ScriptDirectory.from_config(_alembic()).get_heads())


@contextmanager
def to_be_changed(engine: Engine) -> Iterator[Connection]:
    """A transaction that changes tables, all or nothing."""
    if engine.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            yield connection
        return
    with engine.connect() as connection, _own_transactions(connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection
        connection.commit()
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")  # texts as they were before


@contextmanager
def _own_transactions(connection: Connection) -> Iterator[None]:
    """Left to itself Python's module commits before a change of tables.

    SQLite alters many a table by a copy, and all that refers to the old one would go with it:
    https://alembic.sqlalchemy.org/en/latest/batch.html#dealing-with-referencing-foreign-keys
    """
    sqlite: Any = connection.connection
    usual = sqlite.isolation_level
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    sqlite.isolation_level = None
    try:
        yield
    finally:
        connection.rollback()
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        sqlite.isolation_level = usual


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _open_sqlite(url: URL, patience_s: float) -> Engine:
    if path := _sqlite_file(url):
        _make(path)
    engine = create_engine(
        url, future=True, hide_parameters=True, connect_args={"timeout": patience_s}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _make(path: Path) -> None:
    """Ours before SQLite makes it readable for all; its -wal and -shm inherit the mode."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT, 0o600))
    except OSError as error:
        allowed = f"a file that can be written ({error.strerror})"
        raise SettingError("database.url", f"sqlite:///{path}", allowed) from None


def _sqlite_file(url: URL) -> Path | None:
    """None for a database in memory, and for SQLite's own `file:` addresses."""
    name = url.database or ":memory:"
    return None if name == ":memory:" or name.startswith("file:") else Path(name)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Readers do not wait for the recorder's writes; foreign keys are off unless asked for.
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA secure_delete=ON")  # what is redacted later is overwritten
