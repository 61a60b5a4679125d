"""What else is wanted in the same sentence."""

from __future__ import annotations

import pytest

from actions.spoken_wishes import besides


@pytest.mark.parametrize(("text", "intent", "others"), [
    ("what's my balance and can you block my card", "block_card", ["ask_balance"]),
    ("my last payments, and then cancel my visa card please", "ask_transactions", ["block_card"]),
    ("I’ve lost my card. What’s my balance?", "block_card", ["ask_balance"]),
    ("when are you open and where's the nearest branch", "ask_hours", ["ask_branch"]),
    ("what time do you close plus how much is on my account", "ask_hours", ["ask_balance"]),
    ("tell me my balance then put me through to somebody", "ask_balance", ["ask_person"]),
    ("my balance, my transactions and your opening hours", "ask_balance",
     ["ask_transactions", "ask_hours"]),
    ("my balance and my last transactions", "nlu_fallback", ["ask_balance", "ask_transactions"]),
    ("mumble and my balance", "nlu_fallback", []),
    ("my balance and then put me through to a person", "ask_person",
     ["ask_balance", "ask_person"]),
    ("i lost my card, put me through to a person", "ask_person", []),
    ("are you deaf i said my balance", "complain", ["ask_balance"]),
    ("this is ridiculous", "complain", []),
    ("My balance. 4006-2275. 6608.", "inform_digits", ["ask_balance"]),
    ("4006 2275", "inform_digits", []),
    ("yesterday a representative told me so, what's my balance", "ask_balance", []),
    ("my balance, then get me a real person", "ask_balance", ["ask_person"]),
    ("where can i deposit a check and when do you close", "ask_hours", ["ask_branch"]),
    ("i must change my address, and what's my balance", "ask_balance", []),
    ("what's my balance", "ask_balance", []),
    ("okay and my balance", "ask_balance", []),
    ("block my debit and my credit card", "block_card", []),
    ("my card was stolen and somebody pays with it", "block_card", []),
    ("i want my balance, my account number is 4001 7733", "ask_balance", []),
    ("not my balance, my transactions", "ask_transactions", []),
    ("my balance, i mean my transactions", "ask_transactions", []),
    ("yes, and what's my balance", "affirm", []),
    ("my husband's balance, and where are you", "ask_other_account", []),
])  # fmt: skip
def test_each_other_wish_is_found(text: str, intent: str, others: list[str]) -> None:
    assert [wish.intent for wish in besides(text, intent)] == others


def test_a_wish_keeps_its_own_words() -> None:
    (card,) = besides("read me my transactions and block my debit card", "ask_transactions")
    assert card.words == "block my debit card"
