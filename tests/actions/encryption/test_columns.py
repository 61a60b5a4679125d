"""What stands in the database's files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from actions.banking.samples import seed
from actions.banking.service import Bank
from actions.database import migrate, open_engine
from actions.encryption.keys import EnvironmentKeys
from actions.errors import BankUnavailable
from tests.actions.keys import KEYS
from tests.actions.rights.kept import keep


def test_nothing_of_callers_and_customers_can_be_read_in_the_files(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/voicedesk.db", KEYS)
    migrate(engine)
    seed(engine, date(2026, 11, 26))
    keep(engine, "one", 1)
    written = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    engine.dispose()
    assert b"customer_id" in written
    for known in (b"Lopez", b"40017733", b"3391", b"Pizza Palace", b"hello from"):
        assert known not in written, known


def test_a_customer_who_cannot_be_decrypted_is_a_bank_out_of_reach(bank: Bank) -> None:
    with bank._engine.begin() as connection:
        connection.execute(text("UPDATE customers SET name = 'damaged'"))
    with pytest.raises(BankUnavailable, match="cannot be decrypted"):
        bank.authenticate("40017733", "4821")


def test_without_a_key_nothing_is_written(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/voicedesk.db", KEYS)
    migrate(engine)
    keyless = open_engine(str(engine.url), EnvironmentKeys("no key"))
    with pytest.raises(StatementError, match="VOICEDESK_DATA_KEYS"):
        keep(keyless, "one", 1)
