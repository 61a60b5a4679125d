"""Blocking a card, with callers who hesitate and change their minds."""

from __future__ import annotations

import pytest

from actions.actions import ActionBlockCard
from actions.banking.service import Bank
from actions.forms.block_card import ValidateBlockCardForm
from tests.actions.calls import Call

BLOCK = ValidateBlockCardForm()
MARIA, PRIYA, JAMES = 1, 3, 2


class Blocking(Call):
    """An identified caller whom the block card form asks."""

    def __init__(self, **slots: object) -> None:
        super().__init__(**{"offer": "none", "sure": True, **slots})

    def wants(self, mention: str) -> str | None:
        self.slots["card_mention"] = mention
        self.slots["requested_slot"] = None
        return self.hears(mention, "block_card")

    def hears(self, text: str, intent: str = "choose_card") -> str | None:
        self.say(BLOCK, text, intent)
        return self.asks_for("card_last_four", "block_confirmed")


@pytest.mark.parametrize(("customer", "mention", "asked", "card"), [
    (MARIA, "I lost my card", "card_last_four", None),
    (MARIA, "block my credit card", "block_confirmed", "7710"),
    (MARIA, "block the one ending in three three nine one", "block_confirmed", "3391"),
    (JAMES, "I lost my card", "block_confirmed", "1120"),
    (JAMES, "block both my cards", "block_confirmed", "1120"),
    (MARIA, "my wallet is gone but i still have my credit card", "block_confirmed", "3391"),
    (PRIYA, "I lost my card", "block_confirmed", "6044"),
])  # fmt: skip
def test_the_form_asks_only_what_it_must(
    bank: Bank, customer: int, mention: str, asked: str, card: str | None
) -> None:
    call = Blocking(customer_id=customer)
    assert call.wants(mention) == asked and call.slots["card_last_four"] == card


def test_two_cards_are_offered_by_name(bank: Bank) -> None:
    call = Blocking(customer_id=MARIA)
    call.wants("I lost my card")
    assert call.slots["card_choice"] == (
        "the debit card ending in 3391, or the credit card ending in 7710"
    )
    assert call.hears("the debit one") == "block_confirmed"
    assert call.slots["card_name"] == "debit card ending in 3391"


@pytest.mark.parametrize(("text", "intent", "outcome"), [
    ("yes please", "affirm", "confirmed"),
    ("yes block my debit card", "block_card", "confirmed"),
    ("no", "deny", "declined"),
    ("no don't block it", "block_card", "declined"),
    ("I lost my debit card, I need to block it.", "block_card", "confirmed"),
    ("I lost my debit card. I need to look it.", "block_card", "open"),
    ("yes no wait don't", "affirm", "declined"),
    ("what are your hours", "ask_hours", "open"),
    ("stop", "stop", "open"),
    ("sure", "affirm", "confirmed"),
    ("okay", "affirm", "confirmed"),
    ("Yes, thank you.", "thanks", "confirmed"),
    ("Yes, block it.", "affirm", "confirmed"),
    ("yeah go ahead", "affirm", "confirmed"),
    ("Correct.", "nlu_fallback", "confirmed"),
    ("i would like that", "affirm", "confirmed"),
    ("okay wait a minute", "wait", "open"),
    ("okay wait a minute", "affirm", "open"),
    ("okay what's my balance first", "ask_balance", "open"),
    ("right hold on", "wait", "open"),
    ("yeah hold on", "affirm", "open"),
    ("ok stop", "stop", "open"),
    ("okay cancel", "stop", "open"),
    ("sure but which card is that", "choose_card", "open"),
    ("sure but which card is that", "affirm", "open"),
    ("okay my husband has it", "nlu_fallback", "declined"),
    ("maybe", "affirm", "open"),
    ("nuh uh", "affirm", "declined"),
    ("i don't know", "hesitate", "open"),
    ("i have it", "wait", "declined"),
    ("yes i found it", "affirm", "declined"),
    ("oh here it is", "nlu_fallback", "declined"),
    ("i'm good", "goodbye", "declined"),
    ("cancel it", "stop", "confirmed"),
    ("don't wait do it", "deny", "confirmed"),
    ("yes it's not here", "deny", "confirmed"),
    ("okay tell me the hours first", "ask_hours", "open"),
    ("right", "ask_balance", "open"),
    ("yeah right", "deny", "declined"),
])  # fmt: skip
def test_only_a_clear_yes_confirms(bank: Bank, text: str, intent: str, outcome: str) -> None:
    call = Blocking(customer_id=MARIA)
    call.wants("block my debit card")
    call.hears(text, intent)
    assert call.slots["block_outcome"] == outcome


@pytest.mark.parametrize("sure", [True, False])
def test_who_says_the_wish_again_is_asked_again(bank: Bank, sure: bool) -> None:
    call = Blocking(customer_id=MARIA)
    call.wants("block my debit card")
    call.slots["sure"] = sure
    call.hears("I lost my debit card. I need to look it.", "block_card")
    assert bool(call.set_events) is sure and call.slots["card_last_four"] == "3391"


