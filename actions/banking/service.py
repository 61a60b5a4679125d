"""The bank as the assistant sees it: find out who calls, look up, block a card, note a handover.

Synchronous; an action calls it through `actions.limits.within`. Every method raises
`BankUnavailable` when the database does not answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection, Engine, Row
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.sql import Select

from actions.banking.pins import is_pin
from actions.banking.tables import cards, customers, handovers, transactions
from actions.encryption.index import keyed
from actions.errors import BankUnavailable, UnknownCard, UnreadableColumn, WrongCredentials


@dataclass(frozen=True)
class Customer:
    """Who is calling, once identified."""

    id: int
    name: str


@dataclass(frozen=True)
class Balances:
    """Dollars on the accounts; negative is overdrawn, None is no such account."""

    checking: Decimal
    savings: Decimal | None


@dataclass(frozen=True)
class Transaction:
    """One entry of the checking account; `amount` in dollars, negative is spent."""

    day: date
    merchant: str
    amount: Decimal


@dataclass(frozen=True)
class Card:
    """A bank card by the last four digits of its number."""

    kind: Literal["debit", "credit"]
    last_four: str
    blocked: bool


class Bank:
    """The bank's records in one database."""

    def __init__(self, engine: Engine):
        self._engine = engine

    def authenticate(self, account_number: str, pin: str) -> Customer:
        """The customer; raises `WrongCredentials`, after the same time for unknown accounts."""
        with self._records() as records:
            key = keyed(records, account_number)
            row = records.execute(select(customers).where(customers.c.account_key == key)).first()
        # Not in the transaction: hashing takes its time, and a connection is dear.
        if not is_pin(pin, row and row.pin_hash):
            raise WrongCredentials
        return Customer(row.id, row.name)

    def owns(self, customer_id: int, account_number: str) -> bool:
        """Whether the account is the customer's own."""
        with self._records() as records:
            key = keyed(records, account_number)
            own = (customers.c.id == customer_id) & (customers.c.account_key == key)
            return records.execute(select(customers.c.id).where(own)).first() is not None

    def balances(self, customer_id: int) -> Balances:
        """What the accounts hold now."""
        accounts = select(customers).where(customers.c.id == customer_id)
        with self._records() as records:
            row = records.execute(accounts).one()
        savings = None if row.savings_cents is None else _dollars(row.savings_cents)
        return Balances(_dollars(row.checking_cents), savings)

    def transactions(self, customer_id: int, limit: int = 3) -> list[Transaction]:
        """The latest entries, newest first."""
        latest = (
            select(transactions)
            .where(transactions.c.customer_id == customer_id)
            .order_by(transactions.c.day.desc(), transactions.c.id.desc())
            .limit(limit)
        )
        with self._records() as records:
            rows = records.execute(latest).all()
        return [Transaction(row.day, row.merchant, _dollars(row.amount_cents)) for row in rows]

    def cards(self, customer_id: int) -> list[Card]:
        """The customer's cards, in the order in which they were issued."""
        with self._records() as records:
            return [_card(row) for row in records.execute(_cards_of(customer_id))]

    def block_card(self, customer_id: int, last_four: str) -> Card:
        """Block it (again changes nothing) and return it; raises `UnknownCard`."""
        with self._records() as records:
            own = records.execute(_cards_of(customer_id)).all()
            this = next((row for row in own if row.last_four == last_four), None)
            if this is None:
                raise UnknownCard
            records.execute(update(cards).where(cards.c.id == this.id).values(blocked=True))
        return replace(_card(this), blocked=True)

    def record_handover(
        self, call_id: str, customer_id: int | None, reason: str, details: Mapping[str, Any]
    ) -> None:
        """Note that the caller wants a person; a call's second request changes nothing.

        `details` must already be free of account numbers and PINs.
        """
        request = insert(handovers).values(
            call_id=call_id,
            customer_id=customer_id,
            reason=reason,
            details=dict(details),
            requested_at=datetime.now(timezone.utc),
        )
        try:
            with self._records() as records:
                records.execute(request)
        except IntegrityError:
            return  # the call has asked before

    @contextmanager
    def _records(self) -> Iterator[Connection]:
        """A transaction; the one place where the database's errors become ours."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except IntegrityError:
            raise
        except UnreadableColumn as error:
            raise BankUnavailable(str(error)) from None
        except SQLAlchemyError as error:
            # Its text holds the statement's values: they must not be in ours, nor in its chain.
            raise BankUnavailable(
                f"the bank's records cannot be reached ({type(error).__name__}): "
                "check the database and its url in endpoints.yml"
            ) from None


def _cards_of(customer_id: int) -> Select:
    return select(cards).where(cards.c.customer_id == customer_id).order_by(cards.c.id)


def _card(row: Row) -> Card:
    return Card(row.kind, row.last_four, row.blocked)


def _dollars(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)
