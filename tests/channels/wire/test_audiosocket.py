from __future__ import annotations

import struct
from contextlib import suppress
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.errors import ProtocolError
from channels.turns.events import KeyPressed, LineClosed
from channels.wire.audiosocket import (
    HEADER_BYTES,
    RATES_HZ,
    AudioSocketWire,
    audio,
    hang_up,
    payload_bytes,
)
from channels.wire.incoming import Audio, Start

CALL = UUID("40325ec25efd4bd3805f53576e581d13")


def frame(kind: int, payload: bytes = b"") -> bytes:
    return struct.pack(">BH", kind, len(payload)) + payload


def begun(rate: int = 0x10) -> AudioSocketWire:
    """The codec of a call whose first audio has come."""
    wire = AudioSocketWire()
    wire.decode(frame(0x01, CALL.bytes))
    wire.decode(frame(rate, bytes(320)))
    return wire


@pytest.mark.parametrize(("kind", "rate_hz"), RATES_HZ.items())
def test_the_first_audio_begins_the_call_at_its_rate(kind: int, rate_hz: int) -> None:
    wire = AudioSocketWire()
    assert wire.decode(frame(0x01, CALL.bytes)) is None
    assert wire.decode(frame(kind, bytes(320))) == Start(rate_hz, stream_id=str(CALL))


@given(st.lists(st.integers(-32768, 32767)))
def test_then_audio_is_audio(samples: list[int]) -> None:
    heard = begun().decode(frame(0x10, np.array(samples, "<i2").tobytes()))
    assert isinstance(heard, Audio) and heard.samples.tolist() == samples


@pytest.mark.parametrize(
    ("data", "meaning"),
    [
        (frame(0x03, b"5"), KeyPressed("5")),
        (frame(0x03, b"#"), KeyPressed("#")),
        (frame(0x00), LineClosed("caller")),
        (frame(0xFF, b"\x04"), LineClosed("error")),
    ],
)
def test_a_frame_is_understood(data: bytes, meaning: object) -> None:
    assert begun().decode(data) == meaning


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (frame(0x55, b"what is this"), "unknown_type"),
        (frame(0x01, b"short"), "field"),
        (frame(0x10, b"\x00"), "odd_audio"),
        (frame(0x12, bytes(640)), "sample_rate"),
        (frame(0x03), "digit"),
        (frame(0x03, b"A"), "digit"),
        (frame(0x03, b"12"), "digit"),
        (frame(0x03, b"\xff"), "digit"),
    ],
)
def test_a_broken_frame_is_refused_with_a_code(data: bytes, code: str) -> None:
    with pytest.raises(ProtocolError) as refused:
        begun().decode(data)
    assert refused.value.code == code


@given(st.integers(0, 255), st.binary(max_size=700))
def test_nothing_that_may_come_does_harm(kind: int, payload: bytes) -> None:
    for wire in (AudioSocketWire(), begun()):
        with suppress(ProtocolError):
            wire.decode(frame(kind, payload))


@pytest.mark.parametrize(("kind", "rate_hz"), RATES_HZ.items())
def test_audio_is_sent_as_signed_linear_of_its_rate(kind: int, rate_hz: int) -> None:
    sent = audio(rate_hz, np.array([1, -2], np.int16))
    assert sent == bytes([kind, 0, 4, 1, 0, 0xFE, 0xFF])
    assert payload_bytes(sent[:HEADER_BYTES]) == 4


def test_a_hang_up_is_a_frame_without_a_payload() -> None:
    assert hang_up() == bytes(3)
