from __future__ import annotations

import stat
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from actions.database import is_migrated, is_missing, migrate, open_engine
from actions.errors import SettingError
from actions.metadata import metadata

MIGRATIONS = Path(__file__).parents[2] / "actions" / "migrations"


def test_the_migrations_make_the_tables_that_the_code_declares(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_database_is_migrated_once_and_says_so(database_url: str) -> None:
    engine = open_engine(database_url)
    migrate(engine)
    migrate(engine)
    assert is_migrated(engine)
    engine.dispose()


def test_every_migration_can_be_undone(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert not is_migrated(engine)
    migrate(engine)
    assert is_migrated(engine)


def test_the_folder_of_a_sqlite_file_is_made(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/new/voicedesk.db")
    assert not is_migrated(engine)
    engine.dispose()


def test_a_sqlite_file_that_cannot_be_made_is_refused_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path, tmp_path / "file" / "a.db"):
        with pytest.raises(SettingError, match=f"database.url is 'sqlite:///{path}'; allowed: "):
            open_engine(f"sqlite:///{path}")


def test_a_sqlite_file_is_its_owners_alone(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/voicedesk.db")
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE secrets (pin TEXT)"))
        files = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    engine.dispose()
    assert set(files) >= {"voicedesk.db", "voicedesk.db-wal"}
    assert set(files.values()) == {0o600}


def test_a_sqlite_file_is_missing_until_it_is_opened(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/voicedesk.db"
    assert is_missing(url)
    open_engine(url).dispose()
    assert not is_missing(url)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "postgresql://127.0.0.1/none"])
def test_what_is_no_file_is_not_missing(url: str) -> None:
    assert not is_missing(url)


def test_a_server_that_is_not_there_is_told_at_once() -> None:
    engine = open_engine("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(OperationalError):
        is_migrated(engine)
    engine.dispose()
