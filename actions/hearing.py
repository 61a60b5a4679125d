"""What a turn answers, read from its words before any rule is tried."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Event, confidence, intent, slots, text
from actions.spoken_answers import is_plain_no, is_yes

# From here on an intent may end a call or pass it on; below, the caller is asked first.
SURE = 0.5
# After one of these an offer still stands.
_OFFER_STANDS = frozenset({"affirm", "thanks", "wait", "hesitate", "repeat", "no_input"})


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
        sure = confidence(tracker) >= SURE
        return slots({"answer": answer, "offer": offer, "sure": sure, **_prompt(tracker, offer)})


def _answer(words: str) -> str:
    if is_yes(words):
        return "yes"
    return "no" if is_plain_no(words) else "none"


def _offer(tracker: Tracker, answer: str) -> str:
    """What the next yes accepts: the offer stands, was declined just now, or is over."""
    offer, name = str(tracker.get_slot("offer")), intent(tracker)
    if offer not in ("person", "suggestion"):
        return "none"
    if answer == "yes" or (answer == "none" and name in _OFFER_STANDS):
        return offer
    return "declined" if answer == "no" or name == "deny" else "none"


def _prompt(tracker: Tracker, offer: str) -> dict[str, None]:
    """A form waits one turn only, and asks nothing while the offer of a person stands."""
    prompt = tracker.get_slot("prompt")
    over = prompt == "wait" or (prompt == "held_back" and offer != "person")
    return {"prompt": None} if over else {}
