"""An utterance heard by a model that has no memory: all of it is decoded again and again.

What is decoded stays bounded however long the caller speaks: audio longer than a window is cut
at its quietest place, the part before it is decoded a last time and settled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from channels.engines.interfaces import Samples, Transcript

WINDOW_S = 12.0
"""Longer speech is cut, into at least half of this."""
CUT_S = 0.1
"""The stretch whose loudness tells where to cut."""
STEP_S = 0.25
"""A partial is not decoded again before this much was added..."""
STEP_SHARE = 0.15
"""...or this share of what was there, if that is more: the cost of partials stays bounded."""


Decode = Callable[[Samples, bool], Transcript]
"""Text of samples; True asks for a quick guess, for a partial."""


class Redecoding:
    """A Hearing; see interfaces. `decode` turns samples into text and may be slow."""

    def __init__(self, decode: Decode, sample_rate_hz: int):
        self._decode = decode
        self._rate_hz = sample_rate_hz
        self._settled: list[Transcript] = []
        self._open = np.zeros(0, np.int16)
        self._open_text, self._decoded, self._sure = Transcript(""), 0, True

    def feed(self, samples: Samples) -> None:
        self._open = np.concatenate([self._open, samples])
        window = round(WINDOW_S * self._rate_hz)
        while len(self._open) > window:
            self._settle(quietest(self._open[:window], self._rate_hz))

    def partial(self) -> Transcript:
        grown = len(self._open) - self._decoded
        if grown >= max(STEP_S * self._rate_hz, STEP_SHARE * self._decoded):
            self._open_text = self._decode(self._open, True)
            self._decoded, self._sure = len(self._open), False
        return join([*self._settled, self._open_text])

    def final(self) -> Transcript:
        if not self._sure or self._decoded != len(self._open):
            self._open_text = self._decode(self._open, False)
            self._decoded, self._sure = len(self._open), True
        return join([*self._settled, self._open_text])

    def close(self) -> None:
        self._open = np.zeros(0, np.int16)

    def _settle(self, cut: int) -> None:
        self._settled.append(self._decode(self._open[:cut], False))
        self._open = self._open[cut:]
        self._open_text, self._decoded, self._sure = Transcript(""), 0, True


def quietest(samples: Samples, sample_rate_hz: int) -> int:
    """Where a window's second half is quietest: the index at which to cut it."""
    size = round(CUT_S * sample_rate_hz)
    frames = samples[: len(samples) // size * size].reshape(-1, size).astype(np.float32)
    power = (frames**2).mean(axis=1)
    begin = len(power) // 2
    return (begin + int(power[begin:].argmin())) * size + size // 2


def join(parts: Sequence[Transcript]) -> Transcript:
    """One transcript of several; its confidence is weighed by their lengths."""
    parts = [part for part in parts if part.text]
    known = [(p.confidence, len(p.text)) for p in parts if p.confidence is not None]
    total = sum(weight for _, weight in known)
    return Transcript(
        text=" ".join(part.text for part in parts),
        confidence=sum(c * weight for c, weight in known) / total if total else None,
        word_confidences=tuple(c for part in parts for c in part.word_confidences),
    )
