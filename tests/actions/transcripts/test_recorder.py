"""The recorder with the real redactor on real databases."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import Engine

from actions.database import migrate, open_engine
from actions.encryption.keys import EnvironmentKeys
from actions.errors import TranscriptsUnavailable
from actions.metadata import metadata
from actions.privacy.redactor import Redactor
from actions.transcripts.recorder import Recorder
from actions.transcripts.store import Store
from actions.transcripts.tables import recorded_events
from actions.transcripts.translation import WITHHELD
from tests.actions.keys import KEYS
from tests.actions.transcripts.calls import Call, demonstration

PERSONAL = (
    "maria", "lopez", "40017733", "4001", "7733", "4821", "3391", "15550142", "5550142",
    "four double", "forty eight", "three three nine one",
)  # fmt: skip


def everything(engine: Engine) -> str:
    """All that the transcripts' tables hold, as one text."""
    with engine.connect() as connection:
        rows = [
            str(tuple(row))
            for table in ("calls", "turns", "entities", "recorded_events")
            for row in connection.execute(select(metadata.tables[table]))
        ]
    return "\n".join(rows).lower()


def texts(store: Store, call_id: str = "call-1") -> list[str]:
    return [turn["text"] for turn in store.turns(call_id)]


def test_no_personal_detail_of_a_call_reaches_sql(recorder: Recorder, engine: Engine) -> None:
    assert recorder.record(demonstration(Call())) == []
    stored = everything(engine)
    assert [detail for detail in PERSONAL if detail in stored] == []


def test_all_else_of_a_call_is_kept_in_order(recorder: Recorder, store: Store) -> None:
    recorder.record(demonstration(Call()))
    assert texts(store) == [
        "Hello, this is Harbor Bank.",
        "What we say is written down, without your personal details.",
        "Hi, this is <PERSON>, what's my balance?",
        "First, please tell me your eight digit account number.",
        "<ACCOUNT_NUMBER>",
        "Thank you. And your four digit telephone PIN?",
        "<PIN>",
        "Thank you, <PERSON>.",
        "Your checking account has $2,543.10.",
        "and the last three transactions",
        "You spent $54.20 at Corner Market on November 21st.",
        "block the card ending in <CREDIT_CARD>",
        "Shall I block your debit card ending in <CREDIT_CARD> now? Please say yes or no.",
        "yes",
        "Done. Your debit card ending in <CREDIT_CARD> is blocked.",
        "no that's all, bye",
        "Thank you for calling Harbor Bank. Goodbye.",
    ]


def test_a_call_is_kept_with_its_circumstances_and_its_outcome(
    recorder: Recorder, store: Store
) -> None:
    recorder.record(demonstration(Call()))
    call = store.call("call-1")
    assert call is not None
    length = call.pop("ended_at") - call.pop("started_at")  # type: ignore[attr-defined]
    assert length.total_seconds() == 28
    assert call == {
        "call_id": "call-1",
        "caller_key": None,
        "held": False,
        "region": "eu-central",
        "line": "browser_audio",
        "direction": "inbound",
        "language": "en",
        "caller": "******42",
        "called": "+18005550100",
        "end_reason": "assistant",
        "outcome": "completed",
        "awaiting": None,
    }


def test_a_turn_is_kept_with_intent_confidences_and_entities(
    recorder: Recorder, store: Store
) -> None:
    recorder.record(demonstration(Call()))
    pin = store.turns("call-1")[6]
    assert (pin["speaker"], pin["intent"], pin["intent_confidence"]) == (
        "caller", "inform_digits", 0.9,
    )  # fmt: skip
    assert (pin["input"], pin["recognizer"], pin["recognition_confidence"]) == (
        "speech", "moonshine", 0.93,
    )  # fmt: skip
    found = [(entity["name"], entity["value"]) for entity in store.entities("call-1")]
    assert found == [("digits", "<PIN>")]


def test_what_was_heard_and_how_long_it_took_goes_to_the_answer(
    recorder: Recorder, store: Store
) -> None:
    recorder.record(demonstration(Call()))
    thanks, balance, *_ = store.turns("call-1")[7:]
    assert (thanks["heard"], balance["heard"]) == ("Thank you, <PERSON>.", "Your checking acc")
    assert thanks["times"] == {"response_ms": 412, "endpoint_ms": 300}
    assert store.turns("call-1")[-1]["times"] == {"response_ms": 390}


def test_an_answer_that_was_still_being_said_is_reported_with_a_later_message(
    recorder: Recorder, store: Store
) -> None:
    call, legal, fine = Call(), "This call is recorded.", "Here is your answer."
    late = [{"text": "Never said.", "heard": ""}, {"text": legal, "heard": legal}]
    recorder.record(
        [
            call.answers(legal),
            call.says("stop", previous={"heard": []}),
            call.answers(fine),
            call.says("go on", previous={"heard": late, "times": {"response_ms": 300}}),
        ]
    )
    notice, _, answer, _ = store.turns("call-1")
    assert (notice["heard"], notice["times"]) == (legal, None)
    assert (answer["heard"], answer["times"]) == (None, {"response_ms": 300})


