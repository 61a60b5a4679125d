"""Playback at the caller's pace, for lines that cannot take back what they were sent.

The assistant's audio waits here, and a frame at a time leaves; so an interruption needs no help of
the far end's, and when a sentence was heard is known here.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from channels.audio.drift import Drift
from channels.audio.pcm import Samples


class Pacing:
    """What waits to be sent, in order: audio, and the marks between."""

    def __init__(self, frame_samples: int, drift: Drift | None = None):
        """`drift`: that of our clock, if the far end's is to be followed."""
        self.frame_samples = frame_samples
        self._drift = drift
        self._waiting: deque[Samples | str] = deque()

    def add(self, samples: Samples) -> None:
        """Audio to follow what waits."""
        if len(samples):
            self._waiting.append(samples)

    def mark(self, name: str) -> None:
        """To be handed back when all before it has been sent."""
        self._waiting.append(name)

    def clear(self) -> None:
        """Forgets all that waits."""
        self._waiting.clear()

    def due(self) -> list[tuple[Samples, list[str]]]:
        """What leaves in a frame's time: one, as `frame` has it.

        In silence it is none, or two, when the clocks have drifted apart by a frame: what we send
        faster than the far end plays it would pile up there, and be delay.
        """
        frames = 1 if self._waiting or not self._drift else 1 - self._drift.take()
        return [self.frame() for _ in range(frames)]

    def frame(self) -> tuple[Samples, list[str]]:
        """The next frame, silence where nothing waits, and the marks that come before its end."""
        frame, filled = np.zeros(self.frame_samples, np.int16), 0
        marks: list[str] = []
        while self._waiting and (filled < len(frame) or isinstance(self._waiting[0], str)):
            one = self._waiting.popleft()
            if isinstance(one, str):
                marks.append(one)
                continue
            piece = one[: len(frame) - filled]
            frame[filled : filled + len(piece)] = piece
            filled += len(piece)
            if len(piece) < len(one):
                self._waiting.appendleft(one[len(piece) :])
        return frame, marks
