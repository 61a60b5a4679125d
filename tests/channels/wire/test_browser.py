from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.errors import ProtocolError
from channels.turns import commands as do
from channels.turns.events import Held, KeyPressed, LineClosed, Played
from channels.turns.handoff import Handoff
from channels.wire.browser import SAMPLE_RATES_HZ, decode, encode, started
from channels.wire.incoming import Audio, Start
from tests.channels.wire.commands import UNHEARD
from tests.channels.wire.json_values import json_values


def text(**fields: Any) -> str:
    return json.dumps(fields)


def code_of(data: str | bytes) -> str:
    with pytest.raises(ProtocolError) as refused:
        decode(data)
    return refused.value.code


# What the caller says


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (text(type="hold", on=True), Held(True)),
        (text(type="hold", on=False), Held(False)),
        (text(type="start", sample_rate=16000), Start(16000)),
        (text(type="start", sample_rate=8000, caller=None), Start(8000)),
        (
            text(type="start", sample_rate=48000, caller="+15550100", called="1", language="ko"),
            Start(48000, "+15550100", "1", "ko"),
        ),
        (text(type="start", sample_rate=16000, browser="any", caller="Zoë"), Start(16000, "Zoë")),
        (
            text(type="start", sample_rate=8000, called="+49*1#@desk.a_b-c", language="zh-Hant-TW"),
            Start(8000, "", "+49*1#@desk.a_b-c", "zh-Hant-TW"),
        ),
        (text(type="start", sample_rate=8000, called="9" * 64), Start(8000, called="9" * 64)),
        (text(type="dtmf", digit="5"), KeyPressed("5")),
        (text(type="dtmf", digit="#"), KeyPressed("#")),
        (text(type="played", mark="s3.1"), Played("s3.1")),
        (text(type="played"), Played("")),
        (text(type="stop"), LineClosed("caller")),
    ],
)
def test_a_message_is_understood(data: str, message: object) -> None:
    assert decode(data) == message


@pytest.mark.parametrize("rate_hz", SAMPLE_RATES_HZ)
def test_every_offered_rate_can_be_asked_for(rate_hz: int) -> None:
    assert decode(text(type="start", sample_rate=rate_hz)) == Start(rate_hz)


@given(st.lists(st.integers(-32768, 32767)))
def test_binary_is_audio(samples: list[int]) -> None:
    message = decode(np.array(samples, "<i2").tobytes())
    assert isinstance(message, Audio)
    assert message.samples.tolist() == samples


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x00", "odd_audio"),
        (b"\x00\x01\x02", "odd_audio"),
        ("", "invalid_json"),
        ("{", "invalid_json"),
        ("[" * 60_000, "invalid_json"),
        ("9" * 5_000, "invalid_json"),
        ("null", "invalid_json"),
        ('["start"]', "invalid_json"),
        ("{}", "unknown_type"),
        (text(type="START"), "unknown_type"),
        (text(type=None), "unknown_type"),
        (text(type=["start"]), "unknown_type"),
        (text(type={"start": 1}), "unknown_type"),
        (text(type="start"), "sample_rate"),
        (text(type="start", sample_rate=11025), "sample_rate"),
        (text(type="start", sample_rate="16000"), "sample_rate"),
        (text(type="start", sample_rate=True), "sample_rate"),
        (text(type="start", sample_rate=[16000]), "sample_rate"),
        ('{"type": "start", "sample_rate": NaN}', "sample_rate"),
        ('{"type": "start", "sample_rate": 1e999}', "sample_rate"),
        (text(type="start", sample_rate=16000, caller=15550100), "field"),
        (text(type="start", sample_rate=16000, caller=0), "field"),
        (text(type="start", sample_rate=16000, called={"number": "1"}), "field"),
        (text(type="start", sample_rate=16000, language="e" * 201), "field"),
        (text(type="start", sample_rate=16000, called="9" * 65), "field"),
        (text(type="start", sample_rate=16000, called="my pin is 4821"), "field"),
        (text(type="start", sample_rate=16000, called="٣"), "field"),
        (text(type="start", sample_rate=16000, called="1\n"), "field"),
        (text(type="start", sample_rate=16000, language="e"), "field"),
        (text(type="start", sample_rate=16000, language="english"), "field"),
        (text(type="start", sample_rate=16000, language="en_US"), "field"),
        (text(type="start", sample_rate=16000, language="en-"), "field"),
        (text(type="start", sample_rate=16000, language="en my pin is 4821"), "field"),
        (text(type="start", sample_rate=16000, caller="a\nb"), "field"),
        (text(type="start", sample_rate=16000, caller="a\0b"), "field"),  # PostgreSQL has no NUL
        (text(type="start", sample_rate=16000, caller="\ud800"), "field"),  # no UTF-8 has it
        (text(type="hold", on="yes"), "field"),
        (text(type="dtmf"), "digit"),
        (text(type="dtmf", digit=""), "digit"),
        (text(type="dtmf", digit="12"), "digit"),
        (text(type="dtmf", digit="A"), "digit"),
        (text(type="dtmf", digit="٣"), "digit"),
        (text(type="dtmf", digit=5), "digit"),
        (text(type="dtmf", digit=["5"]), "digit"),
        (text(type="played", mark=3), "field"),
        (text(type="stop", why="x" * 65_536), "too_long"),
        ('"' + 33_000 * "é" + '"', "too_long"),
        ("\ud800" * 65_537, "too_long"),
    ],
)
def test_a_broken_message_is_refused_with_a_code(data: str | bytes, code: str) -> None:
    assert code_of(data) == code


