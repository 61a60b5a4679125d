"""How figures are put into replies."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.banking.service import Card
from actions.speech_forms import amount, card, choice, day

TODAY = date(2026, 11, 22)
DEBIT, CREDIT = Card("debit", "3391", False), Card("credit", "0915", True)


@pytest.mark.parametrize(("dollars", "said"), [
    ("2543.10", "$2,543.10"), ("10200.00", "$10,200"), ("-31.40", "$31.40"), ("0.00", "$0"),
    ("0.05", "$0.05"), ("15904.77", "$15,904.77"), ("-1250", "$1,250"),
])  # fmt: skip
def test_amounts_are_written_as_amounts(dollars: str, said: str) -> None:
    assert amount(Decimal(dollars)) == said


@given(st.decimals(-(10**9), 10**9, places=2))
def test_an_amount_can_be_read_back(dollars: Decimal) -> None:
    assert Decimal(amount(dollars).replace("$", "").replace(",", "")) == abs(dollars)


@pytest.mark.parametrize(("ago", "said"), [
    (0, "today"), (1, "yesterday"), (2, "on November 20th"), (-1, "on November 23rd"),
    (19, "on November 3rd"), (20, "on November 2nd"), (21, "on November 1st"),
    (22, "on October 31st"), (11, "on November 11th"), (31, "on October 22nd"),
])  # fmt: skip
def test_days_are_said_as_people_say_them(ago: int, said: str) -> None:
    assert day(TODAY - timedelta(days=ago), TODAY) == said


def test_cards_are_named_by_kind_and_ending() -> None:
    assert card(CREDIT) == "credit card ending in 0915"
    assert choice([DEBIT]) == "the debit card ending in 3391"
    assert choice([DEBIT, CREDIT]) == (
        "the debit card ending in 3391, or the credit card ending in 0915"
    )
