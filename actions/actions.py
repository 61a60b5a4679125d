"""The assistant's actions: thin, they ask the bank and say its answer.

How it is said stands in domain.yml; what comes next is decided by data/rules. The server loads
this module; the forms' validation and the conversation's repair register by being imported.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, SessionStarted
from rasa_sdk.executor import CollectingDispatcher

from actions import hearing, repair, speech_forms  # noqa: F401
from actions.banking.desk import bank
from actions.banking.service import Transaction
from actions.conversation import Event, answered, intent, or_apology, slots, text
from actions.forms import block_card, identify  # noqa: F401

SHOWN_TRANSACTIONS = 3


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
        if intent(tracker) == "session_start":
            dispatcher.utter_message(response="utter_welcome")
        call = tracker.get_slot("session_started_metadata")
        kept = slots({"session_started_metadata": call} if call else {})
        return [SessionStarted(), *kept, ActionExecuted("action_listen")]


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
    """Says what the accounts hold."""

    def name(self) -> str:
        return "action_balance"

    async def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
        balances = await answered(bank().balances, tracker.get_slot("customer_id"))
        dispatcher.utter_message(response="utter_balance")
        for account, dollars in (("checking", balances.checking), ("savings", balances.savings)):
            if dollars is not None:
                state = "overdrawn" if dollars < 0 else "holds"
                dispatcher.utter_message(
                    response=f"utter_account_{state}",
                    account=account, amount=speech_forms.amount(dollars),
                )  # fmt: skip
        if balances.savings is None and "saving" in text(tracker).lower():
            dispatcher.utter_message(response="utter_no_savings")
        return []


class ActionTransactions(_BankAction):
    """Says the latest entries of the checking account, newest first."""

    def name(self) -> str:
        return "action_transactions"

    async def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
        customer = tracker.get_slot("customer_id")
        latest = await answered(bank().transactions, customer, SHOWN_TRANSACTIONS)
        response = "utter_transactions" if latest else "utter_no_transactions"
        dispatcher.utter_message(response=response)
        for one in latest:
            _say_transaction(dispatcher, one)
        return []


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
