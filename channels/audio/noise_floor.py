"""The noise of a line, and which of its frames are nothing but that."""

from __future__ import annotations

from collections import deque

import numpy as np

from channels.audio.pcm import Samples

MARGIN_DB = 3.0
"""A frame of noise is rarely louder than the quietest of the last seconds by more than this."""
WINDOW_S = 3.0
"""Long enough to hold a pause between words, short enough to follow a line that gets louder."""
SILENT_DB = -66.0
"""The least level a frame is given, in dBFS: codecs make less than this of silence, voices more."""


class NoiseFloor:
    """The level of the quietest frame of the last seconds.

    Minimum statistics, as in R. Martin, IEEE Trans. Speech Audio Process. 9(5), 2001, without the
    smoothing that frames of 20 to 32 ms do not need.
    """

    def __init__(self, frame_samples: int, sample_rate_hz: int):
        self._levels: deque[float] = deque(maxlen=round(WINDOW_S * sample_rate_hz / frame_samples))

    def bare(self, frame: Samples) -> bool:
        """Whether the next frame is as quiet as the line itself: nobody speaks in it."""
        self._levels.append(level_db(frame))
        return self._levels[-1] < min(self._levels) + MARGIN_DB


def level_db(frame: Samples) -> float:
    """The frame's level in dBFS; that of a square wave of full scale is 0."""
    power = float(np.mean(np.square(frame.astype(np.float64)))) / 32768**2
    return max(SILENT_DB, 10 * float(np.log10(power))) if power else SILENT_DB