def test_events_that_come_again_are_recorded_once(recorder: Recorder, store: Store) -> None:
    events = demonstration(Call())
    recorder.record(events[:20])
    recorder.record(events)
    recorder.record(events[5:])
    assert len(store.turns("call-1")) == 17
    assert [turn["number"] for turn in store.turns("call-1")] == list(range(1, 18))


def test_events_are_recorded_in_the_order_of_their_sequence(
    recorder: Recorder, store: Store
) -> None:
    call = Call()
    first, second = call.says("first"), call.says("second")
    recorder.record([second, first])
    assert texts(store) == ["first", "second"]


def test_calls_do_not_mix(recorder: Recorder, store: Store) -> None:
    one, other = Call("one"), Call("other")
    recorder.record([one.says("from one"), other.says("from the other"), one.says("again")])
    assert texts(store, "one") == ["from one", "again"]
    assert texts(store, "other") == ["from the other"]


def test_a_recorder_that_was_restarted_in_mid_call_redacts_as_before(
    store: Store, redactor: Redactor, engine: Engine
) -> None:
    for event in demonstration(Call()):
        Recorder(store, redactor).record([event])
    stored = everything(engine)
    assert [detail for detail in PERSONAL if detail in stored] == []


def test_a_name_that_is_known_only_later_leaves_the_earlier_turns_too(store: Store) -> None:
    recorder = Recorder(store, Redactor(lambda text, context: []))  # finds no unknown name
    call = Call()
    entity = {"entity": "who", "value": "okafor"}
    greeting = {"text": "Hello okafor!", "heard": "Hello okafor"}
    recorder.record(
        [
            call.answers("Hello okafor!"),
            call.says("okafor here", entities=[entity], previous={"heard": [greeting]}),
            call.slot("customer_name", "Thomas Okafor"),
        ]
    )
    hello, here = store.turns("call-1")
    assert (hello["text"], hello["heard"]) == ("Hello <PERSON>!", "Hello <PERSON>")
    assert here["text"] == "<PERSON> here"
    assert [entity["value"] for entity in store.entities("call-1")] == ["<PERSON>"]


def test_keyed_digits_are_kept_as_what_they_were_keyed_for(
    recorder: Recorder, store: Store
) -> None:
    call = Call()
    entity = {"entity": "digits", "value": "4821"}
    keyed = '/keyed_digits{"digits": "4821"}'
    recorder.record([
        call.slot("requested_slot", "pin"),
        call.says(keyed, "keyed_digits", input="keys", entities=[entity]),
        call.slot("requested_slot", None),
        call.says(keyed, "keyed_digits", input="keys", entities=[entity]),
    ])  # fmt: skip
    assert texts(store) == ["<PIN>", "<NUMBER>"]
    assert [entity["value"] for entity in store.entities("call-1")] == ["<PIN>", "<NUMBER>"]


def test_an_entity_named_like_a_personal_slot_is_personal(recorder: Recorder, store: Store) -> None:
    entities = [
        {"entity": "customer_name", "value": "x"},
        {"entity": "digits", "value": "4821", "start": 8, "end": 12},
        {"entity": "place", "value": "the city", "confidence_entity": 0.5},
    ]
    recorder.record([Call().says("i am x, 4821 from the city", entities=entities)])
    found = [(entity["value"], entity["confidence"]) for entity in store.entities("call-1")]
    assert found == [("<PERSON>", None), ("<PIN>", None), ("the city", 0.5)]


def test_silence_is_a_turn(recorder: Recorder, store: Store) -> None:
    call = Call()
    recorder.record([call.says("/no_input", "no_input"), call.answers("Are you still there?")])
    assert texts(store) == ["/no_input", "Are you still there?"]


def test_what_is_not_spoken_is_no_turn(recorder: Recorder, store: Store) -> None:
    call = Call()
    recorder.record([call.answers(None), call.answers(""), call.ends(), call.answers("Too late.")])
    assert texts(store) == []


@pytest.mark.parametrize(
    ("events", "reason", "outcome"),
    [
        (lambda call: [call.says("hi")], "caller", "completed"),
        (lambda call: [], "caller", "abandoned"),
        (lambda call: [call.says("hi"), call.slot("requested_slot", "pin")], "caller", "abandoned"),
        (lambda call: [call.says("/no_input", "no_input")], "caller", "abandoned"),
        (lambda call: [call.says("/no_input", "no_input_final")], "assistant", "abandoned"),
        (lambda call: [call.says("bye", "goodbye")], "assistant", "completed"),
        (lambda call: [call.says("/line_closing", "line_closing")], "assistant", "failed"),
        (lambda call: [call.says("hi")], "timeout", "abandoned"),
        (lambda call: [call.says("hi")], "error", "failed"),
        (lambda call: [call.says("hi")], "transfer", "handed_over"),
        (lambda call: [call.answers("One moment.", transfer=True)], "caller", "handed_over"),
    ],
)
def test_the_outcome_follows_from_the_end(
    recorder: Recorder, store: Store, events: Any, reason: str, outcome: str
) -> None:
    call = Call()
    recorder.record([*events(call), call.ends(reason)])
    found = store.call("call-1")
    assert found is not None and found["outcome"] == outcome


