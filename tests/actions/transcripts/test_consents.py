"""What callers agreed to, as it is recorded, and what is left of a call without it."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from actions.privacy.consent import Consent
from actions.privacy.redactor import Redactor
from actions.rights.subject import hold
from actions.transcripts.recorder import Recorder
from actions.transcripts.store import Store
from actions.transcripts.tables import entities
from tests.actions.transcripts.calls import Call

CONSENT = Consent("7", {"service": "opt_out", "quality_review": "opt_out", "training": "opt_in"})
TOLD = "What we say is written down."
ASKED = "May I learn from this call?"


@pytest.fixture
def store(engine: Engine) -> Store:
    return Store(engine, consent=CONSENT)


@pytest.fixture
def recorder(store: Store, redactor: Redactor) -> Recorder:
    return Recorder(store, redactor)


def record(recorder: Recorder, *decisions: object, told: bool = True, ends: bool = True) -> None:
    """A call whose caller is told and asked, decides, says what it is about, and hangs up."""
    call = Call()
    events = call.starts()
    if told:
        events += [call.answers(TOLD, "utter_consent_opt_out")]
        events += [call.answers(ASKED, "utter_ask_consent_training")]
    events += [call.slot("consents", decision) for decision in decisions]
    digits = {"entity": "digits", "value": "four"}
    events += [call.says("what's my balance", "ask_balance", entities=[digits])]
    assert recorder.record(events + ([call.ends()] if ends else [])) == []


def given(store: Store) -> dict[str, bool]:
    return {row["purpose"]: row["given"] for row in store.consents("call-1")}


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([], (True, True, False)),
        ([None], (True, True, False)),
        ([{"training": True}], (True, True, True)),
        ([{"training": True}, {"training": False}], (True, True, False)),
        ([{"service": False, "quality_review": False}], (False, False, False)),
        ([{"training": "yes"}], (True, True, False)),
        ([{"sales": True}], (True, True, False)),
    ],
)
def test_consent_is_what_was_told_and_decided(
    recorder: Recorder, store: Store, decisions: list[object], expected: tuple[bool, ...]
) -> None:
    record(recorder, *decisions)
    assert given(store) == dict(zip(("service", "quality_review", "training"), expected))


def test_it_is_kept_with_wording_version_time_and_the_calls_line(
    recorder: Recorder, store: Store
) -> None:
    record(recorder, {"training": True})
    by_purpose = {row["purpose"]: row for row in store.consents("call-1")}
    training = by_purpose["training"]
    assert (training["wording"], training["version"], training["mode"]) == (ASKED, "7", "opt_in")
    assert by_purpose["service"]["wording"] == TOLD
    call = store.call("call-1")
    assert call and call["line"] == "browser_audio"
    assert call["started_at"] < by_purpose["service"]["at"] < training["at"] < call["ended_at"]


def test_who_was_told_nothing_has_agreed_to_nothing(recorder: Recorder, store: Store) -> None:
    record(recorder, told=False)
    assert set(given(store).values()) == {False}
    assert store.turns("call-1") == []


@pytest.mark.parametrize("ends", [False, True])
def test_without_consent_the_words_are_not_kept_beyond_the_call(
    recorder: Recorder, store: Store, engine: Engine, ends: bool
) -> None:
    record(recorder, {"service": False}, ends=ends)
    call = store.call("call-1")
    assert call and call["outcome"] == ("completed" if ends else "in_progress")
    with engine.connect() as connection:
        found = connection.execute(select(entities)).all()
    assert [bool(store.turns("call-1")), bool(found)] == [not ends] * 2


def test_a_call_that_is_held_keeps_its_words(recorder: Recorder, store: Store) -> None:
    record(recorder, {"service": False}, ends=False)
    assert hold(store._engine, "call-1", True)
    recorder.record([Call().ends()])
    assert store.turns("call-1") != []


def test_what_has_to_be_announced_is_not_the_callers_choice(
    engine: Engine, redactor: Redactor
) -> None:
    store = Store(engine, consent=Consent("1", {"service": "announce"}))
    call = Call()
    told = call.answers(TOLD, "utter_consent_announce")
    objection = call.slot("consents", {"service": False})
    Recorder(store, redactor).record([*call.starts(), told, objection, call.ends()])
    assert given(store) == {"service": True}
    assert len(store.turns("call-1")) == 1
