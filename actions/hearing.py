"""What a turn answers, read from its words before any rule is tried."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.banking.desk import bank
from actions.conversation import Event, answered, confidence, intent, slots, text
from actions.errors import BankUnavailable
from actions.heard_digits import understand
from actions.spoken_answers import is_plain_no, is_yes, takes_leave
from actions.spoken_wishes import Wish, besides

# From here on an intent may end a call or pass it on; below, the caller is asked first.
SURE = 0.5
# After one of these an offer still stands.
OFFER_STANDS = frozenset({"affirm", "thanks", "wait", "hesitate", "repeat", "no_input"})


class ActionHear(Action):  # type: ignore[misc]  # rasa_sdk has no types
    """Fills the slots about a turn itself: `answer`, `offer`, `sure`, and takes back `prompt`.

    The intents `affirm` and `deny` say what a turn is like; whether it *is* a yes or a no, from
    its first word to its last, is read here. Rasa runs it at each turn, for slots are mapped to it.
    """

    def name(self) -> str:
        return "action_hear"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[Event]:
        answer = _answer(text(tracker))
        offer = _offer(tracker, answer)
        sure = confidence(tracker) >= SURE and not _seems_to_leave(tracker)
        heard = {"answer": answer, "offer": offer, "sure": sure, **_wishes(tracker)}
        heard["other_account"] = await _other_account(tracker)
        return slots({**heard, **_prompt(tracker, offer)})


async def _other_account(tracker: Tracker) -> bool:
    """Whether, with an account open, the number of another one is said."""
    number = understand(text(tracker), "account_number").account_number
    if number is None or not tracker.get_slot("authenticated"):
        return False
    try:
        return not await answered(bank().owns, tracker.get_slot("customer_id"), number)
    except BankUnavailable:
        return True


def _wishes(tracker: Tracker) -> dict[str, Any]:
    """What is wanted besides; while a form serves the first wish, the others wait."""
    goal = str(tracker.get_slot("goal"))
    found = besides(text(tracker), intent(tracker))
    said = [list(wish) for wish in found if not _is_being_served(wish, goal, tracker)]
    waits = tracker.active_loop.get("name") or _goes_on(tracker)
    waiting = tracker.get_slot("other_wishes") if waits and intent(tracker) != "stop" else None
    wishes = said or waiting or []
    return {"other_wishes": wishes, "another_wish": bool(wishes)}


def _is_being_served(wish: Wish, goal: str, tracker: Tracker) -> bool:
    """Whether the form finds out already who wants it: "my balance, as I said, 4001 7733"."""
    return bool(tracker.active_loop.get("name")) and wish.intent.endswith(goal)


def _goes_on(tracker: Tracker) -> bool:
    """Whether this turn is not the caller's but a wish that had waited."""
    done = [event.get("name") for event in tracker.events if event["event"] == "action"]
    return done[-2:] == ["action_next_wish", "action_listen"]


def _seems_to_leave(tracker: Tracker) -> bool:
    """Whether "is that all", or "that's all I have" in a form, sounds like a goodbye."""
    busy = bool(tracker.active_loop.get("name"))
    return intent(tracker) == "goodbye" and not takes_leave(text(tracker), busy)


def _answer(words: str) -> str:
    if is_yes(words):
        return "yes"
    return "no" if is_plain_no(words) else "none"


def _offer(tracker: Tracker, answer: str) -> str:
    """What the next yes accepts: the offer stands, was declined just now, or is over."""
    offer, name = str(tracker.get_slot("offer")), intent(tracker)
    if offer not in ("person", "suggestion", "consent"):
        return "none"
    if answer == "yes" or (answer == "none" and name in OFFER_STANDS):
        return offer
    if name == "ask_language" and "english" not in text(tracker).lower():
        return offer  # answered in another language
    suggested = tracker.get_slot("suggestion") if offer == "suggestion" else None
    if name == "choose_card" and suggested == "block_card":
        return offer  # "do you want to block a card?" "the debit card"
    return "declined" if answer == "no" or name == "deny" else "none"


def _prompt(tracker: Tracker, offer: str) -> dict[str, None]:
    """A form waits one turn only, and asks nothing while the offer of a person stands."""
    prompt = tracker.get_slot("prompt")
    over = prompt == "wait" or (prompt == "held_back" and offer != "person")
    return {"prompt": None} if over else {}
