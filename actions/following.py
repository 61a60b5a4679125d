"""Going on as if the caller had said something: a suggestion accepted, a second wish."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, UserUttered
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Event, intent, slots
from actions.hearing import OFFER_STANDS


class ActionFollowSuggestion(Action):  # type: ignore[misc]  # rasa_sdk has no types
    """After "yes" to a suggestion, or an answer that names a card for it."""

    def name(self) -> str:
        return "action_follow_suggestion"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[Event]:
        name = str(tracker.get_slot("suggestion"))
        turns = [event for event in tracker.events if event["event"] == "user"]
        if intent(tracker) != "choose_card":
            # A yes refers to the words that were not understood: they may name the card.
            turns = [one for one in turns[:-1] if _named(one) not in OFFER_STANDS]
        words = [str(one["text"]) for one in turns[-1:]]
        return [*slots({"offer": "none"}), *_as_if_said(name, *words)]


class ActionNextWish(Action):  # type: ignore[misc]  # rasa_sdk has no types
    """Serves what was wanted besides, in the same sentence: `other_wishes`."""

    def name(self) -> str:
        return "action_next_wish"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[Event]:
        (name, words), *rest = tracker.get_slot("other_wishes")
        left = {"other_wishes": rest, "another_wish": bool(rest)}
        return [*slots(left), *_as_if_said(name, words)]


def _named(turn: Event) -> str:
    return str((turn.get("parse_data", {}).get("intent") or {}).get("name"))


def _as_if_said(name: str, words: str = "") -> list[Event]:
    meant = {"intent": {"name": name, "confidence": 1.0}, "entities": []}
    return [ActionExecuted("action_listen"), UserUttered(words or f"/{name}", meant)]
