"""What the bank's answers sound like, from real records."""

from __future__ import annotations

import pytest
from rasa_sdk import Action

from actions.actions import (
    ActionBalance,
    ActionBlockCard,
    ActionSessionStart,
    ActionTransactions,
)
from actions.banking.service import Bank
from tests.actions.calls import Call

MARIA, PRIYA, JAMES, GRACE, MARK = 1, 3, 2, 5, 6


@pytest.mark.parametrize(("customer", "responses", "spoken"), [
    (MARIA, ["holds", "holds"], ["checking", "$2,543.10", "savings", "$10,200"]),
    (JAMES, ["holds"], ["checking", "$87.25"]),
    (GRACE, ["holds"], ["checking", "$0"]),
    (MARK, ["overdrawn", "holds"], ["checking", "$31.40", "savings", "$1,250"]),
])  # fmt: skip
def test_balances_are_said_account_by_account(
    bank: Bank, customer: int, responses: list[str], spoken: list[str]
) -> None:
    call = Call(customer_id=customer).say(ActionBalance())
    assert call.responses == ["utter_balance", *(f"utter_account_{name}" for name in responses)]
    assert call.spoken == spoken


@pytest.mark.parametrize(("customer", "missed"), [(JAMES, True), (MARIA, False)])
def test_a_savings_account_that_is_not_there_is_not_passed_over(
    bank: Bank, customer: int, missed: bool
) -> None:
    call = Call(customer_id=customer, question="what's in my savings").say(ActionBalance(), "4821")
    assert ("utter_no_savings" in call.responses) == missed


@pytest.mark.parametrize(("question", "accounts"), [
    ("how much is in my savings", ["savings"]), ("my checking balance", ["checking"]),
    ("my balance", ["checking", "savings"]),
])  # fmt: skip
def test_only_the_account_that_was_asked_for_is_said(
    bank: Bank, question: str, accounts: list[str]
) -> None:
    call = Call(customer_id=MARIA, question=question).say(ActionBalance(), "4821")
    assert call.spoken[::2] == accounts


@pytest.mark.parametrize(("question", "responses", "merchant"), [
    ("what did i spend at the pharmacy", ["utter_search", "utter_spent"], "Riverside Pharmacy"),
    ("did my pay come in", ["utter_search", "utter_received"], "salary from Coast Shipping"),
    ("what did i pay to netflix", ["utter_no_such_transaction", *["utter_spent"] * 3],
     "Corner Market"),
])  # fmt: skip
def test_the_transaction_that_was_asked_for_is_said(
    bank: Bank, question: str, responses: list[str], merchant: str
) -> None:
    call = Call(customer_id=MARIA, question=question).say(ActionTransactions(), "4821")
    assert call.responses == responses and merchant in call.spoken


def test_the_last_three_transactions_are_said_newest_first(bank: Bank) -> None:
    call = Call(customer_id=MARIA).say(ActionTransactions())
    assert call.responses == ["utter_transactions", *["utter_spent"] * 3]
    assert call.spoken[:3] == ["yesterday", "$54.20", "Corner Market"]


def test_older_transactions_are_said_until_there_are_none(bank: Bank) -> None:
    call = Call(customer_id=MARIA, question="my transactions").say(ActionTransactions())
    call.slots["question"] = "and before that"
    call.say(ActionTransactions())
    assert call.responses[0] == "utter_older_transactions" and "Bright Energy" in call.spoken
    assert call.say(ActionTransactions()).responses == ["utter_no_older_transactions"]


def test_an_account_without_transactions_is_no_error(bank: Bank) -> None:
    assert Call(customer_id=99).say(ActionTransactions()).responses == ["utter_no_transactions"]


def test_the_chosen_card_is_blocked_and_named(bank: Bank) -> None:
    call = Call(customer_id=MARIA, card_last_four="7710").say(ActionBlockCard())
    assert call.responses == ["utter_card_blocked"]
    assert call.spoken == ["credit card ending in 7710"]
    assert [card.blocked for card in bank.cards(MARIA)] == [False, True]


@pytest.mark.parametrize("action", [ActionBalance(), ActionTransactions(), ActionBlockCard()])
def test_records_out_of_reach_are_apologized_for(dead_bank: object, action: Action) -> None:
    call = Call(customer_id=MARIA, card_last_four="7710").say(action)
    assert call.responses == ["utter_bank_unavailable"]
    assert call.slots["bank_available"] is False


def test_an_answer_after_a_failure_makes_the_bank_available_again(
    bank: Bank,
) -> None:
    call = Call(customer_id=MARIA, bank_available=False).say(ActionBalance())
    assert call.slots["bank_available"] is True


@pytest.mark.parametrize(("intent", "said"), [
    ("session_start", ["utter_welcome", "utter_consent_announce", "utter_how_can_i_help"]),
    ("ask_hours", []),
])  # fmt: skip
def test_only_the_start_of_a_call_is_greeted(intent: str, said: list[str]) -> None:
    metadata = {"call_id": "1", "called": "cards"}
    call = Call(session_started_metadata=metadata).say(ActionSessionStart(), "", intent)
    assert call.responses == said
    assert call.slots["session_started_metadata"] == metadata
    assert call.slots["called"] == "cards"
    told = ["session_started", "slot", "slot", "action"]
    assert [event["event"] for event in call.set_events] == told


def test_a_session_without_metadata_starts_too() -> None:
    call = Call().say(ActionSessionStart(), "", "session_start")
    assert [event["event"] for event in call.set_events] == ["session_started", "action"]