@pytest.mark.parametrize(("text", "intent", "offer"), [
    ("yes", "affirm", "person"), ("Yes, thank you.", "thanks", "person"),
    ("no", "deny", "declined"),
    ("hold on", "wait", "person"),
])  # fmt: skip
def test_the_answer_to_the_offer_of_a_person_is_none_to_the_form(
    bank: Bank, text: str, intent: str, offer: str
) -> None:
    call = Blocking(customer_id=MARIA)
    call.wants("block my debit card")
    call.slots["offer"] = offer
    call.hears(text, intent)
    assert call.set_events == [] and call.slots["block_outcome"] == "open"


@pytest.mark.parametrize("customer", [JAMES, PRIYA])
def test_a_card_that_cannot_be_blocked_is_spoken_of(bank: Bank, customer: int) -> None:
    call = Blocking(customer_id=customer)
    call.wants("block my debit card")
    assert call.hears("no the credit card", "deny") == "block_confirmed"
    said = "utter_no_such_card" if customer == JAMES else "utter_card_already_blocked"
    assert call.responses == [said] and call.slots["block_outcome"] == "open"


def test_a_card_that_the_caller_has_not_is_not_replaced_silently(bank: Bank) -> None:
    call = Blocking(customer_id=JAMES)
    assert call.wants("I lost my credit card") == "block_confirmed"
    assert call.responses == ["utter_no_such_card"] and call.spoken == ["credit card"]
    call = Blocking(customer_id=MARIA)
    assert call.wants("block the one ending in 1234") == "card_last_four"
    assert call.spoken == ["card with that ending"]


@pytest.mark.parametrize("text", ["no", "neither", "i found it", "i don't want to block anything"])
def test_the_question_which_card_can_be_refused(bank: Bank, text: str) -> None:
    call = Blocking(customer_id=MARIA)
    call.wants("I lost my card")
    assert call.hears(text, "deny") is None and call.slots["block_outcome"] == "declined"


def test_all_cards_are_blocked_one_after_the_other(bank: Bank) -> None:
    call = Blocking(customer_id=MARIA)
    call.wants("I lost my card")
    assert call.hears("both of them") == "block_confirmed"
    assert call.responses == ["utter_one_by_one"] and call.slots["card_last_four"] == "3391"
    call.hears("yes", "affirm")
    call.say(ActionBlockCard())
    assert call.slots["all_cards"]
    assert call.wants("I lost my card") == "block_confirmed"
    assert call.slots["card_last_four"] == "7710"
    call.hears("yes", "affirm")
    call.say(ActionBlockCard())
    assert not call.slots["all_cards"] and all(card.blocked for card in bank.cards(MARIA))


@pytest.mark.parametrize("text", ["no, the other one", "the first one", "debit"])
def test_the_other_of_two_cards_can_be_meant(bank: Bank, text: str) -> None:
    call = Blocking(customer_id=MARIA)
    call.wants("block my credit card")
    assert call.hears(text) == "block_confirmed" and call.slots["card_last_four"] == "3391"


@pytest.mark.parametrize("intent", ["wait", "hesitate"])
def test_a_caller_may_think(bank: Bank, intent: str) -> None:
    call = Blocking(customer_id=MARIA)
    call.wants("I lost my card")
    assert call.hears("hold on", intent) == "card_last_four" and call.slots["prompt"] == "wait"


def test_yes_to_a_card_that_is_blocked_already_blocks_no_other(bank: Bank) -> None:
    bank.block_card(MARIA, "7710")
    call = Blocking(customer_id=MARIA)
    call.wants("block my debit card")
    call.hears("yes the credit card", "affirm")
    assert call.slots["block_outcome"] == "open"


def test_another_card_can_be_named_at_the_confirmation(bank: Bank) -> None:
    call = Blocking(customer_id=MARIA)
    call.wants("block my debit card")
    assert call.hears("no, the credit card", "deny") == "block_confirmed"
    assert call.slots["card_last_four"] == "7710"


def test_words_that_name_no_card_leave_the_form_alone(bank: Bank) -> None:
    call = Blocking(customer_id=MARIA)
    call.wants("block a card")
    call.hears("when are you open", "ask_hours")
    assert call.set_events == []


def test_a_blocked_card_is_not_blocked_again(bank: Bank) -> None:
    call = Blocking(customer_id=PRIYA)
    assert call.wants("block my credit card") is None
    assert call.responses == ["utter_card_already_blocked"]
    assert call.slots["block_outcome"] == "nothing_to_block"


def test_all_cards_blocked_is_said(bank: Bank) -> None:
    bank.block_card(JAMES, "1120")
    call = Blocking(customer_id=JAMES)
    assert call.wants("block my card") is None
    assert call.responses == ["utter_all_cards_blocked"]


def test_a_new_wish_forgets_the_card_of_the_last(bank: Bank) -> None:
    call = Blocking(customer_id=MARIA)
    call.wants("block my debit card")
    call.hears("yes", "affirm")
    assert call.wants("block my other card") == "card_last_four"
    assert call.slots["block_outcome"] == "open"


def test_no_card_is_chosen_while_the_records_are_out_of_reach(
    dead_bank: object,
) -> None:
    call = Blocking(customer_id=MARIA)
    assert call.wants("block my debit card") is None
    assert call.responses == ["utter_bank_unavailable"] and not call.slots["bank_available"]
