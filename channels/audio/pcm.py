"""Linear PCM: bytes to samples and back, and from one sample rate to another."""

from __future__ import annotations

import numpy as np
import soxr
from numpy.typing import NDArray

Samples = NDArray[np.int16]


def from_bytes(data: bytes) -> Samples:
    """Little-endian signed 16-bit mono; ValueError if half a sample is left over."""
    return np.frombuffer(data, "<i2").astype(np.int16)


def to_bytes(samples: Samples) -> bytes:
    """Little-endian signed 16-bit mono."""
    return samples.astype("<i2").tobytes()


class Resampler:
    """A stream of samples at another rate; holds back 11 ms of 48 kHz, 33 ms of 8 kHz on average.

    The filter is soxr's low-quality one: telephone speech has nothing for a longer one to save.
    """

    def __init__(self, from_hz: int, to_hz: int):
        same = from_hz == to_hz
        self._stream = None if same else soxr.ResampleStream(from_hz, to_hz, 1, "int16", "LQ")

    def __call__(self, samples: Samples) -> Samples:
        """The next samples in, what is ready of them out."""
        if self._stream is None:
            return samples
        return np.asarray(self._stream.resample_chunk(samples), np.int16)
