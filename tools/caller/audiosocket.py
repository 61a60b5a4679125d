"""A call as Asterisk's AudioSocket brings it, written from its documentation and source alone.

A frame is a type, a length and a payload. Asterisk sends audio every 20 ms and hangs up when it
gets anything but a hang-up or audio, or a length of 0. It tells nothing of what it has played.
"""

from __future__ import annotations

import json
import struct
from typing import Any
from uuid import UUID, uuid4

import numpy as np

from tools.caller.narrowband import NarrowbandTelephone
from tools.caller.script import CallError
from tools.caller.telephone import Outgoing

HANG_UP, UUID_FRAME, DTMF, SLIN_8K = 0x00, 0x01, 0x03, 0x10


def frame(kind: int, payload: bytes = b"") -> bytes:
    return struct.pack(">BH", kind, len(payload)) + payload


class AudioSocketTelephone(NarrowbandTelephone):
    """A telephone behind an Asterisk whose dialplan says AudioSocket(`uuid`, address)."""

    def __init__(self, *given: Any, uuid: UUID | None = None, **named: Any):
        super().__init__(*given, **named)
        self.uuid = uuid or uuid4()

    def dial(self) -> list[Outgoing]:
        return [frame(UUID_FRAME, self.uuid.bytes)]

    def receive(self, data: Outgoing) -> None:
        """Takes a frame of the bot. Raises CallError for one at which Asterisk would hang up."""
        assert isinstance(data, bytes)
        kind, payload = data[0], data[3:]
        if kind == HANG_UP:
            self.recording.ended, self.over = "assistant", True
        elif kind == SLIN_8K and payload and len(payload) % 2 == 0:
            self.playback.add(np.frombuffer(payload, "<i2").astype(np.int16))
        else:
            raise CallError(
                f"Asterisk would hang up at a frame 0x{kind:02x} of {len(payload)} bytes"
            )

    def tick(self) -> list[Outgoing]:
        """As every telephone, in frames."""
        frames = (self._framed(data) for data in super().tick())
        return [one for one in frames if one]

    def _framed(self, data: Outgoing) -> bytes:
        if isinstance(data, bytes):
            return frame(SLIN_8K, self.narrow(data))
        message = json.loads(data)
        return frame(DTMF, message["digit"].encode()) if message["type"] == "dtmf" else b""
