"""Messages as jambonz's page and source have them, and what may come instead."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.errors import ProtocolError
from channels.turns import commands as do
from channels.turns.events import KeyPressed, Played
from channels.turns.handoff import Handoff
from channels.wire.incoming import Audio, Incoming, Message, Start
from channels.wire.jambonz import JambonzWire
from tests.channels.wire.commands import SHOWN, UNHEARD
from tests.channels.wire.json_values import json_values
from tests.far_ends.jambonz import Listen

CALL = "7a3c4b2e-6d1f-4e0a-9f35-0d5c1b2a3e4f"
PUSH = bytes(2 * 640)
"""80 ms at 8 kHz."""


def attributes(**fields: Any) -> dict[str, Any]:
    """As `cs.callInfo.toJSON()` has them."""
    about = {
        "sampleRate": 8000,
        "mixType": "mono",
        "callSid": CALL,
        "direction": "inbound",
        "from": "+15550100",
        "to": "+15550199",
        "callId": "f2a1c3",
        "sipStatus": 200,
        "sipReason": "OK",
        "callStatus": "in-progress",
        "accountSid": "a1",
        "applicationSid": "p1",
        "fsSipAddress": "10.0.0.5:5060",
    }
    return {**about, **fields}


def mark(name: object = "s3.1", event: object = "playout") -> dict[str, Any]:
    return {"type": "mark", "data": {"name": name, "event": event}}


def started(**told: Any) -> Start:
    return Start(**{"sample_rate_hz": 8000, "caller": "+15550100", "called": "+15550199"} | told)


def open_wire(rate_hz: int = 8000) -> JambonzWire:
    wire = JambonzWire()
    wire.decode(json.dumps(attributes()))
    assert wire.started("c1", rate_hz) == []
    return wire


def decode(message: object) -> Incoming | None:
    return JambonzWire().decode(json.dumps(message))


def say(samples: list[int]) -> do.SendAudio:
    return do.SendAudio(np.array(samples, np.int16))


def heard(messages: list[Message]) -> list[int]:
    """The samples that are sent, one after the other."""
    return [
        int(one)
        for data in messages
        if isinstance(data, bytes)
        for one in np.frombuffer(data, "<i2")
    ]


def code_of(data: Message) -> str:
    with pytest.raises(ProtocolError) as refused:
        JambonzWire().decode(data)
    return refused.value.code


# What jambonz says


@pytest.mark.parametrize(
    ("message", "meaning"),
    [
        (attributes(), started(stream_id=CALL)),
        (attributes(sampleRate=16000), started(sample_rate_hz=16000, stream_id=CALL)),
        (attributes(language="en-GB"), started(language="en-GB", stream_id=CALL)),
        (attributes(direction="outbound"), started(direction="outbound", stream_id=CALL)),
        (attributes(to="sip:100@bank.example"), started(called="100@bank.example", stream_id=CALL)),
        ({**attributes(), "from": None}, started(caller="", stream_id=CALL)),
        (
            attributes(customerData={"campaign": "spring", "tries": 3}),
            started(stream_id=CALL, custom_parameters={"campaign": "spring"}),
        ),
        (
            attributes(customerData={"a": "1", "b": "2"}, custom_parameters={"b": "3"}),
            started(stream_id=CALL, custom_parameters={"a": "1", "b": "3"}),
        ),
        (attributes(customerData=None), started(stream_id=CALL)),
        (attributes(event="dtmf", type="mark"), started(stream_id=CALL)),
        ({"event": "dtmf", "dtmf": "2", "duration": "1600"}, KeyPressed("2")),
        ({"event": "dtmf", "dtmf": "#"}, KeyPressed("#")),
        (mark(), Played("s3.1")),
        (mark(event="cleared"), None),
    ],
)
def test_a_text_is_understood(message: dict[str, Any], meaning: object) -> None:
    assert decode(message) == meaning


@given(st.lists(st.integers(-32768, 32767)))
def test_audio_is_linear_little_endian(samples: list[int]) -> None:
    audio = JambonzWire().decode(np.array(samples, "<i2").tobytes())
    assert isinstance(audio, Audio)
    assert audio.samples.tolist() == samples


def test_which_call_it_is_can_be_asked_for() -> None:
    assert open_wire().call_sid == CALL


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({}, "unknown_type"),
        ({"type": "playDone", "data": {"id": 1}}, "unknown_type"),
        ({"event": ["dtmf"]}, "unknown_type"),
        (attributes(sampleRate=11025), "sample_rate"),
        (attributes(sampleRate=None), "sample_rate"),
        (attributes(mixType="stereo"), "field"),
        (attributes(mixType="mixed"), "field"),
        (attributes(callSid=7), "field"),
        (attributes(to="my pin is 4821"), "field"),
        (attributes(language="english"), "field"),
        ({**attributes(), "from": "a\nb"}, "field"),
        (attributes(customerData=["spring"]), "field"),
        (attributes(customerData={"a": "x" * 201}), "field"),
        ({"event": "dtmf"}, "digit"),
        ({"event": "dtmf", "dtmf": "A"}, "digit"),
        ({"event": "dtmf", "dtmf": "12"}, "digit"),
        ({"event": "dtmf", "dtmf": 5}, "digit"),
        ({"type": "mark"}, "field"),
        (mark(name=3), "field"),
        (mark(event="heard"), "field"),
    ],
)
def test_a_broken_text_is_refused_with_a_code(message: dict[str, Any], code: str) -> None:
    assert code_of(json.dumps(message)) == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x01", "odd_audio"),
        ("{", "invalid_json"),
        ("[]", "invalid_json"),
        ('"x"' * 30_000, "too_long"),
    ],
)
def test_what_is_no_message_at_all_is_refused(data: Message, code: str) -> None:
    assert code_of(data) == code


@given(json_values, st.sampled_from(["callSid", "event", "type", "dtmf", "data", "sampleRate"]))
def test_nothing_that_may_come_does_harm(value: object, key: str) -> None:
    for message in (attributes(), mark(), {"event": "dtmf", "dtmf": "5"}):
        with suppress(ProtocolError):
            decode({**message, key: value})


@given(st.text() | st.binary())
def test_no_message_does_harm(data: Message) -> None:
    with suppress(ProtocolError):
        JambonzWire().decode(data)


# What is said to jambonz


@given(st.lists(st.integers(-32768, 32767), min_size=1))
def test_audio_is_sent_as_it_is_but_for_what_would_be_taken_for_a_mark(samples: list[int]) -> None:
    sent = heard(open_wire().encode(say(samples)))
    assert sent == [0 if one == -1 else one for one in samples]


def test_no_samples_are_no_message() -> None:
    assert open_wire().encode(say([])) == []


@pytest.mark.parametrize(
    ("command", "texts"),
    [
        (do.EndSentence("s3"), ['{"type": "mark", "data": {"name": "s3"}}']),
        (do.ClearPlayback(), ['{"type": "killAudio"}']),
        (do.EndCall("assistant"), ['{"type": "disconnect"}']),
        (do.EndCall("transfer", Handoff("1", {"a": "b"})), ['{"type": "disconnect"}']),
    ],
)
def test_a_command_is_a_text(command: do.Command, texts: list[str]) -> None:
    assert open_wire().encode(command) == texts


@pytest.mark.parametrize(
    ("command", "text"),
    [
        (do.EndSentence("s3"), '{"type": "mark", "data": {"name": "s3"}}'),
        (do.ClearPlayback(), '{"type": "killAudio"}'),
    ],
)
def test_what_jambonz_holds_back_is_pushed_on_by_silence(command: do.Command, text: str) -> None:
    wire = open_wire()
    wire.encode(say([5] * 100))
    assert wire.encode(command) == [PUSH, text]
    assert wire.encode(do.ClearPlayback()) == ['{"type": "killAudio"}']  # nothing is held back


def test_the_silence_is_as_long_at_another_rate() -> None:
    wire = open_wire(24000)
    wire.encode(say([5]))
    assert len(heard(wire.encode(do.EndSentence("s1")))) == 80 * 24


@pytest.mark.parametrize(("pause", "left"), [(0, 0), (100, 0), (640, 0), (641, 1), (1440, 800)])
@pytest.mark.parametrize("piece", [7, 160, 5000])
def test_the_silence_is_taken_off_the_pause_before_the_next_sentence(
    pause: int, left: int, piece: int
) -> None:
    wire = open_wire()
    wire.encode(say([5] * 100))
    wire.encode(do.EndSentence("s1"))
    following = [0] * pause + [5, 0, 0, 5] * 300
    pieces = (following[at : at + piece] for at in range(0, len(following), piece))
    sent = [message for part in pieces for message in wire.encode(say(part))]
    assert heard(sent) == [0] * left + [5, 0, 0, 5] * 300


def test_after_an_interruption_no_silence_is_taken_off() -> None:
    wire = open_wire()
    wire.encode(say([5]))
    wire.encode(do.EndSentence("s1"))
    wire.encode(do.ClearPlayback())
    assert heard(wire.encode(say([0, 0, 5]))) == [0, 0, 5]


@pytest.mark.parametrize(
    "command",
    [
        *UNHEARD,
        *SHOWN,
        do.Refuse("digit", "dtmf must be one of 0-9, * and #"),
    ],
    ids=lambda command: type(command).__name__,
)
def test_jambonz_is_told_nothing_that_it_does_not_know(command: do.Command) -> None:
    assert open_wire().encode(command) == []


# With jambonz's buffers


class Heard:
    """A far end, and what it hears of commands."""

    def __init__(self) -> None:
        self.wire, self.listen = open_wire(), Listen("1", "2")

    def do(self, *commands: do.Command) -> None:
        for command in commands:
            for message in self.wire.encode(command):
                self.listen.take(message)


def voice(samples: int) -> do.SendAudio:
    return say([1000, -1] * (samples // 2))


def test_a_sentence_is_heard_to_its_end_and_then_its_mark_comes_back() -> None:
    far = Heard()
    far.do(voice(2000), voice(30), do.EndSentence("s1"))
    far.listen.play(240)
    assert np.count_nonzero(far.listen.played) < 1015 and far.listen.marks == []
    far.listen.play(120)
    assert np.count_nonzero(far.listen.played) == 1015 and far.listen.marks == ["s1"]


def test_marks_between_sentences_come_back_in_their_places() -> None:
    far = Heard()
    pause = say([0] * 1440)
    far.do(voice(1600), do.EndSentence("s1"), pause, voice(1600), do.EndSentence("s2"))
    far.listen.play(180)
    assert far.listen.marks == []
    far.listen.play(120)
    assert far.listen.marks == ["s1"]
    far.listen.play(600)
    assert far.listen.marks == ["s1", "s2"]
    assert len(far.listen.played) == 1600 + 1440 + 1600 + 640


def test_after_an_interruption_nothing_of_the_old_sentence_is_heard() -> None:
    far = Heard()
    far.do(say([1000] * 2000), say([1000] * 30))
    far.listen.play(100)
    far.do(do.ClearPlayback())
    before = len(far.listen.played)
    far.do(say([2000] * 1600), do.EndSentence("s2"))
    far.listen.play(400)
    assert 1000 not in far.listen.played[before:]
    assert np.count_nonzero(far.listen.played == 2000) == 1600
    assert far.listen.marks == ["s2"]


def test_a_mark_that_is_interrupted_does_not_come_back_as_played() -> None:
    far = Heard()
    far.do(voice(1600), do.EndSentence("s1"))
    far.listen.play(40)
    far.do(do.ClearPlayback())
    far.listen.play(400)
    assert far.listen.marks == []
    assert [far.wire.decode(text) for text in far.listen.out[1:]] == [None]
