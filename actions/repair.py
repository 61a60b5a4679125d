"""Mending a conversation: asking back, repeating, offering and calling a person."""

from __future__ import annotations

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.banking.desk import bank
from actions.conversation import (
    Event,
    answered,
    intent,
    last_reply,
    misunderstandings,
    ranked_intents,
    slots,
)
from actions.errors import ActionError

logger = logging.getLogger(__name__)

# A likelier guess is worth a question of the caller's time.
LEAST_CONFIDENCE = 0.15
# Who only names a card may want it blocked.
_IS_ABOUT = {"choose_card": "block_card"}


class ActionClarify(Action):  # type: ignore[misc]  # rasa_sdk has no types
    """Two-stage fallback by voice: first "did you want ...?", then the offer of a person.

    Rasa's own action_two_stage_fallback waits for a button, which a caller cannot press: the
    answer "yes" would be taken for the intent `affirm` itself.
    """

    def name(self) -> str:
        return "action_clarify"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[Event]:
        if misunderstandings(tracker) > 1:
            return offer_person(dispatcher)
        if intent(tracker) == "out_of_scope":
            dispatcher.utter_message(response="utter_out_of_scope")
            return []
        return _suggestion(dispatcher, tracker, domain)


def offer_person(dispatcher: CollectingDispatcher) -> list[Event]:
    """Offers a person; a form that goes on holds its own question back until that is answered."""
    dispatcher.utter_message(response="utter_offer_person")
    return slots({"offer": "person", "prompt": "held_back"})


def _suggestion(
    dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
) -> list[Event]:
    """Asks whether the likeliest intent was meant; in a form the form's question is enough.

    An intent can be suggested if domain.yml has a response `utter_suggest_<intent>`.
    """
    likeliest, confidence = next(iter(ranked_intents(tracker)), ("", 0.0))
    if tracker.active_loop.get("name"):
        answered_yes = tracker.get_slot("answer") == "yes"  # but to nothing that was asked
        response = "utter_acknowledge" if answered_yes else "utter_did_not_catch"
        dispatcher.utter_message(response=response)
        return []
    likeliest = _IS_ABOUT.get(likeliest, likeliest)
    response = f"utter_suggest_{likeliest}"
    if response in domain["responses"] and confidence >= LEAST_CONFIDENCE:
        dispatcher.utter_message(response=response)
        return slots({"offer": "suggestion", "suggestion": likeliest})
    dispatcher.utter_message(response="utter_rephrase")
    return []


class ActionOfferPerson(Action):  # type: ignore[misc]  # rasa_sdk has no types
    """Asks whether the caller would rather talk to a person."""

    def name(self) -> str:
        return "action_offer_person"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[Event]:
        return offer_person(dispatcher)


class ActionRepeat(Action):  # type: ignore[misc]  # rasa_sdk has no types
    """Says the last reply again."""

    def name(self) -> str:
        return "action_repeat"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[Event]:
        for text in last_reply(tracker):
            dispatcher.utter_message(text=text)
        return []


class ActionRecordHandover(Action):  # type: ignore[misc]  # rasa_sdk has no types
    """Notes what is known for the colleague, in SQL and for the line that passes the caller on.

    The caller is put through even if that fails.
    """

    def name(self) -> str:
        return "action_record_handover"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[Event]:
        customer, reason = tracker.get_slot("customer_id"), _reason(tracker)
        details = {"goal": tracker.get_slot("goal"), "identified": customer is not None}
        known = {key: value for key, value in details.items() if value}
        dispatcher.utter_message(json_message={"handover": {"reason": reason, **known}})
        call, record = tracker.sender_id, bank().record_handover
        try:
            await answered(record, call, customer, reason, details)
        except ActionError as error:
            logger.error("handover of call %s not recorded: %s", call, error)
        return []


def _reason(tracker: Tracker) -> str:
    if tracker.get_slot("locked_out"):
        return "not identified"
    if not tracker.get_slot("bank_available"):
        return "records unavailable"
    return "not understood" if intent(tracker) == "affirm" else "asked for a person"
