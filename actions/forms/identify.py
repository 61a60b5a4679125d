"""The form that finds out who is calling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.banking.desk import bank
from actions.conversation import Event, answered, intent, number, or_apology, slots, text
from actions.errors import WrongCredentials
from actions.forms.shared import DONE, pauses, starting
from actions.heard_digits import SIZES, Heard, Wanted, begins_with_number, understand

MOST_FAILURES = 3
# So many digits in one breath are rather a whole number of which some were lost.
_HALF_AT_MOST: dict[Wanted, int] = {"account_number": 4, "pin": 2}
_NOBODY = {"account_number": None, "pin": None, "digits_so_far": None, "prompt": None}


class ValidateIdentifyForm(Action):  # type: ignore[misc]  # rasa_sdk has no types
    """Collects account number and PIN over as many turns as it takes, then asks the bank."""

    def name(self) -> str:
        return "validate_identify_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[Event]:
        if tracker.get_slot("locked_out"):
            return slots(_locked_out())
        known = dict(_NOBODY) if starting(tracker) else {s: tracker.get_slot(s) for s in _NOBODY}
        wanted: Wanted = "pin" if known["account_number"] else "account_number"
        heard = _understood(text(tracker), wanted, known)
        events = slots(known) if starting(tracker) else []
        if heard == Heard() or _means_something_else(tracker, heard):
            return events + slots({"prompt": "wait"} if pauses(tracker) else {})
        if heard.misheard or _lost_some(heard, wanted, known):
            return events + slots(_misheard(tracker, heard))
        account, pin = heard.account_number or known["account_number"], heard.pin or known["pin"]
        events += slots({"account_number": account, "pin": pin, **_progress(heard, wanted)})
        if account and pin:
            readings = [(account, pin), *([heard.otherwise] if heard.otherwise else [])]
            answer = _identified(dispatcher, tracker, readings)
            events += await or_apology(dispatcher, tracker, answer)
        return events


def _means_something_else(tracker: Tracker, heard: Heard) -> bool:
    """A card's ending in "block my card ...", "the last ten", the "one" of "the credit one"."""
    name = intent(tracker)
    if name == "block_card" or name.startswith("ask_"):
        return not (heard.account_number or begins_with_number(text(tracker)))
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
    return {**_NOBODY, "locked_out": True, **DONE}


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
        return slots({**_NOBODY, **who, **DONE})
    return slots(_mismatch(tracker))


def _mismatch(tracker: Tracker) -> dict[str, Any]:
    """The PIN again, since four digits are easily misheard; then both; then a person."""
    failures = number(tracker, "identification_failures") + 1
    counted = {"identification_failures": failures}
    if failures >= MOST_FAILURES:
        return counted | _locked_out()
    forgotten = {"pin": None} if failures == 1 else {"account_number": None, "pin": None}
    return {**counted, **forgotten, "prompt": "mismatch"}
