"""Form validation: who is calling, and which card to block.

Rasa runs `validate_<form>` after each turn while the form is active. No events mean that the turn
had nothing for the form: then a rule answers it, and the form asks again.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile, takewhile
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import speech_forms
from actions.banking.desk import bank
from actions.banking.service import Card
from actions.conversation import Event, answered, intent, number, or_apology, slots, text
from actions.errors import WrongCredentials
from actions.heard_digits import SIZES, Heard, Wanted, understand
from actions.spoken_choices import chosen, hesitates, is_no, is_yes

MOST_FAILURES = 3
# So many digits in one breath are rather a whole number of which some were lost.
_HALF_AT_MOST: dict[Wanted, int] = {"account_number": 4, "pin": 2}
_DONE = {"requested_slot": None}
_NOBODY = {"account_number": None, "pin": None, "digits_so_far": None, "prompt": None}
_NO_CARD = {"card_last_four": None, "block_confirmed": None, "block_outcome": "open"}
_NOTHING_TO_BLOCK = {"block_outcome": "nothing_to_block", **_DONE}
# A turn with one of these, or with a question, is no answer, however it begins.
_OTHER_WISHES = frozenset({"wait", "stop", "deny", "repeat", "goodbye", "forgot_credentials"})


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
            return events + slots({"prompt": "wait"} if intent(tracker) == "wait" else {})
        if heard.misheard or _lost_some(heard, wanted, known):
            return events + slots(_misheard(tracker, heard))
        account, pin = heard.account_number or known["account_number"], heard.pin or known["pin"]
        events += slots({"account_number": account, "pin": pin, **_progress(heard, wanted)})
        if account and pin:
            answer = _identified(dispatcher, tracker, account, pin)
            events += await or_apology(dispatcher, tracker, answer)
        return events


def _starting(tracker: Tracker) -> bool:
    return tracker.get_slot("requested_slot") is None


def _means_something_else(name: str, heard: Heard) -> bool:
    """A card's ending in "block my card ...", the "one" of "the credit one"."""
    if name == "block_card":
        return not heard.account_number
    return len(heard.part) == 1 and name not in ("inform_digits", "keyed_digits", "nlu_fallback")


def _understood(words: str, wanted: Wanted, known: dict[str, Any]) -> Heard:
    """Digits add to earlier ones, but begin anew where the whole number was asked for again."""
    heard = understand(words, wanted, known["digits_so_far"] or "")
    return understand(words, wanted) if heard.part and known["prompt"] == "too_few" else heard


def _lost_some(heard: Heard, wanted: Wanted, known: dict[str, Any]) -> bool:
    """Whether there are too many digits for a pause, or not more than before."""
    so_far = known["digits_so_far"] if known["prompt"] == "go_on" else None
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
    dispatcher: CollectingDispatcher, tracker: Tracker, account: str, pin: str
) -> list[Event]:
    try:
        customer = await answered(bank().authenticate, account, pin)
    except WrongCredentials:
        return slots(_mismatch(tracker))
    dispatcher.utter_message(response="utter_identified", first_name=customer.name.split()[0])
    who = {"authenticated": True, "customer_id": customer.id, "customer_name": customer.name}
    return slots({**_NOBODY, **who, **_DONE})


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
        mention = tracker.get_slot("card_mention") or ""
        return slots(_NO_CARD) + slots(_first_choice(dispatcher, mention, cards))
    if tracker.get_slot("requested_slot") == "card_last_four":
        return slots(_choice(dispatcher, text(tracker), cards))
    return slots(_confirmation(tracker, cards))


def _first_choice(
    dispatcher: CollectingDispatcher, mention: str, cards: Sequence[Card]
) -> dict[str, Any]:
    """From what was said when asking to block: often the card, or there is only one."""
    singled_out = _choice(dispatcher, mention, cards)
    active = [card for card in cards if not card.blocked]
    if singled_out or len(active) > 1:
        return singled_out or {"card_choice": speech_forms.choice(active)}
    if active:
        return _selected(active[0])
    dispatcher.utter_message(response="utter_all_cards_blocked")
    return _NOTHING_TO_BLOCK


def _choice(dispatcher: CollectingDispatcher, words: str, cards: Sequence[Card]) -> dict[str, Any]:
    """The one card that the words single out, if they do."""
    named = chosen(words, cards)
    if len(named) != 1 or (len(cards) == 1 and named[0].blocked):
        return {}
    if not named[0].blocked:
        return _selected(named[0])
    dispatcher.utter_message(
        response="utter_card_already_blocked", card_name=speech_forms.card(named[0])
    )
    return _NOTHING_TO_BLOCK


def _selected(card: Card) -> dict[str, Any]:
    return {"card_last_four": card.last_four, "card_name": speech_forms.card(card)}


def _confirmation(tracker: Tracker, cards: Sequence[Card]) -> dict[str, Any]:
    """Yes, no, or another card; anything else is no answer, and nothing is blocked.

    Neither is a yes or no to the offer of a person.
    """
    words, selected = text(tracker), tracker.get_slot("card_last_four")
    named = chosen(words, cards)
    another = len(named) == 1 and named[0].last_four != selected
    if another and not named[0].blocked:
        return _selected(named[0])
    if _agreed(tracker, words) and not another:
        return {"block_confirmed": True, "block_outcome": "confirmed"}
    if (intent(tracker) == "deny" or is_no(words)) and not _person_offered(tracker):
        return {"block_confirmed": False, "block_outcome": "declined"}
    return {}


def _agreed(tracker: Tracker, words: str) -> bool:
    """Whether this is a clear yes to the form's question."""
    name = intent(tracker)
    if _person_offered(tracker) or name in _OTHER_WISHES or name.startswith("ask_"):
        return False
    return is_yes(words) or (name == "affirm" and not hesitates(words))


def _person_offered(tracker: Tracker) -> bool:
    """In the last reply; the slot itself is emptied by a "yes, thank you" (`thanks`)."""
    earlier = list(dropwhile(lambda event: event["event"] != "user", reversed(tracker.events)))[1:]
    replied = takewhile(lambda event: event["event"] != "user", earlier)
    return any((e.get("name"), e.get("value")) == ("offer", "person") for e in replied)
