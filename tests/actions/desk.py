"""The bank of the tests of actions: real records in SQLite."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from actions import actions, hearing, repair
from actions.banking.samples import seed
from actions.banking.service import Bank
from actions.database import open_engine
from actions.errors import BankUnavailable
from actions.forms import block_card, identify
from tests.actions.keys import KEYS


class DeadBank:
    """A bank whose records are out of reach, whatever it is asked."""

    def __getattr__(self, name: str) -> Any:
        def fail(*args: object) -> None:
            raise BankUnavailable("no records")

        return fail


@pytest.fixture
def bank(tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bank]:
    """The sample customers."""
    engine = open_engine(f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'desk.db')}", KEYS)
    seed(engine, date.today())
    yield use(monkeypatch, Bank(engine))
    engine.dispose()


@pytest.fixture
def dead_bank(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Records that do not answer."""
    return use(monkeypatch, DeadBank())


def use(monkeypatch: pytest.MonkeyPatch, bank: Any) -> Any:
    for module in (actions, block_card, hearing, identify, repair):
        monkeypatch.setattr(module, "bank", lambda: bank)
    return bank
