"""Databases for the tests of the action server: each test runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine, make_url

import actions.access.tables
import actions.banking.tables
import actions.transcripts.tables  # noqa: F401  # they fill the metadata
from actions.database import migrate, open_engine
from actions.encryption.keys import VARIABLE
from actions.encryption.tables import encryption
from actions.metadata import metadata
from tests.actions import postgres
from tests.actions.desk import bank, dead_bank  # noqa: F401  # fixtures for all
from tests.actions.keys import KEY, KEYS
from tests.missing import missing


@pytest.fixture(autouse=True)
def one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that a test starts use it, and make no file for theirs."""
    monkeypatch.setenv(VARIABLE, KEY)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A database for this run of the tests only."""
    with postgres.server() as server_url:
        if server_url is None:
            missing("PostgreSQL", "apt-get install postgresql")
        with postgres.database(server_url, f"voicedesk_test_{uuid4().hex[:12]}") as url:
            yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty database is, or one with what an earlier test has left."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/voicedesk.db"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SQLite's, to be copied: to migrate takes longer than most tests."""
    file = tmp_path_factory.mktemp("migrated") / "voicedesk.db"
    engine = open_engine(f"sqlite:///{file}", KEYS)
    migrate(engine)
    engine.dispose()
    return file


@pytest.fixture
def engine(database_url: str, migrated_file: Path) -> Iterator[Engine]:
    """A migrated database without any rows of callers and customers."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        shutil.copy(migrated_file, str(url.database))
    engine = open_engine(database_url, KEYS)
    migrate(engine)
    _empty(engine)
    yield engine
    engine.dispose()


def _empty(engine: Engine) -> None:
    """Also of what can only be added to; SQLite's file is a new one anyway."""
    triggers = "ALTER TABLE audit_log {} TRIGGER USER"
    with engine.begin() as connection:
        if engine.name == "postgresql":
            connection.execute(text(triggers.format("DISABLE")))
        for table in reversed(metadata.sorted_tables):
            if table is not encryption:
                connection.execute(table.delete())
        if engine.name == "postgresql":
            connection.execute(text(triggers.format("ENABLE")))
