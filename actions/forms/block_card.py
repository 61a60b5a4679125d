"""The form that finds out which card to block, and asks before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import speech_forms
from actions.banking.desk import bank
from actions.banking.service import Card
from actions.conversation import Event, answered, intent, or_apology, slots, text
from actions.forms.shared import DONE, pauses, starting
from actions.spoken_answers import is_no, is_plain_no, keeps_the_card
from actions.spoken_choices import chosen, confirms, unknown, wants_all, wants_other

_NO_CARD = {"card_last_four": None, "block_confirmed": None, "block_outcome": "open"}
_NOTHING_TO_BLOCK = {"block_outcome": "nothing_to_block", **DONE}


class ValidateBlockCardForm(Action):  # type: ignore[misc]  # rasa_sdk has no types
    """Finds out which card to block, and asks before it is done."""

    def name(self) -> str:
        return "validate_block_card_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[Event]:
        return await or_apology(dispatcher, tracker, _decided(dispatcher, tracker))


async def _decided(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
    cards = await answered(bank().cards, tracker.get_slot("customer_id"))
    if starting(tracker):
        return slots(_NO_CARD) + slots(_first_choice(dispatcher, tracker, cards))
    if not keeps_the_card(text(tracker)):
        if pauses(tracker) and not is_no(text(tracker)):
            return slots({"prompt": "wait"})
        if _asks(tracker):
            return []
    if tracker.get_slot("requested_slot") == "card_last_four":
        return slots(_choice(dispatcher, tracker, cards))
    return slots(_confirmation(dispatcher, tracker, cards))


def _asks(tracker: Tracker) -> bool:
    """Whether the turn is a question of the caller's own: no answer, whatever else it holds."""
    return intent(tracker).startswith("ask_") and bool(tracker.get_slot("sure"))


def _first_choice(
    dispatcher: CollectingDispatcher, tracker: Tracker, cards: Sequence[Card]
) -> dict[str, Any]:
    """From what was said when asking to block: often the card, or there is only one."""
    active = [card for card in cards if not card.blocked]
    if not active:
        dispatcher.utter_message(response="utter_all_cards_blocked")
        return _NOTHING_TO_BLOCK
    if tracker.get_slot("all_cards") and tracker.get_slot("block_outcome") == "confirmed":
        return _selected(active[0])
    one_only = {"all_cards": False}
    if named := _named(dispatcher, tracker.get_slot("card_mention") or "", cards):
        return one_only | named
    return one_only | (_selected(active[0]) if len(active) == 1 else _open_choice(active))


def _named(dispatcher: CollectingDispatcher, words: str, cards: Sequence[Card]) -> dict[str, Any]:
    """What follows from the cards in the words; nothing if they single none out."""
    active = [card for card in cards if not card.blocked]
    if wants_all(words) and len(active) > 1:
        dispatcher.utter_message(response="utter_one_by_one")
        return {"all_cards": True, **_selected(active[0])}
    named = chosen(words, cards)
    if missing := "" if named else unknown(words, cards):
        dispatcher.utter_message(response="utter_no_such_card", unknown_card=missing)
    if len(named) != 1:
        return {}
    return _selected(named[0]) if not named[0].blocked else _blocked_before(dispatcher, named[0])


def _blocked_before(dispatcher: CollectingDispatcher, card: Card) -> dict[str, Any]:
    dispatcher.utter_message(
        response="utter_card_already_blocked", card_name=speech_forms.card(card)
    )
    return _NOTHING_TO_BLOCK


def _selected(card: Card) -> dict[str, Any]:
    return {"card_last_four": card.last_four, "card_name": speech_forms.card(card)}


def _open_choice(active: Sequence[Card]) -> dict[str, Any]:
    return {"card_choice": speech_forms.choice(active)}


def _choice(
    dispatcher: CollectingDispatcher, tracker: Tracker, cards: Sequence[Card]
) -> dict[str, Any]:
    """The card that is named, or none at all; nothing if the turn is no answer."""
    words = text(tracker)
    if keeps_the_card(words) and not chosen(words, cards):
        return _declined()
    if named := _named(dispatcher, words, cards):
        return named
    if unknown(words, cards):
        return _open_choice([card for card in cards if not card.blocked])
    return _declined() if _refuses(tracker, words) else {}


def _confirmation(
    dispatcher: CollectingDispatcher, tracker: Tracker, cards: Sequence[Card]
) -> dict[str, Any]:
    """Yes, no, or another card; who only says the wish again is asked again.

    Anything else is no answer, and nothing is blocked.
    """
    words, selected = text(tracker), tracker.get_slot("card_last_four")
    this = next(card for card in cards if card.last_four == selected)
    if tracker.get_slot("offer") == "none" and confirms(words, this):
        return {"block_confirmed": True, "block_outcome": "confirmed"}
    if another := _another(dispatcher, words, this, cards):
        return another
    if keeps_the_card(words) or _refuses(tracker, words):
        return _declined()
    return _selected(this) if _sounds_like(tracker, "block_card") else {}


def _another(
    dispatcher: CollectingDispatcher, words: str, this: Card, cards: Sequence[Card]
) -> dict[str, Any]:
    """Another card than the one asked about, also one that cannot be blocked; else nothing."""
    others = [card for card in cards if card != this]
    the_other = wants_other(words) and len(others) == 1
    named = others if the_other else chosen(words, cards)
    if named == [this]:
        return {}
    if len(named) == 1 and named[0].blocked:
        _blocked_before(dispatcher, named[0])
        return _selected(this)
    found = _selected(named[0]) if len(named) == 1 else _named(dispatcher, words, cards)
    return found or (_selected(this) if unknown(words, cards) else {})


def _refuses(tracker: Tracker, words: str) -> bool:
    """Whether this is a no to the form, and not to the offer of a person."""
    offered = tracker.get_slot("offer") != "none"
    denies = _sounds_like(tracker, "deny")
    return not offered and (denies or is_no(words) or is_plain_no(words))


def _sounds_like(tracker: Tracker, name: str) -> bool:
    """Whether that intent was understood, and well."""
    return intent(tracker) == name and bool(tracker.get_slot("sure"))


def _declined() -> dict[str, Any]:
    return {"block_confirmed": False, "block_outcome": "declined", **DONE}
