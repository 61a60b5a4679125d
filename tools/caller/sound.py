"""Sound of a call: WAV files, what can be heard, and where a voice begins and ends.

Audio is int16 mono in numpy arrays of shape (samples,).
"""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

Samples = NDArray[np.int16]

AUDIBLE = 131  # samples up to this, -48 dBFS, count as silence
WINDOW_S = 0.010
BELOW_LOUD_DB = 30.0  # voice lies within this of the loudest windows
OVER_NOISE_DB = 8.0  # and this much over the quietest ones


class SoundError(Exception):
    """A recording that cannot be used; says which and why."""


def silence(samples: int = 0) -> Samples:
    return np.zeros(samples, np.int16)


def resample(samples: Samples, rate_hz: int, new_rate_hz: int) -> Samples:
    if rate_hz == new_rate_hz or len(samples) == 0:
        return samples
    return np.asarray(soxr.resample(samples, rate_hz, new_rate_hz), np.int16)


def read_wav(path: Path, rate_hz: int) -> Samples:
    """The first channel of a 16-bit PCM WAV file, at `rate_hz`. Raises SoundError."""
    try:
        with wave.open(str(path), "rb") as file:
            if file.getsampwidth() != 2:
                raise SoundError(f"{path}: is not 16-bit PCM; convert it with sox IN -b 16 OUT.wav")
            samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
            first = samples[:: file.getnchannels()].astype(np.int16)
            return resample(first, file.getframerate(), rate_hz)
    except (OSError, EOFError, wave.Error) as error:
        raise SoundError(f"{path}: cannot be read as a WAV file ({error})") from error


def write_wav(path: Path, rate_hz: int, left: Samples, right: Samples) -> None:
    """Two channels, 16-bit; the shorter one is filled with silence."""
    stereo = np.zeros((max(len(left), len(right)), 2), "<i2")
    stereo[: len(left), 0], stereo[: len(right), 1] = left, right
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(stereo.tobytes())


def audible(samples: Samples) -> NDArray[np.intp]:
    """Positions of the samples that can be heard."""
    return np.flatnonzero(np.abs(samples.astype(np.int32)) > AUDIBLE)


def voiced_span(samples: Samples, rate_hz: int, name: str) -> tuple[int, int]:
    """First and one-past-last voiced sample, by energy.

    Raises SoundError, with the recording's name, if there is no voice.

    A window is voiced if it is near the loudest in level, clear of the noise floor, and has a
    voiced neighbour, so that a click is not taken for a word.
    """
    size = round(rate_hz * WINDOW_S)
    count = len(samples) // size
    if count == 0:
        raise SoundError(f"{name}: is empty")
    windows = samples[: count * size].reshape(count, size).astype(np.float64)
    level = np.sqrt((windows**2).mean(axis=1))
    loud, floor = np.percentile(level, 95), np.percentile(level, 10)
    noise = min(floor * 10 ** (OVER_NOISE_DB / 20), loud / 2)
    over = np.pad(level > max(loud / 10 ** (BELOW_LOUD_DB / 20), noise, AUDIBLE / 2), 1)
    voiced = np.flatnonzero(over[1:-1] & (over[:-2] | over[2:]))
    if len(voiced) == 0:
        raise SoundError(f"{name}: no voice is to be heard in it")
    return int(voiced[0]) * size, int(voiced[-1] + 1) * size
