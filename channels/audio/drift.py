"""Two clocks that should run alike: ours, and the far end's, which is the audio that it sends."""

from __future__ import annotations

from statistics import median

WINDOW = 51
"""Chunks of audio, about 1 s: their median is not moved by one that comes late."""
MOST_MS = 5.0
"""Between two windows. Clocks of 500 ppm go apart by 0.5 ms; more is no drift of a clock."""


class Drift:
    """By how much our clock has run ahead of the far end's. Pure: the time is given.

    A window with a pause in it, a chunk that was lost or a stall says nothing of a clock, nor do
    those beside it, into which it may reach. Where all windows are like that no drift is seen.
    """

    def __init__(self, frame_ms: float):
        """`frame_ms`: what is made up for at a time."""
        self._frame_ms = frame_ms
        self._ahead_ms = self._unsure_ms = self._heard_ms = 0.0
        self._lags_ms: list[float] = []
        self._median_ms: float | None = None

    def heard(self, audio_ms: float, now_ms: float) -> None:
        """The far end's next chunk has come, now."""
        self._heard_ms += audio_ms
        self._lags_ms.append(now_ms - self._heard_ms)
        if len(self._lags_ms) == WINDOW:
            self._compare(median(self._lags_ms))
            self._lags_ms.clear()

    def _compare(self, median_ms: float) -> None:
        change_ms = 0.0 if self._median_ms is None else median_ms - self._median_ms
        if abs(change_ms) < MOST_MS:
            self._ahead_ms += self._unsure_ms
            self._unsure_ms, self._median_ms = change_ms, median_ms
        else:
            self._unsure_ms, self._median_ms = 0.0, None

    def take(self) -> int:
        """1 if we are a frame ahead, -1 if a frame behind, else 0; it is then made up for."""
        frames = max(-1, min(1, int(self._ahead_ms / self._frame_ms)))
        self._ahead_ms -= frames * self._frame_ms
        return frames
