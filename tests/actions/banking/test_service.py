"""The bank on real databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.engine import Engine

from actions.banking.samples import SAMPLES, Sample, seed
from actions.banking.service import Balances, Bank, Card, Customer
from actions.banking.tables import customers, handovers
from actions.database import open_engine
from actions.errors import BankUnavailable, UnknownCard, WrongCredentials
from tests.actions.keys import KEYS

TODAY = date(2026, 11, 22)


@pytest.fixture
def bank(engine: Engine) -> Bank:
    seed(engine, TODAY)
    return Bank(engine)


@pytest.fixture
def unreachable(tmp_path: Path) -> Iterator[Bank]:
    """A bank whose database has no tables."""
    engine = open_engine(f"sqlite:///{tmp_path}/empty.db", KEYS)
    yield Bank(engine)
    engine.dispose()


def customer(bank: Bank, name: str) -> Customer:
    sample = next(sample for sample in SAMPLES if sample.name == name)
    return bank.authenticate(sample.account_number, sample.pin)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_every_sample_customer_finds_the_records_of_the_demonstration(
    bank: Bank, sample: Sample
) -> None:
    found = bank.authenticate(sample.account_number, sample.pin)
    assert found.name == sample.name
    assert len(bank.transactions(found.id, limit=10)) == 6
    assert bank.cards(found.id) == [Card(*card) for card in sample.cards]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "balances"),
    [
        ("Maria Lopez", Balances(Decimal("2543.10"), Decimal("10200.00"))),
        ("James Carter", Balances(Decimal("87.25"), None)),
        ("Grace Will", Balances(Decimal("0.00"), None)),
        ("Mark May", Balances(Decimal("-31.40"), Decimal("1250.00"))),
    ],
)
def test_balances_are_exact_and_may_be_negative_or_absent(
    bank: Bank, name: str, balances: Balances
) -> None:
    assert bank.balances(customer(bank, name).id) == balances


@pytest.mark.parametrize(
    ("account_number", "pin"),
    [
        ("40017733", "4822"),  # wrong PIN
        ("40017733", "9034"),  # another customer's
        ("99999999", "4821"),  # no such account
        ("40017733", ""),
        ("", ""),
        ("' OR 1=1 --", "4821"),
    ],
)
def test_wrong_credentials_do_not_tell_what_is_wrong(
    bank: Bank, account_number: str, pin: str
) -> None:
    with pytest.raises(WrongCredentials) as raised:
        bank.authenticate(account_number, pin)
    assert str(raised.value) == str(WrongCredentials())


def test_an_account_is_its_customers_own(bank: Bank) -> None:
    maria = customer(bank, "Maria Lopez").id
    assert bank.owns(maria, "40017733")
    assert not bank.owns(maria, "40025512") and not bank.owns(99, "40017733")


def test_pins_are_stored_as_salted_hashes(bank: Bank, engine: Engine) -> None:
    with engine.connect() as connection:
        hashes = connection.execute(select(customers.c.pin_hash)).scalars().all()
    assert all(stored.startswith("$argon2id$") for stored in hashes)
    assert len(set(hashes)) == len(SAMPLES)


def test_transactions_come_newest_first(bank: Bank) -> None:
    latest = bank.transactions(customer(bank, "Priya Natarajan").id)
    assert [(entry.day, entry.merchant) for entry in latest] == [
        (TODAY - timedelta(days=1), "Skyline Airways"),
        (TODAY - timedelta(days=3), "Garden Grill"),
        (TODAY - timedelta(days=3), "Book Nook"),
    ]
    assert latest[0].amount == Decimal("-412.80")


def test_blocking_a_card_twice_is_the_same_as_once(bank: Bank) -> None:
    maria = customer(bank, "Maria Lopez")
    blocked = Card("debit", "3391", blocked=True)
    assert bank.block_card(maria.id, "3391") == blocked
    assert bank.block_card(maria.id, "3391") == blocked
    assert bank.cards(maria.id) == [blocked, Card("credit", "7710", blocked=False)]


def test_nobody_blocks_another_customers_card(bank: Bank) -> None:
    with pytest.raises(UnknownCard):
        bank.block_card(customer(bank, "James Carter").id, "3391")
    assert not any(card.blocked for card in bank.cards(customer(bank, "Maria Lopez").id))


def test_a_call_asks_for_a_person_once(bank: Bank, engine: Engine) -> None:
    maria = customer(bank, "Maria Lopez")
    bank.record_handover("call", maria.id, "asked for a person", {"intent": "ask_person"})
    bank.record_handover("call", None, "again", {})
    with engine.connect() as connection:
        requests = connection.execute(select(handovers)).all()
    assert [(row.call_id, row.customer_id, row.reason) for row in requests] == [
        ("call", maria.id, "asked for a person")
    ]


def test_samples_go_into_an_empty_database_only(engine: Engine) -> None:
    assert seed(engine, TODAY)
    assert not seed(engine, TODAY)
    with engine.connect() as connection:
        assert connection.execute(select(func.count(customers.c.id))).scalar() == len(SAMPLES)


def test_a_database_that_fails_is_one_error_that_quotes_nothing(unreachable: Bank) -> None:
    with pytest.raises(BankUnavailable) as raised:
        unreachable.authenticate("40017733", "4821")
    assert "40017733" not in str(raised.value)
    assert raised.value.__suppress_context__


def test_a_locked_database_is_given_up_and_not_waited_for(bank: Bank, database_url: str) -> None:
    maria = customer(bank, "Maria Lopez")
    other = open_engine(database_url, KEYS)
    impatient = open_engine(database_url, KEYS, patience_s=0.05)
    lock = "BEGIN EXCLUSIVE" if other.name == "sqlite" else "LOCK TABLE cards"
    with other.connect() as holder:
        holder.execute(text(lock))
        with pytest.raises(BankUnavailable):
            Bank(impatient).block_card(maria.id, "3391")
        holder.rollback()
    assert Bank(impatient).block_card(maria.id, "3391").blocked
    other.dispose()
    impatient.dispose()
