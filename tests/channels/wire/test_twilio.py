"""Messages as Twilio's own page shows them, and what may come instead."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.audio.g711 import MU_LAW
from channels.errors import ProtocolError
from channels.turns import commands as do
from channels.turns.events import KeyPressed, LineClosed, Played
from channels.turns.handoff import Handoff
from channels.wire.incoming import Audio, Start
from channels.wire.twilio import ASKS_AFTER, TwilioWire
from tests.channels.wire.commands import SHOWN, UNHEARD
from tests.channels.wire.json_values import json_values

STREAM = "MZXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"
CALL = "CAXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"
CONNECTED = {"event": "connected", "protocol": "Call", "version": "1.0.0"}
FORMAT = {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}


def start(**fields: Any) -> dict[str, Any]:
    inside = {
        "accountSid": "ACXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
        "streamSid": STREAM,
        "callSid": CALL,
        "tracks": ["inbound"],
        "mediaFormat": FORMAT,
        "customParameters": {"caller": "+15550100", "called": "+15550199"},
        **fields,
    }
    return {"event": "start", "sequenceNumber": "1", "start": inside, "streamSid": STREAM}


def media(payload: object, chunk: object = "1") -> dict[str, Any]:
    inside = {"track": "inbound", "chunk": chunk, "timestamp": "5", "payload": payload}
    return {"event": "media", "sequenceNumber": "3", "media": inside, "streamSid": STREAM}


def dtmf(digit: object) -> dict[str, Any]:
    return {
        "event": "dtmf",
        "streamSid": STREAM,
        "dtmf": {"track": "inbound_track", "digit": digit},
    }


def started(*numbers: str, **told: Any) -> Start:
    return Start(
        8000, *numbers, stream_id=STREAM, **{"custom_parameters": {"call_sid": CALL}, **told}
    )


def decode(message: object) -> object:
    return TwilioWire().decode(json.dumps(message))


def encode(command: do.Command) -> list[dict[str, Any]]:
    wire = TwilioWire()
    wire.decode(json.dumps(start()))
    return [json.loads(text) for text in wire.encode(command)]


def code_of(data: str | bytes) -> str:
    with pytest.raises(ProtocolError) as refused:
        TwilioWire().decode(data)
    return refused.value.code


# What Twilio says


@pytest.mark.parametrize(
    ("message", "meaning"),
    [
        (CONNECTED, None),
        (start(), started("+15550100", "+15550199")),
        (start(customParameters={"language": "en-US"}), started(language="en-US")),
        (start(customParameters={}), started()),
        (start(mediaFormat={**FORMAT, "new": 1}, customParameters={}), started()),
        *(
            (start(customParameters={"called": called}), started(called=plain))
            for called, plain in (
                ("sip:100@bank.example;transport=tls", "100@bank.example"),
                ("client:alice", "alice"),
            )
        ),
        *(
            (start(customParameters={"direction": said}), started(direction=meant))
            for said, meant in (
                ("inbound", "inbound"),
                ("outbound-api", "outbound"),
                ("outbound-dial", "outbound"),
            )
        ),
        (
            start(customParameters={"campaign": "spring"}),
            started(custom_parameters={"call_sid": CALL, "campaign": "spring"}),
        ),
        (start(customParameters=None), started()),
        (dtmf("5"), KeyPressed("5")),
        (dtmf("#"), KeyPressed("#")),
        ({"event": "mark", "streamSid": STREAM, "mark": {"name": "s3.1"}}, Played("s3.1")),
        ({"event": "stop", "stop": {"callSid": CALL}, "streamSid": STREAM}, LineClosed("caller")),
    ],
)
def test_a_message_is_understood(message: dict[str, Any], meaning: object) -> None:
    assert decode(message) == meaning


@given(st.binary(max_size=400))
def test_media_is_mu_law_in_base64(codes: bytes) -> None:
    heard = decode(media(b64encode(codes).decode()))
    assert isinstance(heard, Audio)
    assert MU_LAW.encode(heard.samples) == MU_LAW.encode(MU_LAW.decode(codes))


def heard(*chunks: object) -> list[object]:
    """Which of these are heard, if they come in this order."""
    wire = TwilioWire()
    return [chunk for chunk in chunks if wire.decode(json.dumps(media("AAAA", chunk)))]


@pytest.mark.parametrize(
    ("come", "are_heard"),
    [
        (("1", "2", "3"), ["1", "2", "3"]),
        (("1", "3", "4"), ["1", "3", "4"]),
        (("1", "2", "2", "3"), ["1", "2", "3"]),
        (("1", "3", "2", "4"), ["1", "3", "4"]),
        (("998", "999", "1", "2"), ["998", "999", "1", "2"]),
        (("9" * 5000, "1", "1"), ["9" * 5000, "1"]),
        ((None, "", "one", 2, "٣", "-1", "0"), [None, "", "one", 2, "٣", "-1", "0"]),
    ],
)
def test_a_chunk_that_comes_twice_or_late_is_passed_over(
    come: tuple[object, ...], are_heard: list[object]
) -> None:
    assert heard(*come) == are_heard


@pytest.mark.parametrize(("custom", "asks"), [({}, False), ({ASKS_AFTER: "yes"}, True)])
def test_which_call_it_is_and_whether_its_twiml_is_ours_can_be_asked_for(
    custom: dict[str, str], asks: bool
) -> None:
    wire = TwilioWire()
    begun = wire.decode(json.dumps(start(customParameters=custom)))
    assert (wire.stream_sid, wire.call_sid, wire.asks_after) == (STREAM, CALL, asks)
    assert begun == started()


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"event": "shout"}, "unknown_type"),
        ({"event": ["start"]}, "unknown_type"),
        ({}, "unknown_type"),
        ({"event": "start"}, "field"),
        (start(mediaFormat={**FORMAT, "sampleRate": 16000}), "sample_rate"),
        (start(mediaFormat=None), "field"),
        (start(callSid=7), "field"),
        (start(customParameters=["caller"]), "field"),
        (start(customParameters={"caller": "a\nb"}), "field"),
        (start(customParameters={"called": "my pin is 4821"}), "field"),
        (start(customParameters={"language": "english"}), "field"),
        ({"event": "media"}, "field"),
        (media(None), "audio"),
        (media("no base64!"), "audio"),
        (media("é"), "audio"),
        (media(["AAAA"]), "audio"),
        (dtmf("A"), "digit"),
        (dtmf("12"), "digit"),
        (dtmf(5), "digit"),
        ({"event": "mark", "mark": {"name": 3}}, "field"),
        ({"event": "mark", "mark": "s1"}, "field"),
    ],
)
def test_a_broken_message_is_refused_with_a_code(message: dict[str, Any], code: str) -> None:
    assert code_of(json.dumps(message)) == code


@pytest.mark.parametrize(
    ("data", "code"), [(b"\xff", "binary"), ("{", "invalid_json"), ('"x"' * 30_000, "too_long")]
)
def test_what_is_no_message_at_all_is_refused(data: str | bytes, code: str) -> None:
    assert code_of(data) == code


@given(json_values, st.sampled_from(["connected", "start", "media", "dtmf", "mark", "stop"]))
def test_nothing_that_may_come_does_harm(inside: object, event: str) -> None:
    wire = TwilioWire()
    with suppress(ProtocolError):
        wire.decode(json.dumps({"event": event, event: inside}))


# What is said to Twilio


@given(st.lists(st.integers(-32768, 32767)))
def test_audio_is_sent_as_mu_law(samples: list[int]) -> None:
    spoken = np.array(samples, np.int16)
    (message,) = encode(do.SendAudio(spoken))
    assert (message["event"], message["streamSid"]) == ("media", STREAM)
    assert b64decode(message["media"]["payload"]) == MU_LAW.encode(spoken)


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (do.EndSentence("s3"), {"event": "mark", "streamSid": STREAM, "mark": {"name": "s3"}}),
        (do.ClearPlayback(), {"event": "clear", "streamSid": STREAM}),
    ],
)
def test_a_command_is_a_message(command: do.Command, message: dict[str, Any]) -> None:
    assert encode(command) == [message]


@pytest.mark.parametrize(
    "command",
    [
        *UNHEARD,
        *SHOWN,
        do.Refuse("digit", "digit must be one of 0-9, * and #"),
        do.EndCall("assistant"),
    ],
    ids=lambda command: type(command).__name__,
)
def test_twilio_is_told_nothing_that_it_does_not_know(command: do.Command) -> None:
    assert encode(command) == []


def test_twilio_needs_no_answer_to_its_start() -> None:
    assert TwilioWire().started("c1", 8000) == []


def test_why_we_hang_up_is_kept_for_what_comes_after_the_stream() -> None:
    wire, end = TwilioWire(), do.EndCall("transfer", Handoff("+15550111", {"call_id": "c1"}))
    wire.encode(end)
    assert wire.end == end
