"""A SIP telephone's audio and keys: RTP, after the call was answered. Pure.

What it speaks is in RFC 3550, 3551 and 4733; who calls and hangs up is sip_dialog.Dialog.
"""

from __future__ import annotations

import audioop
import json
from typing import Any

import numpy as np

from tools.caller.narrowband import NarrowbandTelephone
from tools.caller.rtp import FRAME, PCMU, TELEPHONE_EVENT, Packet, RtpError, key
from tools.caller.script import CallError
from tools.caller.sound import Samples
from tools.caller.telephone import Outgoing

JITTER_BUFFER = 2
"""Packets that are awaited before the first is played, as telephones do."""
KEY_HELD = 5  # packets, of 20 ms
ENDS = 3  # times that a key's last packet is sent (RFC 4733, 2.5.1.4)


class SipTelephone(NarrowbandTelephone):
    """Its connection is a SIP call."""

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, **named)
        self._source = int(self.random.integers(1 << 32))
        self._number = self._at = 0
        self._early: list[Samples] = []
        self._key, self._key_at, self._key_held = "", 0, 0

    @property
    def headers(self) -> dict[str, str]:
        return {"P-Asserted-Identity": f"<sip:{self.caller}@carrier.example>"}

    def dial(self) -> list[Outgoing]:
        return []

    def receive(self, data: Outgoing) -> None:
        """Takes a packet of the bot. Raises CallError for one that was not agreed upon."""
        assert isinstance(data, bytes)
        try:
            packet = Packet.parse(data)
        except RtpError as error:
            raise CallError(str(error)) from error
        if packet.kind != PCMU:
            raise CallError(f"RTP of type {packet.kind} came, which was not agreed upon")
        self._buffer(np.frombuffer(audioop.ulaw2lin(packet.payload, 2), np.int16))

    def _buffer(self, samples: Samples) -> None:
        self._early.append(samples)
        if self.playback.buffered or len(self._early) >= JITTER_BUFFER:
            for one in self._early:
                self.playback.add(one)
            self._early.clear()

    def closed(self) -> None:
        if not self._hung_up:
            self.recording.ended = "assistant"
        super().closed()

    def tick(self) -> list[Outgoing]:
        """As every telephone, in packets."""
        return [packet for data in super().tick() for packet in self._packets(data)]

    def _packets(self, data: Outgoing) -> list[bytes]:
        if isinstance(data, bytes):
            self._at += FRAME
            audio = audioop.lin2ulaw(self.narrow(data), 2)
            return self._keying() if self._key else [self._packet(PCMU, self._at, audio)]
        message = json.loads(data)
        if message["type"] == "dtmf":
            self._key, self._key_at, self._key_held = message["digit"], self._at + FRAME, 0
        return []

    def _keying(self) -> list[bytes]:
        """Instead of audio, while a key is held down."""
        self._key_held += 1
        first, last = self._key_held == 1, self._key_held == KEY_HELD
        event = key(self._key, self._key_held * FRAME, last)
        if last:
            self._key = ""
        times = ENDS if last else 1
        return [self._packet(TELEPHONE_EVENT, self._key_at, event, first) for _ in range(times)]

    def _packet(self, kind: int, at: int, payload: bytes, marker: bool = False) -> bytes:
        self._number += 1
        return Packet(kind, self._number, at, payload, marker).data(self._source)
