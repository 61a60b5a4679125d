"""Sound for the tests: a tone to play, loudness to compare."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tests.channels.softphone.fake_server import RATE_HZ


def tone(duration_s: float) -> bytes:
    """Audio of the assistant, s16le mono at RATE_HZ."""
    times = np.arange(int(duration_s * RATE_HZ)) / RATE_HZ
    return bytes((8000 * np.sin(2 * np.pi * 300 * times)).astype("<i2").tobytes())


def rms(samples: NDArray[np.int16], step: int) -> NDArray[np.float64]:
    """Root mean square of each `step` samples."""
    whole = samples[: len(samples) // step * step].astype(np.float64).reshape(-1, step)
    return np.asarray(np.sqrt((whole**2).mean(axis=1)))
