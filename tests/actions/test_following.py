"""Wishes that the assistant follows as if they had just been said."""

from __future__ import annotations

import pytest

from actions.following import ActionFollowSuggestion, ActionNextWish
from tests.actions.calls import Call

FOLLOW, NEXT = ActionFollowSuggestion(), ActionNextWish()


def test_yes_to_a_suggestion_is_taken_as_if_said() -> None:
    call = Call(suggestion="ask_hours", offer="suggestion").say(FOLLOW, "yes", "affirm")
    assert [event["event"] for event in call.set_events] == ["slot", "action", "user"]
    assert call.set_events[-1]["parse_data"]["intent"]["name"] == "ask_hours"
    assert call.slots["offer"] == "none"


@pytest.mark.parametrize(("answer", "intent", "followed"), [
    ("yes", "affirm", "my visa"), ("the debit one", "choose_card", "the debit one"),
])  # fmt: skip
def test_the_card_is_named_before_or_after_the_suggestion(
    answer: str, intent: str, followed: str
) -> None:
    call = Call(suggestion="block_card")
    call.events.append({"event": "user", "text": "my visa"})
    assert call.say(FOLLOW, answer, intent).set_events[-1]["text"] == followed


def test_a_silence_before_the_yes_does_not_forget_the_card() -> None:
    call = Call(suggestion="block_card")
    silence = {"intent": {"name": "no_input"}}
    call.events.append({"event": "user", "text": "my visa"})
    call.events.append({"event": "user", "text": "/no_input", "parse_data": silence})
    assert call.say(FOLLOW, "yes", "affirm").set_events[-1]["text"] == "my visa"


def test_the_next_wish_is_taken_as_if_said_now() -> None:
    wishes = [["ask_balance", "my balance"], ["ask_hours", "when are you open"]]
    call = Call(other_wishes=wishes, another_wish=True).say(NEXT, "4821")
    assert call.set_events[-1]["text"] == "my balance"
    assert call.set_events[-1]["parse_data"]["intent"]["name"] == "ask_balance"
    assert call.slots["other_wishes"] == wishes[1:] and call.slots["another_wish"]
    call.say(NEXT, "my balance", "ask_balance")
    assert call.slots["other_wishes"] == [] and not call.slots["another_wish"]
