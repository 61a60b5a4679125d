"""What happens to a voice's samples before they leave. PURE.

Audio is float32 mono in -1..1, in numpy arrays of shape (samples,).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator

import numpy as np
import soxr
from numpy.typing import NDArray

Samples = NDArray[np.float32]

SILENCE = 0.003
"""-50 dBFS: below it nobody hears anything on a telephone."""
MARGIN_MS = 10
"""Left of the silence before and after a sentence, so that a soft sound is not clipped."""


def trimmed(chunks: Iterable[Samples], sample_rate_hz: int) -> Iterator[Samples]:
    """The chunks without the silence before their first sound and after their last.

    Silence within is kept: it is held back until a later chunk shows that it was within.
    """
    margin = sample_rate_hz * MARGIN_MS // 1000
    held: Samples = np.zeros(0, np.float32)
    begun = False
    for chunk in chunks:
        held = np.concatenate([held, chunk])
        loud = np.flatnonzero(np.abs(held) > SILENCE)
        if not len(loud):
            held = held if begun else held[-margin:]
            continue
        start = 0 if begun else max(0, int(loud[0]) - margin)
        begun, end = True, int(loud[-1]) + 1
        yield held[start:end]
        held = held[end:]
    if begun:
        yield held[:margin]


def silence(duration_ms: int, sample_rate_hz: int) -> Samples:
    return np.zeros(sample_rate_hz * duration_ms // 1000, np.float32)


def pcm(samples: Samples) -> bytes:
    """Signed 16 bit, little-endian; what is too loud is clipped."""
    return (np.clip(samples, -1.0, 1.0) * 32767).astype("<i2").tobytes()


class Resampler:
    """One signal, as PCM, at another rate; a chunk's end may come with the next."""

    def __init__(self, from_hz: int, to_hz: int):
        self._stream: soxr.ResampleStream | None = None
        if from_hz != to_hz:
            self._stream = soxr.ResampleStream(from_hz, to_hz, 1, dtype="float32", quality="HQ")

    def more(self, data: bytes, last: bool = False) -> bytes:
        if self._stream is None:
            return data
        samples = np.frombuffer(data, "<i2") / np.float32(32767)
        return pcm(self._stream.resample_chunk(samples, last=last))

    def rest(self) -> bytes:
        """After the last chunk."""
        return self.more(b"", last=True)


def wav_header(sample_rate_hz: int) -> bytes:
    """A WAV header for 16 bit mono of a length not known yet.

    Both lengths are 0xFFFFFFFF, as OpenAI's server and ffmpeg write them into a stream:
    http://soundfile.sapp.org/doc/WaveFormat/ gives the layout.
    """
    unknown, pcm_format, channels, width = 0xFFFFFFFF, 1, 1, 2
    rates = (sample_rate_hz, sample_rate_hz * width * channels)
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, pcm_format, channels, *rates, width, 8 * width)
    riff = struct.pack("<4sI4s", b"RIFF", unknown, b"WAVE")
    return riff + form + struct.pack("<4sI", b"data", unknown)
