from __future__ import annotations

import stat
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from actions.banking.service import Bank
from actions.banking.tables import handovers
from actions.database import is_migrated, is_missing, migrate, open_engine, to_be_changed
from actions.encryption.keys import EnvironmentKeys, new_key
from actions.errors import SettingError
from actions.metadata import metadata
from tests.actions import postgres
from tests.actions.keys import KEYS
from tests.missing import missing
from tests.tls import certificate

MIGRATIONS = Path(__file__).parents[2] / "actions" / "migrations"


def undo(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with to_be_changed(engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def test_the_migrations_make_the_tables_that_the_code_declares(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_database_is_migrated_once_and_says_so(database_url: str) -> None:
    engine = open_engine(database_url, KEYS)
    migrate(engine)
    migrate(engine)
    assert is_migrated(engine)
    engine.dispose()


def test_every_migration_can_be_undone(engine: Engine) -> None:
    undo(engine, "base")
    assert not is_migrated(engine)
    migrate(engine)
    assert is_migrated(engine)


def test_texts_of_before_are_sealed_by_the_migration_and_opened_by_its_undoing(
    engine: Engine,
) -> None:
    undo(engine, "0003")
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO customers (id, name, account_number, pin_hash, checking_cents) "
                "VALUES (1, 'Maria Lopez', '40017733', '', 0)"
            )
        )
        connection.execute(
            text(
                "INSERT INTO cards (customer_id, kind, last_four, blocked) "
                "VALUES (1, 'debit', '3391', false)"
            )
        )
        connection.execute(
            text(
                "INSERT INTO handovers (call_id, customer_id, reason, details, requested_at) "
                "VALUES ('one', 1, 'asked', '{\"goal\": \"balance\"}', CURRENT_TIMESTAMP)"
            )
        )
    migrate(engine)
    assert Bank(engine).owns(1, "40017733")
    assert [card.last_four for card in Bank(engine).cards(1)] == ["3391"]
    with engine.connect() as connection:
        assert connection.execute(select(handovers.c.details)).scalar_one() == {"goal": "balance"}
        row = connection.execute(text("SELECT name, account_number FROM customers")).one()
    assert all(text.startswith("gAAAA") for text in row)
    undo(engine, "0003")
    with engine.connect() as connection:
        row = connection.execute(text("SELECT name, account_number FROM customers")).one()
    assert tuple(row) == ("Maria Lopez", "40017733")
    migrate(engine)


def test_a_migration_that_fails_changes_nothing(engine: Engine) -> None:
    undo(engine, "0003")
    keys = EnvironmentKeys("none")
    with pytest.raises(SettingError, match="VOICEDESK_DATA_KEYS"):
        migrate(open_engine(engine.url.render_as_string(hide_password=False), keys))
    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_heads() == ("0003",)
    migrate(engine)


def test_a_database_of_other_keys_is_refused(engine: Engine) -> None:
    keys = EnvironmentKeys(new_key())
    with pytest.raises(SettingError, match="the keys that this database was written with"):
        migrate(open_engine(engine.url.render_as_string(hide_password=False), keys))


def test_a_server_with_tls_is_used_if_its_certificate_is_trusted(tmp_path: Path) -> None:
    with postgres.with_tls(tmp_path) as server:
        if server is None:
            missing("PostgreSQL", "apt-get install postgresql")
        url, authority = server
        engine = open_engine(f"{url}?sslmode=verify-full&sslrootcert={authority}", KEYS)
        with engine.connect() as connection:
            encrypted = text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
            assert connection.execute(encrypted).scalar_one() is True
        engine.dispose()
        other = certificate(tmp_path).authority
        stranger = open_engine(f"{url}?sslmode=verify-full&sslrootcert={other}", KEYS)
        with pytest.raises(OperationalError, match="certificate verify failed"):
            stranger.connect()


def test_the_folder_of_a_sqlite_file_is_made(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/new/voicedesk.db", KEYS)
    assert not is_migrated(engine)
    engine.dispose()


def test_a_sqlite_file_that_cannot_be_made_is_refused_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path, tmp_path / "file" / "a.db"):
        with pytest.raises(SettingError, match=f"database.url is 'sqlite:///{path}'; allowed: "):
            open_engine(f"sqlite:///{path}", KEYS)


def test_a_sqlite_file_is_its_owners_alone(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/voicedesk.db", KEYS)
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE secrets (pin TEXT)"))
        files = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    engine.dispose()
    assert set(files) >= {"voicedesk.db", "voicedesk.db-wal"}
    assert set(files.values()) == {0o600}


def test_a_sqlite_file_is_missing_until_it_is_opened(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/voicedesk.db"
    assert is_missing(url)
    open_engine(url, KEYS).dispose()
    assert not is_missing(url)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "postgresql://127.0.0.1/none"])
def test_what_is_no_file_is_not_missing(url: str) -> None:
    assert not is_missing(url)


def test_a_server_that_is_not_there_is_told_at_once() -> None:
    engine = open_engine("postgresql://nobody@127.0.0.1:1/none", KEYS)
    with pytest.raises(OperationalError):
        is_migrated(engine)
    engine.dispose()
