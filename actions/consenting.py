"""What callers are told, and asked, about the record of their call.

For which purposes, and how, says privacy.yml (privacy/consent.py); in which words, domain.yml. The
recorder writes down what was said and what came of it, by the responses' names and this slot.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Event, slots
from actions.privacy.consent import OPT_IN, OPT_OUT, Consent
from actions.settings import settings

CONSENTS = "consents"


def consent() -> Consent:
    """What privacy.yml asks for."""
    return settings().policy.consent


def begin(dispatcher: CollectingDispatcher) -> list[Event]:
    """Tells what is to be told, and asks the first question: for consent, or for the wish."""
    for response in consent().told():
        dispatcher.utter_message(response=response)
    return _ask(dispatcher, consent().questions())


def _ask(dispatcher: CollectingDispatcher, questions: list[str]) -> list[Event]:
    if not questions:
        dispatcher.utter_message(response="utter_how_can_i_help")
        return []
    dispatcher.utter_message(response=questions[0])
    return slots({"offer": "consent", "consent_question": questions[0]})


class ActionConsent(Action):  # type: ignore[misc]  # rasa_sdk has no types
    """Notes the yes to the question that was asked, and asks the next.

    After anything else no other is asked: nothing is given without a yes, and who has said no, or
    what the call is about, is not held up again.
    """

    def name(self) -> str:
        return "action_consent"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[Event]:
        asked, questions = str(tracker.get_slot("consent_question")), consent().questions()
        given = dict.fromkeys(consent().of(asked), True)
        later = questions[questions.index(asked) + 1 :] if asked in questions else []
        noted = slots({CONSENTS: {**(tracker.get_slot(CONSENTS) or {}), **given}, "offer": "none"})
        return noted + _ask(dispatcher, later)


class ActionObject(Action):  # type: ignore[misc]  # rasa_sdk has no types
    """Takes an objection to the record, at any time in the call, as far as there is a choice."""

    def name(self) -> str:
        return "action_object"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[Event]:
        refused = dict.fromkeys(consent().purposes(OPT_IN, OPT_OUT), False)
        stays = "service" not in refused
        dispatcher.utter_message(response="utter_record_stays" if stays else "utter_not_kept")
        return slots({CONSENTS: refused})
