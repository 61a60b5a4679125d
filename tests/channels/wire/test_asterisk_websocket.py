"""Messages as Asterisk's own page and source show them, and what may come instead."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.audio.g711 import A_LAW, MU_LAW
from channels.errors import ProtocolError
from channels.turns import commands as do
from channels.turns.events import KeyPressed, Played
from channels.wire.asterisk_control import write_command
from channels.wire.asterisk_websocket import FORMATS, MOST_BYTES, MOST_WAITING, AsteriskWire
from channels.wire.incoming import Audio, Message, Start
from tests.channels.wire.commands import SHOWN, UNHEARD
from tests.channels.wire.json_values import json_values

CONNECTION = "e226e283-c90a-4ea9-9e37-389000b9ef47"
CHANNEL, CHANNEL_ID = "WebSocket/INCOMING/0x5140001a0040", "pbx1-123456789.999"
ABOUT = {"connection_id": CONNECTION, "channel": CHANNEL}
PLAIN = (
    f"MEDIA_START connection_id:{CONNECTION} channel:{CHANNEL} channel_id:{CHANNEL_ID} "
    "format:ulaw optimal_frame_size:160 ptime:20"
)
OLD = PLAIN.replace(f"channel_id:{CHANNEL_ID} ", "")  # 20.16, 22.6, 23.0
ASTERISKS = {
    "DIALEDPEERNUMBER": "INCOMING/c(ulaw)",
    "MEDIA_WEBSOCKET_CONNECTION_ID": CONNECTION,
    "MEDIA_WEBSOCKET_OPTIMAL_FRAME_SIZE": "160",
    "ARGC": "1",
    "ARG1": "x",
}


def start(variables: object = None, **fields: Any) -> str:
    if isinstance(variables, dict):
        variables = {**ASTERISKS, **variables}
    message = {
        "event": "MEDIA_START",
        **ABOUT,
        "channel_id": CHANNEL_ID,
        "format": "ulaw",
        "optimal_frame_size": 160,
        "ptime": 20,
        "channel_variables": {**ASTERISKS, **variables}
        if isinstance(variables, dict)
        else variables,
        **fields,
    }
    return json.dumps({name: value for name, value in message.items() if value is not None})


def event(name: str, **fields: object) -> str:
    return json.dumps({"event": name, "channel_id": CHANNEL_ID, **fields})


def told(*numbers: str, **more: Any) -> Start:
    custom = {**ABOUT, **more.pop("custom", {})}
    return Start(8000, *numbers, stream_id=CHANNEL_ID, custom_parameters=custom, **more)


def open_wire(first: str = PLAIN) -> AsteriskWire:
    wire = AsteriskWire()
    wire.decode(first)
    return wire


def code_of(data: Message, wire: AsteriskWire | None = None) -> str:
    with pytest.raises(ProtocolError) as refused:
        (wire or AsteriskWire()).decode(data)
    return refused.value.code


# How a call begins


@pytest.mark.parametrize(
    ("message", "meaning"),
    [
        (PLAIN, told()),
        (PLAIN + "\n", told()),
        (OLD, Start(8000, stream_id=CONNECTION, custom_parameters=ABOUT)),
        (start(), told()),
        (start({}), told()),
        (start({"caller": "+15550100", "called": "2000"}), told("+15550100", "2000")),
        (start({"__caller": "+15550100", "language": "en-US"}), told("+15550100", "", "en-US")),
        (start({"direction": "outbound-dial"}), told(direction="outbound")),
        (start({"campaign": "spring"}), told(custom={"campaign": "spring"})),
        (start({"long": "x" * 300, "bell": "\a", "count": 3}), told()),
        (start(["caller"]), told()),
    ],
)
def test_a_call_begins_with_what_the_dialplan_tells(message: str, meaning: Start) -> None:
    wire = AsteriskWire()
    assert wire.decode(message) == meaning
    assert wire.channel == CHANNEL


def test_what_was_told_before_goes_before_the_channels_variables() -> None:
    wire = AsteriskWire({"caller": "+15550100", "queue": "cards"})
    message = start({"caller": "anonymous", "called": "2000"})
    assert wire.decode(message) == told("+15550100", "2000", custom={"queue": "cards"})


def test_of_many_variables_those_with_a_meaning_are_kept() -> None:
    many = {f"name{number}": "x" for number in range(100)}
    begun = AsteriskWire().decode(start({**many, "called": "2000"}))
    assert isinstance(begun, Start)
    assert (begun.called, len(begun.custom_parameters)) == ("2000", 22)


@pytest.mark.parametrize(
    ("name", "size", "rate_hz"),
    [
        ("ulaw", 160, 8000),
        ("alaw", 160, 8000),
        ("slin", 320, 8000),
        ("slin16", 640, 16000),
        ("slin44", 1764, 44100),
        ("slin192", 7680, 192000),
    ],
)
def test_the_format_is_asterisks(name: str, size: int, rate_hz: int) -> None:
    begun = AsteriskWire().decode(start(format=name, optimal_frame_size=size))
    assert isinstance(begun, Start)
    assert begun.sample_rate_hz == rate_hz


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (start(format="opus", optimal_frame_size=0), "format"),
        (start(format="slin", optimal_frame_size=321), "format"),
        (start(optimal_frame_size=0), "format"),
        (start(optimal_frame_size=65_501), "format"),
        (start(optimal_frame_size=True), "field"),
        (start(optimal_frame_size=10**9), "field"),
        (start(optimal_frame_size=None), "field"),
        (start(channel=7), "field"),
        (start({"called": "my pin is 4821"}), "field"),
        (start({"language": "english"}), "field"),
        ("MEDIA_START", "field"),
        ('{"event": 3}', "unknown_type"),
        ("{", "invalid_json"),
        ("x" * 70_000, "too_long"),
        ("", "unknown_type"),
        ("media_start", "unknown_type"),
        (event("SHOUT"), "unknown_type"),
        ("DTMF_END digit:A", "digit"),
        (event("DTMF_END", digit="12"), "digit"),
        (event("DTMF_END", digit=5), "digit"),
        ("DTMF_END", "digit"),
        (event("MEDIA_MARK_PROCESSED", correlation_id=5), "field"),
    ],
)
def test_a_broken_message_is_refused_with_a_code(message: str, code: str) -> None:
    assert code_of(message) == code


@pytest.mark.parametrize("wrong", [{"caller": "a\nb"}, {str(n): "" for n in range(21)}])
def test_what_was_told_before_must_be_readable(wrong: dict[str, str]) -> None:
    assert code_of(PLAIN, AsteriskWire(wrong)) == "field"


# What is said in a call


@pytest.mark.parametrize(
    ("message", "meaning"),
    [
        ("DTMF_END digit:5", KeyPressed("5")),
        (f"DTMF_END digit:# channel_id:{CHANNEL_ID}", KeyPressed("#")),
        (event("DTMF_END", digit="*"), KeyPressed("*")),
        ("MEDIA_MARK_PROCESSED s3.1", Played("s3.1")),
        ("MEDIA_BUFFERING_COMPLETED s3", Played("s3")),
        ("MEDIA_BUFFERING_COMPLETED", Played("")),
        (event("MEDIA_MARK_PROCESSED", correlation_id="s3.1"), Played("s3.1")),
        ("QUEUE_DRAINED", None),
        (f"STATUS channel_id:{CHANNEL_ID} queue_length:43 xon_level:800", None),
        (event("ERROR", error_text="Unable to parse JSON command"), None),
        ("MEDIA_XOFF", None),
        (event("MEDIA_XON"), None),
    ],
)
def test_an_event_is_understood_in_either_format(message: str, meaning: object) -> None:
    assert open_wire().decode(message) == meaning


@given(st.binary(max_size=400), st.sampled_from(["ulaw", "alaw"]))
def test_media_may_be_of_g711(codes: bytes, name: str) -> None:
    law = {"ulaw": MU_LAW, "alaw": A_LAW}[name]
    heard = open_wire(start(format=name)).decode(codes)
    assert isinstance(heard, Audio)
    assert list(heard.samples) == list(law.decode(codes))


@given(st.lists(st.integers(-32768, 32767)))
def test_media_may_be_linear(samples: list[int]) -> None:
    wire = open_wire(start(format="slin", optimal_frame_size=320))
    heard = wire.decode(np.array(samples, "<i2").tobytes())
    assert isinstance(heard, Audio)
    assert list(heard.samples) == samples


def test_half_a_sample_is_refused() -> None:
    wire = open_wire(start(format="slin", optimal_frame_size=320))
    assert code_of(b"\0", wire) == "odd_audio"


def test_audio_before_the_start_is_passed_over() -> None:
    assert AsteriskWire().decode(b"\xff" * 160) is None


@given(st.binary() | st.text() | st.dictionaries(st.text(), json_values).map(json.dumps))
def test_nothing_that_may_come_does_harm(data: Message) -> None:
    with suppress(ProtocolError):
        open_wire().decode(data)


@given(
    st.sampled_from(["MEDIA_START", "DTMF_END", "MEDIA_MARK_PROCESSED", "MEDIA_XON"]),
    st.dictionaries(
        st.sampled_from(["format", "digit", "correlation_id", "channel_variables", "channel"]),
        json_values,
    ),
)
def test_no_event_does_harm(name: str, fields: dict[str, object]) -> None:
    with suppress(ProtocolError):
        open_wire().decode(json.dumps({"event": name, **fields}))
    with suppress(ProtocolError):
        open_wire().decode(" ".join([name, *(f"{key}:{value}" for key, value in fields.items())]))


# What is said to Asterisk


def linear(frame_bytes: int = 320, name: str = "slin") -> AsteriskWire:
    return open_wire(start(format=name, optimal_frame_size=frame_bytes))


@given(st.lists(st.integers(0, 500), max_size=8), st.sampled_from(sorted(FORMATS)))
def test_a_sentence_is_sent_in_whole_frames_and_to_its_end(pieces: list[int], name: str) -> None:
    sizes = {"ulaw": 160, "alaw": 160, "slin44": 1764}
    size = sizes.get(name, FORMATS[name].rate_hz // 25)
    wire = linear(size, name)
    spoken = np.arange(sum(pieces)).astype(np.int16)
    sent: list[Message] = []
    for end, length in zip(np.cumsum(pieces), pieces):
        sent += wire.encode(do.SendAudio(spoken[end - length : end]))
    sent += wire.encode(do.EndSentence("s1"))
    *media, mark = sent
    assert isinstance(mark, str) and all(isinstance(one, bytes) for one in media)
    assert not [one for one in media if len(one) % size]
    joined = b"".join(one for one in media if isinstance(one, bytes))
    expected = FORMATS[name].encode(spoken)
    assert joined[: len(expected)] == expected
    assert len(joined) - len(expected) < size
    assert not any(FORMATS[name].decode(joined[len(expected) :]) & ~8)


def test_no_message_is_longer_than_asterisk_takes() -> None:
    wire = linear(3840, "slin96")
    sent = wire.encode(do.SendAudio(np.ones(1920 * 40, np.int16)))
    assert [len(one) for one in sent] == [65_280, 65_280, 23_040]
    assert max(len(one) for one in sent) <= MOST_BYTES


@pytest.mark.parametrize(
    ("command", "plain", "in_json"),
    [
        (
            do.EndSentence("s3.1"),
            "STOP_MEDIA_BUFFERING s3.1",
            {"command": "MARK_MEDIA", "correlation_id": "s3.1"},
        ),
        (do.ClearPlayback(), "FLUSH_MEDIA", {"command": "FLUSH_MEDIA"}),
        (do.EndCall("assistant"), "HANGUP", {"command": "HANGUP"}),
    ],
)
def test_a_command_has_the_format_of_the_start(
    command: do.Command, plain: str, in_json: dict[str, str]
) -> None:
    assert open_wire(PLAIN).encode(command) == [plain]
    (text,) = open_wire(start()).encode(command)
    assert json.loads(text) == in_json


def test_a_call_that_is_taken_is_answered() -> None:
    assert open_wire().started("c1", 8000) == ["ANSWER"]
    assert open_wire(start()).started("c1", 8000) == ['{"command": "ANSWER"}']


def test_a_call_that_never_began_is_hung_up_in_plain_words() -> None:
    assert AsteriskWire().encode(do.EndCall("error")) == ["HANGUP"]


def test_a_command_is_no_longer_than_asterisk_takes() -> None:
    longest = write_command("STOP_MEDIA_BUFFERING", "s999999.999", as_json=True)
    assert len(longest.encode()) <= 128


@pytest.mark.parametrize(
    "command",
    [
        *UNHEARD,
        *SHOWN,
        do.Refuse("digit", "digit must be one of 0-9, * and #"),
    ],
    ids=lambda command: type(command).__name__,
)
def test_asterisk_is_told_nothing_that_it_does_not_know(command: do.Command) -> None:
    assert open_wire().encode(command) == []


# Flow control

FRAME = np.ones(160, np.int16)
XOFF, XON = "MEDIA_XOFF", "MEDIA_XON"


def released(wire: AsteriskWire) -> list[Message]:
    return list(iter(wire.released, None))


def test_after_xoff_audio_waits_until_xon() -> None:
    wire = open_wire()
    wire.decode(XOFF)
    assert wire.encode(do.SendAudio(FRAME)) == []
    assert wire.encode(do.EndSentence("s1")) == []
    assert released(wire) == []
    wire.decode(XON)
    assert released(wire) == [MU_LAW.encode(FRAME), "STOP_MEDIA_BUFFERING s1"]
    assert wire.encode(do.SendAudio(FRAME)) == [MU_LAW.encode(FRAME)]


def test_what_comes_while_the_waiting_is_sent_keeps_its_place() -> None:
    wire = open_wire()
    wire.decode(XOFF)
    wire.encode(do.SendAudio(FRAME))
    wire.decode(XON)
    assert wire.released() == MU_LAW.encode(FRAME)
    assert wire.encode(do.EndSentence("s1")) == []
    assert released(wire) == ["STOP_MEDIA_BUFFERING s1"]
    assert wire.encode(do.EndSentence("s2")) == ["STOP_MEDIA_BUFFERING s2"]


def test_an_xoff_while_the_waiting_is_sent_is_obeyed() -> None:
    wire = open_wire()
    wire.decode(XOFF)
    wire.encode(do.SendAudio(FRAME))
    wire.decode(XON)
    wire.decode(XOFF)
    assert released(wire) == []
    assert wire.encode(do.SendAudio(FRAME)) == []


def test_what_waits_is_dropped_with_what_asterisk_has() -> None:
    wire = open_wire()
    wire.encode(do.SendAudio(FRAME[:50]))
    wire.decode(XOFF)
    wire.encode(do.SendAudio(FRAME))
    assert wire.encode(do.ClearPlayback()) == ["FLUSH_MEDIA"]
    wire.decode(XON)
    assert released(wire) == []
    assert wire.encode(do.EndSentence("s1")) == ["STOP_MEDIA_BUFFERING s1"]


def test_the_hang_up_does_not_wait() -> None:
    wire = open_wire()
    wire.decode(XOFF)
    assert wire.encode(do.EndCall("assistant")) == ["HANGUP"]


def test_what_waits_is_bounded() -> None:
    wire = open_wire()
    wire.decode(XOFF)
    for _ in range(MOST_WAITING + 100):
        wire.encode(do.SendAudio(FRAME))
    wire.decode(XON)
    assert len(released(wire)) == MOST_WAITING
