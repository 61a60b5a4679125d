"""Form validation: who is calling, and which card to block.

Rasa runs `validate_<form>` after each turn while the form is active. No events mean that the turn
had nothing for the form: then a rule answers it, and the form asks again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import speech_forms
from actions.banking.desk import bank
from actions.banking.service import Card
from actions.conversation import Event, answered, intent, number, or_apology, slots, text
from actions.errors import WrongCredentials
from actions.heard_digits import SIZES, Heard, Wanted, understand
from actions.spoken_answers import is_no, is_plain_no, keeps_the_card
from actions.spoken_choices import chosen, confirms, unknown, wants_all, wants_other

MOST_FAILURES = 3
# So many digits in one breath are rather a whole number of which some were lost.
_HALF_AT_MOST: dict[Wanted, int] = {"account_number": 4, "pin": 2}
_DONE = {"requested_slot": None}
_NOBODY = {"account_number": None, "pin": None, "digits_so_far": None, "prompt": None}
_NO_CARD = {"card_last_four": None, "block_confirmed": None, "block_outcome": "open"}
_NOTHING_TO_BLOCK = {"block_outcome": "nothing_to_block", **_DONE}
_PAUSES = frozenset({"wait", "hesitate"})


class ValidateIdentifyForm(Action):  # type: ignore[misc]  # rasa_sdk has no types
    """Collects account number and PIN over as many turns as it takes, then asks the bank."""

    def name(self) -> str:
        return "validate_identify_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[Event]:
        if tracker.get_slot("locked_out"):
            return slots(_locked_out())
        known = dict(_NOBODY) if _starting(tracker) else {s: tracker.get_slot(s) for s in _NOBODY}
        wanted: Wanted = "pin" if known["account_number"] else "account_number"
        heard = _understood(text(tracker), wanted, known)
        events = slots(known) if _starting(tracker) else []
        if heard == Heard() or _means_something_else(intent(tracker), heard):
            return events + slots({"prompt": "wait"} if _pauses(tracker) else {})
        if heard.misheard or _lost_some(heard, wanted, known):
            return events + slots(_misheard(tracker, heard))
        account, pin = heard.account_number or known["account_number"], heard.pin or known["pin"]
        events += slots({"account_number": account, "pin": pin, **_progress(heard, wanted)})
        if account and pin:
            readings = [(account, pin), *([heard.otherwise] if heard.otherwise else [])]
            answer = _identified(dispatcher, tracker, readings)
            events += await or_apology(dispatcher, tracker, answer)
        return events


def _starting(tracker: Tracker) -> bool:
    return tracker.get_slot("requested_slot") is None


def _means_something_else(name: str, heard: Heard) -> bool:
    """A card's ending in "block my card ...", "the last ten", the "one" of "the credit one"."""
    if name == "block_card" or name.startswith("ask_"):
        return not heard.account_number
    return len(heard.part) == 1 and name not in ("inform_digits", "keyed_digits", "nlu_fallback")


def _understood(words: str, wanted: Wanted, known: dict[str, Any]) -> Heard:
    """Digits add to earlier ones, but begin anew where the whole number was asked for again."""
    heard = understand(words, wanted, known["digits_so_far"] or "")
    return understand(words, wanted) if heard.part and known["prompt"] == "too_few" else heard


def _lost_some(heard: Heard, wanted: Wanted, known: dict[str, Any]) -> bool:
    """Whether there are too many digits for a pause, or not more than before."""
    so_far = known["digits_so_far"] if known["prompt"] != "too_few" else None
    if so_far and heard.part:
        return len(heard.part) <= len(so_far)
    return len(heard.part) > _HALF_AT_MOST[wanted]


def _progress(heard: Heard, wanted: Wanted) -> dict[str, Any]:
    """What to say when the form asks next."""
    if not heard.part:
        return {"digits_so_far": None, "prompt": None, "mishearings": 0}
    missing = SIZES[wanted] - len(heard.part)
    return {"digits_so_far": heard.part, "digits_missing": str(missing), "prompt": "go_on"}


def _misheard(tracker: Tracker, heard: Heard) -> dict[str, Any]:
    """Asks again, and keeps what may be a part; the third time in a row a person does."""
    mishearings = number(tracker, "mishearings") + 1
    prompt = "too_few" if heard.part else "misheard"
    again = {"digits_so_far": heard.part or None, "prompt": prompt, "mishearings": mishearings}
    return again if mishearings < MOST_FAILURES else again | _locked_out()


def _locked_out() -> dict[str, Any]:
    return {**_NOBODY, "locked_out": True, **_DONE}


async def _identified(
    dispatcher: CollectingDispatcher, tracker: Tracker, readings: Sequence[tuple[str, str]]
) -> list[Event]:
    """Asks the bank; a number that can be read in two ways counts as one try."""
    for account, pin in readings:
        try:
            customer = await answered(bank().authenticate, account, pin)
        except WrongCredentials:
            continue
        dispatcher.utter_message(response="utter_identified", first_name=customer.name.split()[0])
        who = {"authenticated": True, "customer_id": customer.id, "customer_name": customer.name}
        return slots({**_NOBODY, **who, **_DONE})
    return slots(_mismatch(tracker))


def _mismatch(tracker: Tracker) -> dict[str, Any]:
    """The PIN again, since four digits are easily misheard; then both; then a person."""
    failures = number(tracker, "identification_failures") + 1
    counted = {"identification_failures": failures}
    if failures >= MOST_FAILURES:
        return counted | _locked_out()
    forgotten = {"pin": None} if failures == 1 else {"account_number": None, "pin": None}
    return {**counted, **forgotten, "prompt": "mismatch"}


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
    if _starting(tracker):
        return slots(_NO_CARD) + slots(_first_choice(dispatcher, tracker, cards))
    if not keeps_the_card(text(tracker)):
        if _pauses(tracker) and not is_no(text(tracker)):
            return slots({"prompt": "wait"})
        if _asks(tracker):
            return []
    if tracker.get_slot("requested_slot") == "card_last_four":
        return slots(_choice(dispatcher, tracker, cards))
    return slots(_confirmation(dispatcher, tracker, cards))


def _pauses(tracker: Tracker) -> bool:
    """Whether the caller wants a moment; with an offer open, a rule grants it."""
    return intent(tracker) in _PAUSES and tracker.get_slot("offer") != "person"


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
    """Yes, no, or another card; anything else is no answer, and nothing is blocked."""
    words, selected = text(tracker), tracker.get_slot("card_last_four")
    this = next(card for card in cards if card.last_four == selected)
    if tracker.get_slot("offer") == "none" and confirms(words, this):
        return {"block_confirmed": True, "block_outcome": "confirmed"}
    if another := _another(dispatcher, words, this, cards):
        return another
    return _declined() if keeps_the_card(words) or _refuses(tracker, words) else {}


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
    return not offered and (_denies(tracker) or is_no(words) or is_plain_no(words))


def _denies(tracker: Tracker) -> bool:
    """Whether it sounds like a no."""
    return intent(tracker) == "deny" and bool(tracker.get_slot("sure"))


def _declined() -> dict[str, Any]:
    return {"block_confirmed": False, "block_outcome": "declined", **_DONE}
