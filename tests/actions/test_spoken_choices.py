"""Which card is meant, and whether it is confirmed."""

from __future__ import annotations

import pytest

from actions.banking.service import Card
from actions.spoken_choices import chosen, confirms, unknown, wants_all, wants_other

DEBIT, CREDIT = Card("debit", "3391", False), Card("credit", "7710", False)
BOTH = [DEBIT, CREDIT]


@pytest.mark.parametrize(("text", "cards"), [
    ("the debit one", [DEBIT]),
    ("My credit card, please.", [CREDIT]),
    ("the debt card", [DEBIT]),
    ("the visa debit", [DEBIT]),
    ("the creditcard", [CREDIT]),
    ("my atm card", [DEBIT]),
    ("the one ending in 3391", [DEBIT]),
    ("it ends in seven seven one oh", [CREDIT]),
    ("triple three nine one", [DEBIT]),
    ("the first one", [DEBIT]),
    ("first", [DEBIT]),
    ("the second", [CREDIT]),
    ("option two", [CREDIT]),
    ("the last one", [CREDIT]),
    ("not the debit, the credit one", [CREDIT]),
    ("not the debit one", [CREDIT]),
    ("everything but the credit card", [DEBIT]),
    ("credit no wait debit", [DEBIT]),
    ("debit sorry i mean credit", [CREDIT]),
    ("i lost my card but i still have my debit card", [CREDIT]),
    ("the debit is in my hand so it must be the other", [CREDIT]),
    ("the credit card is fine", [DEBIT]),
    ("yes but the debit card", [DEBIT]),
    ("i don't have a credit card", [DEBIT]),
    ("I haven’t got a debit card.", [CREDIT]),
    ("i don't think i have any credit card", [DEBIT]),
    ("i never had a credit card", [DEBIT]),
    ("i have no debit card", [CREDIT]),
    ("i don't have a credit card just the debit card", [DEBIT]),
    ("i don't have my credit card any more", [CREDIT]),
    ("i don't have a credit card anymore", [CREDIT]),
    ("i can't find my debit card", [DEBIT]),
    ("I lost my card", []),
    ("tell me the hours first", []),
    ("actually no, my checking balance", []),
    ("credit or was it debit", []),
    ("", []),
])  # fmt: skip
def test_words_single_out_a_card(text: str, cards: list[Card]) -> None:
    assert chosen(text, BOTH) == cards


@pytest.mark.parametrize(("text", "missing"), [
    ("block my credit card", "credit card"),
    ("mastercard", "credit card"),
    ("the card ending in one two three four", "card with that ending"),
    ("the debit card", ""),
    ("my card", ""),
    ("ending in 3391", ""),
])  # fmt: skip
def test_a_card_that_the_caller_has_not_is_noticed(text: str, missing: str) -> None:
    assert unknown(text, [DEBIT]) == missing


@pytest.mark.parametrize(("text", "all_meant"), [
    ("both", True), ("the two of them", True),
    ("block both of them", True), ("all my cards", True), ("all", True),
    ("the debit and the credit card", True), ("everything but the credit card", False),
    ("not at all", False), ("by all means", False), ("the debit one", False),
])  # fmt: skip
def test_all_cards_can_be_meant(text: str, all_meant: bool) -> None:
    assert wants_all(text) == all_meant


def test_the_other_card_can_be_meant() -> None:
    assert wants_other("no, the other one") and not wants_other("another one")


@pytest.mark.parametrize("text", [
    "yes", "Yes, block it.", "yeah go ahead", "kill it", "shut it down", "cancel it",
    "cancel my card", "yes cancel the card", "yes don't wait", "don't wait do it",
    "yes it's not here", "yes i do not have it any more", "Yes, I lost it.", "yes the credit card",
    "the credit card", "7710 yes", "the one ending in seven seven one oh, that's right",
    "Yes, please block it right away, thank you.", "block my credit card please",
    "I lost my credit card, I need to block it.", "I lost it, can you please cancel my card?",
])  # fmt: skip
def test_a_card_is_confirmed_by_a_yes_or_its_name(text: str) -> None:
    assert confirms(text, CREDIT)


@pytest.mark.parametrize("text", [
    "my card", "the card", "it was stolen", "yes the debit card", "3391", "cancel that", "stop it",
    "yes i found it", "yes is it free", "sure is it reversible", "yes mom i'm coming", "that one",
    "is that the credit card", "cancel", "yes but the debit card",
    "I lost my credit card.", "I lost my debit card, I need to block it.", "do I need to block it",
    "yes " + "okay right now " * 20 + "perhaps",
])  # fmt: skip
def test_nothing_else_confirms_it(text: str) -> None:
    assert not confirms(text, CREDIT)
