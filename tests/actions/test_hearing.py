"""What a turn answers, by its words."""

from __future__ import annotations

import asyncio

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.banking.service import Bank
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
    ("sí, por favor", "ask_language", "person"), ("english is fine", "ask_language", "none"),
    ("no thanks", "thanks", "declined"), ("rather not", "deny", "declined"),
    ("my balance", "ask_balance", "none"), ("the debit card", "choose_card", "none"),
])  # fmt: skip
def test_an_offer_stands_until_it_is_answered(text: str, intent: str, offer: str) -> None:
    call = Call(offer="person", prompt="held_back").say(ActionHear(), text, intent)
    assert call.slots["offer"] == offer
    assert call.slots["prompt"] == ("held_back" if offer == "person" else None)
    assert Call(offer="declined").say(ActionHear(), text, intent).slots["offer"] == "none"


@pytest.mark.parametrize(("text", "intent", "offer"), [
    ("yes", "affirm", "consent"), ("no", "deny", "declined"), ("pardon", "repeat", "consent"),
    ("what's my balance", "ask_balance", "none"), ("um", "hesitate", "consent"),
])  # fmt: skip
def test_the_question_about_the_record_stands_until_it_is_answered(
    text: str, intent: str, offer: str
) -> None:
    assert Call(offer="consent").say(ActionHear(), text, intent).slots["offer"] == offer


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


@pytest.mark.parametrize(("loop", "sure"), [(None, True), ("identify_form", False)])
def test_the_end_of_a_number_is_not_the_end_of_the_call(loop: str | None, sure: bool) -> None:
    call = Call()
    call.loop = loop
    assert call.say(ActionHear(), "that's all I have", "goodbye").slots["sure"] == sure


@pytest.mark.parametrize(("text", "identified", "other"), [
    ("what's the balance on account 4002 5512", True, True),
    ("four double oh three one nine four oh", True, True),
    ("my balance, my account number is 4001 7733", True, False),
    ("my balance, my account number is 4002 5512", False, False),
    ("the card ending in 3391", True, False), ("what's my balance", True, False),
])  # fmt: skip
def test_the_number_of_another_account_is_noticed(
    bank: Bank, text: str, identified: bool, other: bool
) -> None:
    call = Call(authenticated=identified, customer_id=1).say(ActionHear(), text)
    assert call.slots["other_account"] == other


def test_a_number_that_cannot_be_looked_up_is_not_the_own(dead_bank: object) -> None:
    call = Call(authenticated=True, customer_id=1).say(ActionHear(), "4001 7733")
    assert call.slots["other_account"]


def test_a_card_answers_the_suggestion_to_block_one() -> None:
    call = Call(offer="suggestion", suggestion="block_card")
    assert call.say(ActionHear(), "debit", "choose_card").slots["offer"] == "suggestion"


BOTH, BALANCE = "block my card and what's my balance", [["ask_balance", "what's my balance"]]


def test_what_is_wanted_besides_waits_while_a_form_serves_the_first_wish() -> None:
    call = Call().say(ActionHear(), BOTH, "block_card")
    assert call.slots["other_wishes"] == BALANCE and call.slots["another_wish"]
    call.loop = "identify_form"
    assert call.say(ActionHear(), "4001 7733").slots["other_wishes"] == BALANCE
    assert call.say(ActionHear(), "forget it", "stop").slots["another_wish"] is False


def test_outside_a_form_a_new_turn_is_a_new_wish() -> None:
    call = Call(other_wishes=BALANCE, another_wish=True)
    assert call.say(ActionHear(), "when are you open", "ask_hours").slots["other_wishes"] == []


def test_a_third_wish_waits_for_the_second() -> None:
    call = Call(other_wishes=BALANCE, another_wish=True)
    call.events += [{"event": "action", "name": "action_next_wish"}]
    call.events += [{"event": "action", "name": "action_listen"}]
    assert call.say(ActionHear(), "when are you open", "ask_hours").slots["another_wish"]


@pytest.mark.parametrize(("goal", "wanted_besides"), [("balance", False), ("transactions", True)])
def test_what_a_form_already_serves_is_not_wanted_besides(goal: str, wanted_besides: bool) -> None:
    call = Call(goal=goal)
    call.loop = "identify_form"
    call.say(ActionHear(), "my balance as I said, 4001 7733")
    assert call.slots["another_wish"] == wanted_besides