def test_a_call_without_an_end_is_in_progress(recorder: Recorder, store: Store) -> None:
    recorder.record(Call().starts())
    found = store.call("call-1")
    assert found is not None and (found["outcome"], found["ended_at"]) == ("in_progress", None)


def test_a_call_may_begin_with_a_message_alone(recorder: Recorder, store: Store) -> None:
    start = Call().says("/session_start", "session_start", caller="+4930123456", line="sip")
    recorder.record([start])
    call = store.call("call-1")
    assert call is not None and (call["line"], call["caller"]) == ("sip", "********56")


def test_a_text_that_cannot_be_redacted_is_withheld(store: Store) -> None:
    def fails(text: str, context: object) -> list[Any]:
        raise RuntimeError(text)

    call, entity = Call(), {"entity": "who", "value": "secret"}
    Recorder(store, Redactor(fails)).record(
        [call.says("my secret", entities=[entity]), call.answers("a secret")]
    )
    assert texts(store) == [WITHHELD, WITHHELD]
    assert store.entities("call-1") == []


def test_an_event_that_makes_no_sense_is_refused_and_the_next_is_recorded(
    recorder: Recorder, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    call = Call()
    bad = call.says("my pin is 4821")
    bad = replace(bad, event={**bad.event, "timestamp": "4821 o'clock"})
    with caplog.at_level(logging.DEBUG):
        assert recorder.record([bad, call.says("hello")]) == [bad.id]
    assert texts(store) == ["hello"]
    assert "4821" not in caplog.text


def test_a_value_that_no_column_holds_does_not_hold_up_the_events_behind_it(
    recorder: Recorder, store: Store
) -> None:
    call = Call()
    wild: Any = {"a": "mapping"}
    bad = [
        call.says("hello", wild),
        call.says("hello", input=wild),
        call.slot("requested_slot", wild),
        call.event("bot", text="hi", metadata={"utter_action": wild}),
        call.says("hello", entities=[{"entity": "who", "value": "x", "confidence_entity": 1}]),
    ]
    good = bad.pop()
    assert recorder.record([*bad, good]) == [event.id for event in bad]
    assert texts(store) == ["hello"]


def test_wild_values_do_not_stop_the_recorder(recorder: Recorder, store: Store) -> None:
    call = Call()
    events = [
        call.says("nul \0 and \ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16")),
        call.says("x" * 20_000, "i" * 500, recognition="none", previous="nothing", input=None),
        call.event("user", text=None, parse_data=None, metadata=None),
        call.event("bot", text="hi", data=None, metadata=None),
        call.slot("requested_slot", "s" * 500),
        call.event("slot", name="session_started_metadata", value=None),
    ]
    assert recorder.record(events) == []
    assert len(texts(store)) == 4


def test_a_database_that_is_away_loses_nothing(
    store: Store, redactor: Redactor, database_url: str
) -> None:
    impatient = open_engine(database_url, KEYS, patience_s=0.05)
    recorder, other = Recorder(Store(impatient), redactor), open_engine(database_url, KEYS)
    call = Call()
    recorder.record([call.says("before")])
    during = [call.says("during"), call.answers("the outage")]
    lock = "BEGIN EXCLUSIVE" if other.name == "sqlite" else "LOCK TABLE recorded_events"
    with other.connect() as holder:
        holder.execute(text(lock))
        with pytest.raises(TranscriptsUnavailable):
            recorder.record(during)
        holder.rollback()
    recorder.record(during)
    assert texts(store) == ["before", "during", "the outage"]
    impatient.dispose()
    other.dispose()


def test_a_database_without_tables_is_an_outage(redactor: Redactor, tmp_path: Any) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/empty.db", KEYS)
    recorder, hello = Recorder(Store(engine), redactor), Call().says("hello")
    with pytest.raises(TranscriptsUnavailable):
        recorder.record([hello])
    migrate(engine)
    assert recorder.record([hello]) == []
    engine.dispose()


def test_keys_that_are_away_are_an_outage(
    engine: Engine, redactor: Redactor, database_url: str
) -> None:
    keyless = open_engine(database_url, EnvironmentKeys("no key"))
    with pytest.raises(TranscriptsUnavailable):
        Recorder(Store(keyless), redactor).record([Call().says("hello")])
    keyless.dispose()


def test_only_ids_are_kept_of_the_events(recorder: Recorder, engine: Engine) -> None:
    recorder.record([Call().says("hello")])
    with engine.connect() as connection:
        assert connection.execute(select(recorded_events)).all() == [("call-1-1", "call-1")]


def test_what_the_assistant_has_just_asked_for_is_taken_out(
    recorder: Recorder, store: Store
) -> None:
    call = Call()
    recorder.record([
        call.answers("One moment."),
        call.answers("What is your mother's maiden name?"),
        call.says("kowalski"),
        call.answers("How many cards?"),
        call.says("seven"),
    ])  # fmt: skip
    assert texts(store)[2:] == ["<PERSON>", "How many cards?", "seven"]
