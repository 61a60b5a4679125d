"""What callers are told and asked about the record, and what becomes of their answers."""

from __future__ import annotations

import pytest

from actions import consenting
from actions.actions import ActionSessionStart
from actions.consenting import ActionConsent, ActionObject
from actions.privacy.consent import PURPOSES, Consent
from tests.actions.calls import Call

ASKED = [f"utter_ask_consent_{purpose}" for purpose in PURPOSES]


def asks_for(monkeypatch: pytest.MonkeyPatch, **modes: str) -> None:
    monkeypatch.setattr(consenting, "consent", lambda: Consent("1", modes))


@pytest.mark.parametrize(("modes", "said", "offer"), [
    ({}, ["utter_how_can_i_help"], None),
    ({"service": "announce"}, ["utter_consent_announce", "utter_how_can_i_help"], None),
    ({"service": "announce", "training": "opt_out"},
     ["utter_consent_announce", "utter_consent_opt_out", "utter_how_can_i_help"], None),
    ({"service": "opt_out", "training": "opt_in"}, ["utter_consent_opt_out", ASKED[2]], "consent"),
    (dict.fromkeys(PURPOSES, "opt_in"), ASKED[:1], "consent"),
])  # fmt: skip
def test_a_call_begins_with_what_is_told_and_asked(
    monkeypatch: pytest.MonkeyPatch, modes: dict[str, str], said: list[str], offer: str | None
) -> None:
    asks_for(monkeypatch, **modes)
    call = Call().say(ActionSessionStart(), "", "session_start")
    assert call.responses == ["utter_welcome", *said]
    assert call.slots.get("offer") == offer


def test_after_a_yes_the_next_purpose_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asks_for(monkeypatch, **dict.fromkeys(PURPOSES, "opt_in"))
    call, said = Call().say(ActionSessionStart(), "", "session_start"), []
    for _ in PURPOSES:
        said += call.say(ActionConsent(), "yes", "affirm").responses
    assert said == [*ASKED[1:], "utter_how_can_i_help"]
    assert call.slots["consents"] == dict.fromkeys(PURPOSES, True)
    assert call.slots["offer"] == "none"


def test_a_yes_to_a_question_that_is_gone_from_the_settings_gives_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asks_for(monkeypatch, service="announce")
    call = Call(consent_question=ASKED[2]).say(ActionConsent(), "yes", "affirm")
    assert (call.slots["consents"], call.responses) == ({}, ["utter_how_can_i_help"])


@pytest.mark.parametrize(("modes", "refused", "said"), [
    ({}, [], "utter_record_stays"),
    ({"service": "announce", "training": "opt_in"}, ["training"], "utter_record_stays"),
    ({"service": "opt_out", "quality_review": "announce"}, ["service"], "utter_not_kept"),
    ({"service": "opt_in", "training": "opt_out"}, ["service", "training"], "utter_not_kept"),
])  # fmt: skip
def test_an_objection_is_taken_as_far_as_there_is_a_choice(
    monkeypatch: pytest.MonkeyPatch, modes: dict[str, str], refused: list[str], said: str
) -> None:
    asks_for(monkeypatch, **modes)
    call = Call(consents={"training": True}).say(ActionObject(), "no", "object_to_record")
    assert call.responses == [said]
    assert call.slots["consents"] == dict.fromkeys(refused, False)


def test_the_settings_of_this_process_say_what_is_asked() -> None:
    assert consenting.consent().purposes("announce") == ["service", "quality_review"]
