"""What a turn answers, by its words."""

from __future__ import annotations

import asyncio

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.hearing import ActionHear
from tests.actions.calls import Call


@pytest.mark.parametrize(("text", "intent", "answer"), [
    ("yes please", "affirm", "yes"), ("why not", "deny", "yes"), ("maybe", "affirm", "none"),
    ("no thanks", "deny", "no"), ("no that's wrong", "deny", "none"), ("um", "hesitate", "none"),
])  # fmt: skip
def test_the_words_say_yes_or_no(text: str, intent: str, answer: str) -> None:
    assert Call().say(ActionHear(), text, intent).slots["answer"] == answer


@pytest.mark.parametrize(("text", "intent", "offer"), [
    ("yes", "affirm", "person"), ("why not", "deny", "person"), ("um", "hesitate", "person"),
    ("hold on", "wait", "person"), ("", "no_input", "person"), ("maybe", "affirm", "person"),
    ("no thanks", "thanks", "declined"), ("rather not", "deny", "declined"),
    ("my balance", "ask_balance", "none"),
])  # fmt: skip
def test_an_offer_stands_until_it_is_answered(text: str, intent: str, offer: str) -> None:
    call = Call(offer="person", prompt="held_back").say(ActionHear(), text, intent)
    assert call.slots["offer"] == offer
    assert call.slots["prompt"] == ("held_back" if offer == "person" else None)
    assert Call(offer="declined").say(ActionHear(), text, intent).slots["offer"] == "none"


@pytest.mark.parametrize(("prompt", "after"), [("wait", None), ("go_on", "go_on")])
def test_a_form_waits_one_turn_only(prompt: str, after: str | None) -> None:
    assert Call(prompt=prompt).say(ActionHear(), "hello", "greet").slots["prompt"] == after


@pytest.mark.parametrize(("confidence", "sure"), [(0.49, False), (0.5, True), (None, True)])
def test_a_weak_guess_is_not_sure(confidence: float | None, sure: bool) -> None:
    call = Call()
    said = {"intent": {"name": "goodbye", "confidence": confidence}, "text": "i called before"}
    tracker = Tracker("call", call.slots, said, [], False, None, {}, "action_listen")
    events = asyncio.run(ActionHear().run(CollectingDispatcher(), tracker, {}))
    assert {"event": "slot", "timestamp": None, "name": "sure", "value": sure} in events
