"""Asterisk's AudioSocket: frames of a type, a length and a payload, on a TCP connection.

https://docs.asterisk.org/Configuration/Channel-Drivers/AudioSocket/ and, for what it leaves open,
res/res_audiosocket.c of Asterisk: a frame to Asterisk must be a hang-up or audio, of a length that
is not 0; anything else ends the call.
"""

from __future__ import annotations

import struct
from uuid import UUID

from channels.audio.pcm import Samples, to_bytes
from channels.errors import ProtocolError
from channels.turns.events import LineClosed
from channels.wire.incoming import Incoming, Start, linear_audio
from channels.wire.json_object import read_key

HEADER_BYTES = 3
HANG_UP, UUID_FRAME, DTMF, ERROR = 0x00, 0x01, 0x03, 0xFF
RATES_HZ = {
    0x10: 8000,
    0x11: 12000,
    0x12: 16000,
    0x13: 24000,
    0x14: 32000,
    0x15: 44100,
    0x16: 48000,
    0x17: 96000,
    0x18: 192000,
}
"""Signed linear audio, by the type of its frames."""
_KINDS = {rate_hz: kind for kind, rate_hz in RATES_HZ.items()}


def payload_bytes(header: bytes) -> int:
    """How much follows a header."""
    length: int = struct.unpack(">BH", header)[1]
    return length


def hang_up() -> bytes:
    """The frame that ends the call."""
    return struct.pack(">BH", HANG_UP, 0)


class AudioSocketWire:
    """What comes in on one connection; the rate of its audio is known when the first has come."""

    def __init__(self) -> None:
        self.stream_id = ""
        self.rate_hz = 0

    def decode(self, frame: bytes) -> Incoming | None:
        """One frame, with its header. The first audio is the start. Raises ProtocolError."""
        kind, payload = frame[0], frame[HEADER_BYTES:]
        if kind in RATES_HZ:
            return self._audio(RATES_HZ[kind], payload)
        if kind == UUID_FRAME:
            self.stream_id = _uuid(payload)
            return None
        if kind == DTMF:
            return read_key({"a key": payload.decode("ascii", "replace")}, "a key")
        if kind in (HANG_UP, ERROR):
            return LineClosed("caller" if kind == HANG_UP else "error")
        raise ProtocolError("unknown_type", f"a frame of type 0x{kind:02x} has no meaning here")

    def _audio(self, rate_hz: int, payload: bytes) -> Incoming:
        if not self.rate_hz:
            self.rate_hz = rate_hz
            return Start(rate_hz, stream_id=self.stream_id)
        if rate_hz != self.rate_hz:
            raise ProtocolError("sample_rate", f"the rate was {self.rate_hz} Hz when it began")
        return linear_audio(payload)


def audio(rate_hz: int, samples: Samples) -> bytes:
    """A frame of audio; the rate is one of RATES_HZ."""
    payload = to_bytes(samples)
    return struct.pack(">BH", _KINDS[rate_hz], len(payload)) + payload


def _uuid(payload: bytes) -> str:
    if len(payload) != 16:
        raise ProtocolError("field", "a UUID has 16 bytes")
    return str(UUID(bytes=payload))
