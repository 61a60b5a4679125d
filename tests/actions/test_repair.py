"""Asking back, repeating, and calling a person."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Action
from sqlalchemy import select

from actions.banking.service import Bank
from actions.banking.tables import handovers
from actions.repair import (
    ActionClarify,
    ActionOfferPerson,
    ActionRecordHandover,
    ActionRepeat,
)
from tests.actions.calls import Call

CLARIFY = ActionClarify()


class Talking(Call):
    """A call that remembers which actions ran, as Rasa does."""

    def say(self, action: Action, *said: Any, **message: Any) -> Talking:
        super().say(action, *said, **message)
        self.events.append({"event": "action", "name": action.name()})
        return self


def ranking(*likely: tuple[str, float]) -> list[dict[str, object]]:
    names = [("nlu_fallback", 0.5), *likely]
    return [{"name": name, "confidence": confidence} for name, confidence in names]


def test_a_likely_guess_is_asked_first() -> None:
    guesses = ranking(("ask_hours", 0.31), ("ask_branch", 0.3))
    call = Call().say(CLARIFY, "mumble", "nlu_fallback", intent_ranking=guesses)
    assert call.responses == ["utter_suggest_ask_hours"]
    assert (call.slots["offer"], call.slots["suggestion"]) == ("suggestion", "ask_hours")


@pytest.mark.parametrize("guesses", [
    ranking(("ask_hours", 0.05)), ranking(("thanks", 0.4)), ranking(), [],
])  # fmt: skip
def test_without_a_guess_other_words_are_asked_for(guesses: list[dict[str, object]]) -> None:
    call = Call().say(CLARIFY, "mumble", "nlu_fallback", intent_ranking=guesses)
    assert call.responses == ["utter_rephrase"] and call.set_events == []


def test_in_a_form_the_question_of_the_form_is_enough() -> None:
    call = Call()
    call.loop = "identify_form"
    guesses = ranking(("ask_hours", 0.4))
    call.say(CLARIFY, "mumble", "nlu_fallback", intent_ranking=guesses)
    assert call.responses == ["utter_did_not_catch"]


def test_what_we_cannot_do_is_said() -> None:
    call = Call().say(CLARIFY, "book me a flight", "out_of_scope")
    assert call.responses == ["utter_out_of_scope"]


@pytest.mark.parametrize("first", ["nlu_fallback", "out_of_scope"])
def test_two_misunderstandings_in_a_row_offer_a_person(first: str) -> None:
    call = Talking().say(CLARIFY, "mumble", first).say(CLARIFY, "mumble", "nlu_fallback")
    assert call.responses == ["utter_offer_person"] and call.slots["offer"] == "person"
    assert call.slots["prompt"] == "held_back", "a form must not ask on top of it"


@pytest.mark.parametrize(("answer", "said"), [
    ("yes", "utter_acknowledge"), ("none", "utter_did_not_catch"),
])  # fmt: skip
def test_what_a_form_cannot_use_counts_as_misunderstood(answer: str, said: str) -> None:
    call = Talking(answer=answer)
    call.loop = "identify_form"
    assert call.say(CLARIFY, "yes", "affirm").responses == [said]
    assert call.say(CLARIFY, "yes", "affirm").responses == ["utter_offer_person"]


def test_a_card_without_a_wish_is_asked_about() -> None:
    guesses = ranking(("choose_card", 0.9))
    call = Call().say(CLARIFY, "my visa", "choose_card", intent_ranking=guesses)
    assert call.responses == ["utter_suggest_block_card"]
    assert call.slots["suggestion"] == "block_card"


def test_a_turn_understood_in_between_starts_the_count_anew() -> None:
    call = Talking().say(CLARIFY, "mumble", "nlu_fallback")
    call.say(ActionRepeat(), "repeat that", "repeat").say(CLARIFY, "mumble", "nlu_fallback")
    assert call.responses == ["utter_rephrase"]


def test_a_person_is_offered() -> None:
    call = Call().say(ActionOfferPerson())
    assert call.responses == ["utter_offer_person"] and call.slots["offer"] == "person"


def test_the_whole_last_reply_is_repeated() -> None:
    call = Call()
    call.events += [
        {"event": "user", "text": "hours"},
        {"event": "bot", "text": "Open."},
        {"event": "slot", "name": "offer"},
        {"event": "bot", "text": "From nine."},
    ]
    call.say(ActionRepeat(), "again", "repeat")
    assert [message["text"] for message in call.messages] == ["Open.", "From nine."]


@pytest.mark.parametrize("pause", ["wait", "hesitate", "repeat", "no_input"])
def test_after_a_pause_the_reply_before_it_is_repeated(pause: str) -> None:
    call = Call()
    call.events += [
        {"event": "user", "text": "hours"},
        {"event": "bot", "text": "From nine."},
        {"event": "user", "text": "", "parse_data": {"intent": {"name": pause}}},
        {"event": "bot", "text": "Take your time."},
    ]
    call.say(ActionRepeat(), "again", "repeat")
    assert [message["text"] for message in call.messages] == ["From nine."]


def test_nothing_is_repeated_before_anything_was_said() -> None:
    assert Call().say(ActionRepeat(), "again", "repeat").messages == []


@pytest.mark.parametrize(("slots", "intent", "reason"), [
    ({}, "ask_person", "asked for a person"),
    ({"locked_out": True}, "inform_digits", "not identified"),
    ({"bank_available": False}, "affirm", "records unavailable"),
    ({}, "affirm", "not understood"),
])  # fmt: skip
def test_a_handover_is_recorded_and_told_to_the_line_with_what_is_known(
    bank: Bank, slots: dict[str, object], intent: str, reason: str
) -> None:
    call = Call(customer_id=1, goal="balance", **slots)
    (told,) = call.say(ActionRecordHandover(), "", intent).messages
    known = {"reason": reason, "goal": "balance", "identified": True}
    assert told["custom"] == {"handover": known}
    with bank._engine.connect() as records:
        row = records.execute(select(handovers)).one()
    assert (row.call_id, row.customer_id, row.reason) == ("call", 1, reason)
    assert row.details == {"goal": "balance", "identified": True}


def test_a_handover_goes_on_when_it_cannot_be_recorded(
    dead_bank: object, caplog: pytest.LogCaptureFixture
) -> None:
    assert Call().say(ActionRecordHandover(), "", "ask_person").set_events == []
    assert "not recorded" in caplog.text
