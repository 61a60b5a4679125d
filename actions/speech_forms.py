"""How figures are put into replies: clear when read, and right when spoken. Pure.

The speech server reads "$2,543.10" as an amount, "November 18th" as a date and the four digits
after "ending in" one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from actions.banking.service import Card

_ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


def amount(dollars: Decimal) -> str:
    """An amount without its sign: "$2,543.10", "$640"; the sentence around it says which way."""
    whole = dollars == dollars.to_integral_value()
    return f"${abs(dollars):,.0f}" if whole else f"${abs(dollars):,.2f}"


def day(when: date, today: date) -> str:
    """A past day, as one says it: "today", "yesterday", "on November 18th"."""
    ago = (today - when).days
    if ago in (0, 1):
        return ("today", "yesterday")[ago]
    return f"on {when:%B} {when.day}{_ORDINALS.get(when.day, 'th')}"


def card(one: Card) -> str:
    """A card: "debit card ending in 3391"."""
    return f"{one.kind} card ending in {one.last_four}"


def choice(cards: Sequence[Card]) -> str:
    """Cards to choose from: "the debit card ending in 3391, or the credit card ending ..."."""
    *others, last = [f"the {card(one)}" for one in cards]
    return ", or ".join([", ".join(others), last]) if others else last
