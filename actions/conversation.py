"""What actions read from a conversation and write to it: names of slots, intents, responses.

rasa_sdk hands over untyped dictionaries; they are read here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from itertools import takewhile
from typing import Any, ParamSpec, TypeVar

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.errors import BankUnavailable
from actions.limits import within

# A caller should hear something within two seconds, and speaking takes its time too.
BANK_LIMIT_S = 1.5
MISUNDERSTOOD = frozenset({"nlu_fallback", "out_of_scope"})
# Turns after which the reply before still is what the conversation is about.
_NO_TOPIC = frozenset({"wait", "hesitate", "present", "repeat", "no_input"})

Event = dict[str, Any]
P = ParamSpec("P")
R = TypeVar("R")


def intent(tracker: Tracker) -> str:
    """The intent of the caller's last turn."""
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def confidence(tracker: Tracker) -> float:
    """How sure it is, from 0 to 1; 1 if it was not guessed."""
    return float((tracker.latest_message.get("intent") or {}).get("confidence") or 1)


def text(tracker: Tracker) -> str:
    """The caller's last words; keyed digits as digits."""
    keyed = next(tracker.get_latest_entity_values("digits"), None)
    return str(keyed or tracker.latest_message.get("text") or "")


def number(tracker: Tracker, slot: str) -> int:
    """A slot that counts; empty is zero."""
    return int(tracker.get_slot(slot) or 0)


def slots(values: Mapping[str, Any]) -> list[Event]:
    """Events that set slots."""
    return [SlotSet(name, value) for name, value in values.items()]


def misunderstandings(tracker: Tracker) -> int:
    """How many turns in a row, up to now, brought nothing: this one, if `action_clarify` asks."""
    turns: list[set[str]] = []
    for event in tracker.events:
        if event["event"] == "user":
            turns.append(set())
        elif event["event"] == "action" and turns:
            turns[-1].add(str(event.get("name")))
    earlier = reversed(turns[:-1])
    return 1 + len(list(takewhile(lambda done: "action_clarify" in done, earlier)))


def last_reply(tracker: Tracker) -> list[str]:
    """What the assistant said before this turn; "take your time" does not count."""
    replies: list[tuple[str, list[str]]] = [("", [])]
    for event in tracker.events:
        if event["event"] == "user":
            name = (event.get("parse_data") or {}).get("intent", {}).get("name")
            replies.append((str(name), []))
        elif event["event"] == "bot" and event.get("text"):
            replies[-1][1].append(event["text"])
    said = (texts for name, texts in reversed(replies) if name not in _NO_TOPIC)
    return next(filter(None, said), [])


def ranked_intents(tracker: Tracker) -> list[tuple[str, float]]:
    """What the last turn may have meant, likeliest first, without the fallback itself."""
    ranking = tracker.latest_message.get("intent_ranking") or []
    return [
        (str(one["name"]), float(one["confidence"]))
        for one in ranking
        if one["name"] not in MISUNDERSTOOD
    ]


async def answered(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Asks the bank, in a thread and within the limit; raises BankError."""
    return await within(BANK_LIMIT_S, work, *args, **kwargs)


async def or_apology(
    dispatcher: CollectingDispatcher, tracker: Tracker, answer: Awaitable[list[Event]]
) -> list[Event]:
    """The events of an answer; if the bank fails, an apology and `bank_available` false.

    What comes next, the offer of a person, is a rule in data/rules.
    """
    try:
        events = await answer
    except BankUnavailable:
        dispatcher.utter_message(response="utter_bank_unavailable")
        return slots({"bank_available": False, "requested_slot": None})
    mended = {} if tracker.get_slot("bank_available") else {"bank_available": True}
    return slots(mended) + events
