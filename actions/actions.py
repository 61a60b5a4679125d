"""The assistant's actions: thin, they ask the bank and say its answer.

How it is said stands in domain.yml; what comes next is decided by data/rules. The server loads
this module; the forms' validation and the conversation's repair register by being imported.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date
from decimal import Decimal
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, SessionStarted
from rasa_sdk.executor import CollectingDispatcher

from actions import consenting, following, hearing, repair, speech_forms  # noqa: F401
from actions.banking.desk import bank
from actions.banking.service import Transaction
from actions.conversation import Event, answered, intent, number, or_apology, slots
from actions.forms import block_card, identify  # noqa: F401
from actions.spoken_questions import accounts, search

SEARCHED_TRANSACTIONS = 100
_INTRODUCED = {
    "latest": "utter_transactions",
    "some": "utter_search",
    "missing": "utter_no_such_transaction",
    "older": "utter_older_transactions",
    "oldest": "utter_no_older_transactions",
    "none": "utter_no_transactions",
}


class ActionSessionStart(Action):  # type: ignore[misc]  # rasa_sdk has no types
    """Opens the conversation, and greets in answer to the channel's /session_start.

    Rasa runs it twice in a call: before the first message of an unknown sender, and again for
    the message /session_start itself. It keeps the call's metadata, which a new session forgets.
    """

    def name(self) -> str:
        return "action_session_start"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[Event]:
        asked: list[Event] = []
        if intent(tracker) == "session_start":
            dispatcher.utter_message(response="utter_welcome")
            asked = consenting.begin(dispatcher)
        call = tracker.get_slot("session_started_metadata")
        called = call and call.get("called")
        kept = slots({"session_started_metadata": call, "called": called} if call else {})
        return [SessionStarted(), *kept, *asked, ActionExecuted("action_listen")]


class _BankAction(Action, ABC):  # type: ignore[misc]  # rasa_sdk has no types
    """An action that apologizes when the bank does not answer in time."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[Event]:
        return await or_apology(dispatcher, tracker, self.answer(dispatcher, tracker))

    @abstractmethod
    async def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
        """Asks the bank and says its answer; may raise BankUnavailable."""


class ActionBalance(_BankAction):
    """Says what the accounts hold, or the one that was asked for."""

    def name(self) -> str:
        return "action_balance"

    async def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
        balances = await answered(bank().balances, tracker.get_slot("customer_id"))
        named = accounts(tracker.get_slot("question") or "")
        missing = "savings" in named and balances.savings is None
        held = {"checking": balances.checking, "savings": balances.savings}
        dispatcher.utter_message(response="utter_balance")
        for account, dollars in held.items():
            if dollars is not None and (account in named or not named or missing):
                _say_account(dispatcher, account, dollars)
        if missing:
            dispatcher.utter_message(response="utter_no_savings")
        return []


def _say_account(dispatcher: CollectingDispatcher, account: str, dollars: Decimal) -> None:
    dispatcher.utter_message(
        response="utter_account_overdrawn" if dollars < 0 else "utter_account_holds",
        account=account,
        amount=speech_forms.amount(dollars),
    )


class ActionTransactions(_BankAction):
    """Says entries of the checking account, newest first: the latest, or those asked for."""

    def name(self) -> str:
        return "action_transactions"

    async def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
        customer = tracker.get_slot("customer_id")
        known = await answered(bank().transactions, customer, SEARCHED_TRANSACTIONS)
        question, said = tracker.get_slot("question") or "", number(tracker, "transactions_said")
        found = search(question, known, date.today(), said)
        dispatcher.utter_message(response=_INTRODUCED[found.wanted if known else "none"])
        for one in found.entries:
            _say_transaction(dispatcher, one)
        last = said
        if found.entries:  # by identity: two entries may be equal
            last = next(n for n, one in enumerate(known, 1) if one is found.entries[-1])
        return slots({"transactions_said": last})


def _say_transaction(dispatcher: CollectingDispatcher, one: Transaction) -> None:
    dispatcher.utter_message(
        response="utter_spent" if one.amount < 0 else "utter_received",
        day=speech_forms.day(one.day, date.today()),
        amount=speech_forms.amount(one.amount),
        merchant=one.merchant,
    )


class ActionBlockCard(_BankAction):
    """Blocks the card that was chosen and confirmed."""

    def name(self) -> str:
        return "action_block_card"

    async def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
        customer, last_four = tracker.get_slot("customer_id"), tracker.get_slot("card_last_four")
        card = await answered(bank().block_card, customer, last_four)
        dispatcher.utter_message(response="utter_card_blocked", card_name=speech_forms.card(card))
        if not tracker.get_slot("all_cards"):
            return []
        cards = await answered(bank().cards, customer)
        return slots({"all_cards": any(not card.blocked for card in cards)})
