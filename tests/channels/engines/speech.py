"""Callers for the tests of the real engines: flite and espeak-ng through a telephone."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path
from subprocess import run

import numpy as np

from channels.engines.interfaces import Recognizer, Samples, Transcript
from tools.bench.speech_corpus import over, sox, speak

CHUNK = 320


@lru_cache
def telephone(words: str, voice: str = "rms") -> Samples:
    return over(speak(words, voice), "telephone")


@lru_cache
def korean(words: str) -> Samples:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        run(["espeak-ng", "-v", "ko", "-w", path, words], check=True)
        return sox(str(path), effects=("pad", "0.2", "0.3"))


def hear(
    recognizer: Recognizer, samples: Samples, phrases: tuple[str, ...] = (), digits: bool = False
) -> Transcript:
    """The final text of an utterance that arrives in pieces of 20 ms."""
    hearing = recognizer.open(phrases, digits)
    for at in range(0, len(samples), CHUNK):
        hearing.feed(samples[at : at + CHUNK])
    final = hearing.final()
    hearing.close()
    return final


def words(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum() or c == " ").strip()


def pink_noise(seconds: float, dbfs: float, seed: int = 1) -> Samples:
    rng = np.random.default_rng(seed)
    spectrum = np.fft.rfft(rng.normal(size=round(seconds * 16000)))
    noise = np.fft.irfft(spectrum / np.sqrt(np.arange(1, len(spectrum) + 1)))
    loud = 32768 * 10 ** (dbfs / 20) / np.sqrt((noise**2).mean())
    return np.asarray(np.rint(noise * loud), np.int16)
