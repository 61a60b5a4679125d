"""Which account and which transactions are meant."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from actions.banking.samples import SAMPLES
from actions.banking.service import Transaction
from actions.spoken_questions import accounts, search

TODAY = date(2026, 11, 24)
ENTRIES = [
    Transaction(TODAY - timedelta(days=ago), merchant, Decimal(cents).scaleb(-2))
    for ago, merchant, cents in SAMPLES[0].transactions
]
LATEST = ["Corner Market", "Metro Transit", "Blue Door Cafe"]
SALARY = ["salary from Coast Shipping"]


@pytest.mark.parametrize(("text", "named"), [
    ("how much is in my savings", {"savings"}), ("Just checking, please.", {"checking"}),
    ("what's in my current account", {"checking"}),
    ("what's in my current account the number is 4001", {"checking"}),
    ("how much is in checking in total", {"checking"}),
    ("checking and savings", {"checking", "savings"}),
    ("my balance", set()), ("i'm checking my balance", set()), ("i’m checking", set()),
    ("i was just checking what i have", set()), ("my current balance", set()), ("", set()),
])  # fmt: skip
def test_an_account_is_named(text: str, named: set[str]) -> None:
    assert accounts(text) == named


@pytest.mark.parametrize(("text", "wanted", "merchants"), [
    ("what are my recent transactions", "latest", LATEST),
    ("read me my statement", "latest", LATEST),
    ("", "latest", LATEST),
    ("what was my last payment", "some", LATEST[:1]),
    ("what was the most recent purchase", "some", LATEST[:1]),
    ("the last two transactions", "some", LATEST[:2]),
    ("give me the last 5 payments", "some", [*LATEST, "Bright Energy", "Riverside Pharmacy"]),
    ("what did I spend at Riverside Pharmacy?", "some", ["Riverside Pharmacy"]),
    ("did the electricity bill go out", "some", ["Bright Energy"]),
    ("how much was the bus", "some", ["Metro Transit"]),
    ("when did my salary come in", "some", SALARY),
    ("have i been paid", "some", SALARY),
    ("what was the latest deposit", "some", SALARY),
    ("did any money come in", "some", SALARY),
    ("what did i spend yesterday", "some", LATEST[:1]),
    ("what did i spend", "some", LATEST),
    ("was there a charge today", "missing", LATEST),
    ("what did i pay to netflix", "missing", LATEST),
    ("what did i pay from monday on", "some", LATEST),
    ("what did i spend at the weekend", "some", LATEST),
])  # fmt: skip
def test_transactions_are_picked_out(text: str, wanted: str, merchants: list[str]) -> None:
    found = search(text, ENTRIES, TODAY)
    assert (found.wanted, [one.merchant for one in found.entries]) == (wanted, merchants)


def test_of_no_transactions_nothing_is_found() -> None:
    assert search("what did i spend at the pharmacy", [], TODAY).entries == []


@pytest.mark.parametrize(("text", "said", "wanted", "merchants"), [
    ("the older ones please", 3, "older", ["Bright Energy", "Riverside Pharmacy", *SALARY]),
    ("and the one before that", 1, "older", ["Metro Transit"]),
    ("read me the rest", 5, "older", SALARY), ("any more transactions", 6, "oldest", []),
    ("any more transactions", 0, "latest", LATEST), ("the latest ones", 3, "latest", LATEST),
])  # fmt: skip
def test_older_transactions_follow_on_those_said(
    text: str, said: int, wanted: str, merchants: list[str]
) -> None:
    found = search(text, ENTRIES, TODAY, said)
    assert (found.wanted, [one.merchant for one in found.entries]) == (wanted, merchants)
