"""One call's end of PJSIP's conference bridge."""

from __future__ import annotations

import ctypes
from collections import deque
from threading import Lock
from typing import Any

import pjsua2 as pj

from channels.audio.pacing import Pacing
from channels.audio.pcm import Samples, to_bytes

FRAME_MS = 20
MOST_UNREAD = 100
"""Frames of the caller's, two seconds."""


class Port(pj.AudioMediaPort):  # type: ignore[misc]  # pjsua2 has no types
    """Its callbacks run in the bridge's thread, 50 times a second: they only move bytes.

    It is for one call after another and never freed, for that thread goes on calling it while it is
    (since 2.15 the bridge lets go of a port later than it is told to, pjproject#3928).
    """

    def __init__(self, sample_rate_hz: int):
        super().__init__()
        self.heard: deque[bytes] = deque(maxlen=MOST_UNREAD)
        """Of the caller: frames of int16, at the rate of the bridge."""
        self.played: deque[str] = deque()
        """Marks of what the caller has heard to its end."""
        self._pacing = Pacing(sample_rate_hz * FRAME_MS // 1000)
        self._lock = Lock()
        form = pj.MediaFormatAudio()
        form.init(pj.PJMEDIA_FORMAT_PCM, sample_rate_hz, 1, 1000 * FRAME_MS, 16)
        self.createPort("assistant", form)

    def reset(self) -> None:
        """For the next call."""
        self.clear()
        self.heard.clear()
        self.played.clear()

    def say(self, samples: Samples) -> None:
        """Audio to follow what waits."""
        with self._lock:
            self._pacing.add(samples)

    def mark(self, name: str) -> None:
        """To be told in `played` when all before it was heard."""
        with self._lock:
            self._pacing.mark(name)

    def clear(self) -> None:
        """Forgets all that waits."""
        with self._lock:
            self._pacing.clear()

    def onFrameRequested(self, frame: Any) -> None:  # pjsua2's names
        with self._lock:
            samples, marks = self._pacing.frame()
        frame.type = pj.PJMEDIA_FRAME_TYPE_AUDIO
        frame.buf = pj.ByteVector(to_bytes(samples))
        self.played.extend(marks)

    def onFrameReceived(self, frame: Any) -> None:
        if frame.type == pj.PJMEDIA_FRAME_TYPE_AUDIO:
            self.heard.append(read(frame.buf))


def read(vector: Any) -> bytes:
    """A ByteVector's bytes. SWIG's own way, one by one, takes 0.4 ms a frame, this 2 µs.

    The first word of a std::vector is the address of its first element.
    """
    first = ctypes.c_void_p.from_address(int(vector.this)).value
    return ctypes.string_at(first, vector.size()) if first else b""
