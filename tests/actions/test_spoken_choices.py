"""Which card is meant, and what is a yes and a no."""

from __future__ import annotations

import pytest

from actions.banking.service import Card
from actions.spoken_choices import chosen, hesitates, is_no, is_yes

DEBIT, CREDIT = Card("debit", "3391", False), Card("credit", "7710", False)
BOTH = [DEBIT, CREDIT]


@pytest.mark.parametrize(("text", "cards"), [
    ("the debit one", [DEBIT]),
    ("My credit card, please.", [CREDIT]),
    ("the debt card", [DEBIT]),
    ("the one ending in 3391", [DEBIT]),
    ("it ends in seven seven one oh", [CREDIT]),
    ("triple three nine one", [DEBIT]),
    ("the first one", [DEBIT]),
    ("the second", [CREDIT]),
    ("not the debit, the credit one", [CREDIT]),
    ("not the debit one", [CREDIT]),
    ("I lost my card", BOTH),
    ("", BOTH),
])  # fmt: skip
def test_words_single_out_a_card(text: str, cards: list[Card]) -> None:
    assert chosen(text, BOTH) == cards


@pytest.mark.parametrize("text", [
    "yes", "Yes, please.", "yeah block it", "um, yes", "Okay, go ahead.", "Right.",
    "Yes, block it.", "correct", "sure", "okay", "ok", "yes yes", "Yes, that's right.",
    "yes that’s the one", "yeah go ahead", "block my debit card please", "do it now", "yes I do",
    "Yes, please block it right away, thank you.", "alright", "sure, the credit card",
])  # fmt: skip
def test_yes_is_heard(text: str) -> None:
    assert is_yes(text) and not hesitates(text)


@pytest.mark.parametrize("text", [
    "okay wait a minute", "okay what's my balance first", "right hold on", "ok stop",
    "okay cancel", "sure but which card is that", "yeah hold on", "yes no", "Okay. One moment.",
    "sure, whatever", "yeah I guess", "yes maybe", "ok I think so",
    "right, how long does that take", "yes, if it is the debit card", "sure, can I keep the other",
])  # fmt: skip
def test_a_yes_with_a_but_is_none(text: str) -> None:
    assert hesitates(text) and not is_yes(text)


@pytest.mark.parametrize("text", [
    "okay my husband has it", "right so about my balance", "please", "that one", "thanks", "um",
])  # fmt: skip
def test_a_beginning_or_courtesy_is_no_yes(text: str) -> None:
    assert not is_yes(text) and not hesitates(text)


@pytest.mark.parametrize("text", [
    "no", "No, not that one.", "nope", "uh no", "please don't", "yes, no, wait, don't",
    "never mind",
    "yes but the other one", "the wrong card",
])  # fmt: skip
def test_no_is_heard_and_wins(text: str) -> None:
    assert is_no(text) and not is_yes(text)


@pytest.mark.parametrize("text", ["", "what is my balance", "notable", "yesterday", "nobody"])
def test_other_words_are_neither(text: str) -> None:
    assert not is_yes(text) and not is_no(text)
