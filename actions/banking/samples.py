"""The records of the demonstration: six invented customers of Harbor Bank.

Their PINs stand in this public file, so `seed` writes them only into an empty database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection, Engine

from actions.banking.pins import hash_pin
from actions.banking.tables import cards, customers, transactions
from actions.encryption.index import keyed


@dataclass(frozen=True)
class Sample:
    """One customer: money in cents, cards as (kind, last four, blocked)."""

    name: str
    account_number: str
    pin: str
    checking_cents: int
    savings_cents: int | None
    cards: tuple[tuple[str, str, bool], ...]
    transactions: tuple[tuple[int, str, int], ...]  # days ago, merchant, cents


SAMPLES = (
    Sample(
        "Maria Lopez", "40017733", "4821", 2543_10, 10200_00,
        (("debit", "3391", False), ("credit", "7710", False)),
        (
            (1, "Corner Market", -54_20),
            (2, "Metro Transit", -12_50),
            (4, "Blue Door Cafe", -8_75),
            (6, "Bright Energy", -96_40),
            (8, "Riverside Pharmacy", -23_15),
            (10, "salary from Coast Shipping", 2150_00),
        ),
    ),
    Sample(
        "James Carter", "40025512", "9034", 87_25, None,
        (("debit", "1120", False),),
        (
            (1, "Sunset Gas", -38_60),
            (2, "Pizza Palace", -19_90),
            (3, "Corner Market", -31_45),
            (5, "Stream Box", -14_99),
            (9, "the City Rent Office", -780_00),
            (11, "salary from City Roofing", 940_00),
        ),
    ),
    Sample(
        "Priya Natarajan", "40031940", "2766", 15904_77, 402_50,
        (("debit", "6044", False), ("credit", "0915", True)),
        (
            (1, "Skyline Airways", -412_80),
            (3, "Garden Grill", -67_35),
            (3, "Book Nook", -24_00),
            (6, "Harbor Insurance", -180_25),
            (12, "salary from North Clinic", 5320_00),
            (15, "City Gym", -45_00),
        ),
    ),
    Sample(
        "Thomas Okafor", "40048803", "5150", 640_00, 3000_00,
        (("debit", "2281", False),),
        (
            (2, "Hilltop Hardware", -45_99),
            (3, "Corner Market", -72_10),
            (5, "Metro Transit", -25_00),
            (7, "the Main Street cash machine", -100_00),
            (9, "Bright Energy", -88_30),
            (14, "your pension", 1480_00),
        ),
    ),
    Sample(
        "Grace Will", "40059123", "1379", 0_00, None,
        (("debit", "8856", False), ("credit", "4402", False)),
        (
            (1, "Campus Bookstore", -60_00),
            (2, "Noodle House", -11_25),
            (4, "Stream Box", -9_99),
            (6, "Corner Market", -18_76),
            (8, "the Phone Company", -30_00),
            (13, "your student grant", 130_00),
        ),
    ),
    Sample(
        "Mark May", "40062275", "6608", -31_40, 1250_00,
        (("debit", "7713", False),),
        (
            (1, "Auto Repair Shop", -310_00),
            (3, "Sunset Gas", -42_15),
            (4, "Pizza Palace", -27_80),
            (5, "a refund from Outdoor Store", 58_00),
            (8, "Bright Energy", -104_45),
            (10, "salary from Bay Logistics", 1210_00),
        ),
    ),
)  # fmt: skip


def seed(engine: Engine, today: date) -> bool:
    """Write the samples if there are no customers yet; whether it did.

    Transactions lie before `today`, so that "recent" is true on the day of the demonstration.
    """
    with engine.begin() as connection:
        if connection.execute(select(customers.c.id).limit(1)).first() is not None:
            return False
        for sample in SAMPLES:
            _insert(connection, sample, today)
    return True


def _insert(connection: Connection, sample: Sample, today: date) -> None:
    customer_id = connection.execute(
        insert(customers).values(
            name=sample.name,
            account_number=sample.account_number,
            account_key=keyed(connection, sample.account_number),
            pin_hash=hash_pin(sample.pin),
            checking_cents=sample.checking_cents,
            savings_cents=sample.savings_cents,
        )
    ).inserted_primary_key[0]
    connection.execute(
        insert(cards),
        [
            {"customer_id": customer_id, "kind": kind, "last_four": last_four, "blocked": blocked}
            for kind, last_four, blocked in sample.cards
        ],
    )
    connection.execute(
        insert(transactions),
        [
            {
                "customer_id": customer_id,
                "day": today - timedelta(days=days_ago),
                "merchant": merchant,
                "amount_cents": amount_cents,
            }
            # Oldest first: the order of ids is the order of entry.
            for days_ago, merchant, amount_cents in reversed(sample.transactions)
        ],
    )
