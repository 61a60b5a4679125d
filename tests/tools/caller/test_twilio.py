from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from twilio.request_validator import RequestValidator

from tests.tools.caller.lines import say
from tools.caller.script import CallError, Keys, Recorded, Step
from tools.caller.twilio import STREAM, TwilioTelephone, sign

TEN_MS = base64.b64encode(b"\xff" * 80).decode()


def phone(*steps: Step) -> TwilioTelephone:
    telephone = TwilioTelephone(Recorded(steps, timeout_s=3.0), signature="signed")
    telephone.dial()
    return telephone


def message(event: str, **inside: Any) -> str:
    return json.dumps({"event": event, "streamSid": STREAM, **inside})


def media(payload: str = TEN_MS) -> str:
    return message("media", media={"payload": payload})


def mark(name: str) -> str:
    return message("mark", mark={"name": name})


def events(sent: list[Any]) -> list[tuple[str, Any]]:
    """Event and what is in it, of all but audio."""
    texts = [json.loads(text) for text in sent]
    return [(one["event"], one.get(one["event"])) for one in texts if one["event"] != "media"]


def test_a_request_is_signed_as_twilios_own_library_expects() -> None:
    url, form = "https://bank.example/webhook?a=1", {"To": "+15550199", "CallSid": "CA1"}
    assert RequestValidator("token").validate(url, form, sign("token", url, form))


def test_the_stream_begins_as_documented_and_is_numbered() -> None:
    telephone = TwilioTelephone(Recorded([]), signature="signed")
    connected, start = (json.loads(str(text)) for text in telephone.dial())
    assert connected == {"event": "connected", "protocol": "Call", "version": "1.0.0"}
    assert (start["event"], start["sequenceNumber"], start["streamSid"]) == ("start", "1", STREAM)
    assert json.loads(str(telephone.tick()[0]))["sequenceNumber"] == "2"
    assert telephone.headers == {"X-Twilio-Signature": "signed"}


def test_a_mark_comes_back_when_what_is_before_it_has_been_played() -> None:
    telephone = phone(say())
    for text in (media(), media(), media(), mark("s1")):
        telephone.receive(text)
    assert events(telephone.tick()) == []
    assert events(telephone.tick()) == [("mark", {"name": "s1"})]


def test_marks_of_what_is_cleared_come_back_at_once() -> None:
    telephone = phone(say())
    for text in (*[media()] * 9, mark("s1"), *[media()] * 9, mark("s2"), message("clear")):
        telephone.receive(text)
    assert events(telephone.tick()) == [("mark", {"name": "s1"}), ("mark", {"name": "s2"})]
    assert telephone.recording.clears


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        media("no base64!"),
        message("mark"),
        message("hangup"),
        json.dumps({"event": "clear", "streamSid": "another"}),
        json.dumps({"event": "clear"}),
    ],
)
def test_what_twilio_would_refuse_is_a_broken_call(text: str) -> None:
    with pytest.raises(CallError):
        phone(say()).receive(text)


def test_keys_and_the_hang_up_are_twilios() -> None:
    telephone = phone(Keys("5"))
    telephone.receive(media("gICA" * 200))  # a voice, then silence
    sent: list[Any] = []
    for _ in range(400):
        if telephone.over:
            break
        sent += telephone.tick()
    assert events(sent)[0] == ("dtmf", {"track": "inbound_track", "digit": "5"})
    assert events(sent)[-1][0] == "stop"
    telephone.closed()
    assert telephone.over
