"""G.711, the telephone's own 8 bits a sample: mu-law and A-law, by table.

ITU-T G.711 (11/88): segments and steps as in its tables 1a to 2b. A decoder is a table of 256
values; an encoder is one of 65,536, made from the decoder: each sample has the code whose value
lies nearest.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from channels.audio.pcm import Samples

_CODES = np.arange(256)


def _mu_law_values() -> Samples:
    inverted = ~_CODES & 0xFF
    exponent, mantissa = inverted >> 4 & 7, inverted & 15
    magnitude = ((2 * mantissa + 33) << (exponent + 2)) - 132
    return np.where(inverted & 0x80, -magnitude, magnitude).astype(np.int16)


def _a_law_values() -> Samples:
    inverted = _CODES ^ 0x55
    exponent, mantissa = inverted >> 4 & 7, inverted & 15
    linear, curved = 16 * mantissa + 8, (16 * mantissa + 264) << np.maximum(exponent - 1, 0)
    magnitude = np.where(exponent, curved, linear)
    return np.where(inverted & 0x80, magnitude, -magnitude).astype(np.int16)


class Law:
    """One of the two; `decode` and `encode` take and give whole arrays."""

    def __init__(self, values: Samples):
        self._values = values
        self._codes = _nearest(values)

    def decode(self, data: bytes) -> Samples:
        """A byte a sample; any byte is a sample."""
        return np.asarray(self._values[np.frombuffer(data, np.uint8)])

    def encode(self, samples: Samples) -> bytes:
        """A sample a byte."""
        return bytes(self._codes[samples.view(np.uint16)])


def _nearest(values: Samples) -> NDArray[np.uint8]:
    """The code of each sample, by its 16 bits; of two that are as near, the one that is higher."""
    order = np.argsort(values, kind="stable")
    ascending = values[order].astype(np.int64)
    samples = np.arange(65536, dtype=np.uint16).view(np.int16).astype(np.int64)
    places = np.searchsorted(ascending[:-1] + ascending[1:], 2 * samples, side="right")
    return np.asarray(order[places], np.uint8)


MU_LAW = Law(_mu_law_values())
A_LAW = Law(_a_law_values())