def test_64_kib_of_text_are_allowed() -> None:
    frame = len(text(type="stop", why=""))
    assert decode(text(type="stop", why="x" * (64 * 1024 - frame))) == LineClosed("caller")


def test_a_refusal_does_not_repeat_what_was_sent() -> None:
    with pytest.raises(ProtocolError) as refused:
        decode(text(type="my pin is 4821"))
    assert "4821" not in str(refused.value)


KEYS = st.sampled_from(["type", "sample_rate", "caller", "called", "language", "digit", "mark"])
VALUES = json_values | st.sampled_from(["start", "dtmf", "played", "stop", 16000, "5"])


@given(st.binary() | st.text() | st.dictionaries(KEYS, VALUES).map(json.dumps))
def test_whatever_comes_is_understood_or_refused(data: str | bytes) -> None:
    try:
        message: object = decode(data)
    except ProtocolError as error:
        message = error
    assert isinstance(message, Start | Audio | KeyPressed | Played | LineClosed | ProtocolError)


# What the caller is told


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (do.BeginSentence("s1", "Zoë."), {"type": "say", "text": "Zoë.", "mark": "s1"}),
        (do.EndSentence("s1"), {"type": "said", "mark": "s1"}),
        (do.ClearPlayback(), {"type": "clear"}),
        (do.ShowPartial("what"), {"type": "partial", "text": "what"}),
        (do.ShowFinal("yes", 0.9), {"type": "final", "text": "yes", "confidence": 0.9}),
        (do.ShowFinal("yes", None), {"type": "final", "text": "yes", "confidence": None}),
        (do.ShowTurn({"response_ms": 424}), {"type": "turn", "response_ms": 424}),
        (do.Refuse("digit", "no"), {"type": "error", "code": "digit", "message": "no"}),
        (do.EndCall("caller"), {"type": "ended", "reason": "caller"}),
        (
            do.EndCall("transfer", Handoff("+1555", {"call_id": "c1"})),
            {"type": "ended", "reason": "transfer", "to": "+1555", "handover": {"call_id": "c1"}},
        ),
    ],
)
def test_a_command_becomes_a_message(command: do.Command, message: dict[str, Any]) -> None:
    (encoded,) = encode(command)
    assert isinstance(encoded, str)
    assert json.loads(encoded) == message


def test_the_answer_to_start_tells_the_rate() -> None:
    answer = json.loads(started("c1", 22050)[0])
    assert answer == {"type": "started", "call_id": "c1", "sample_rate": 22050}


@given(st.lists(st.integers(-32768, 32767)))
def test_audio_travels_as_it_is(samples: list[int]) -> None:
    (encoded,) = encode(do.SendAudio(np.array(samples, np.int16)))
    assert isinstance(encoded, bytes)
    assert np.frombuffer(encoded, "<i2").tolist() == samples


@pytest.mark.parametrize("command", UNHEARD, ids=lambda command: type(command).__name__)
def test_what_is_not_for_the_far_end_is_not_sent(command: do.Command) -> None:
    assert encode(command) == []
