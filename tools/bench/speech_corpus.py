"""Speech with known text for the recognition benchmark: real recordings and synthetic callers.

Real: the WAVs that moonshine-voice carries and those of Debian's pocketsphinx-testdata. Synthetic:
flite's voices, made into telephone callers with sox (300-3400 Hz, mu-law, 8 kHz).
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16000
POCKETSPHINX = Path("/usr/share/pocketsphinx/test/data")
VOICES = ("slt", "rms", "awb")
CONDITIONS = ("clean", "telephone", "noise")
SNR_DB = 15.0
PADDING = ("pad", "0.1", "0.3")
TWO_CITIES = """
It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of
foolishness, it was the epoch of belief, it was the epoch of incredulity, it was the season of
light, it was the season of darkness, it was the spring of hope, it was the winter of despair, we
had everything before us, we had nothing before us, we were all going direct to heaven, we were all
going direct the other way, in short, the period was so far like the present period, that some of
its noisiest authorities insisted on its being received, for good or for evil, in the superlative
degree of comparison only."""
BECKETT = "Ever tried. Ever failed. No matter. Try again. Fail again. Fail better."
LINES = (
    "what is my balance",
    "I would like to check my savings account",
    "I lost my credit card",
    "can you block my debit card please",
    "what are my recent transactions",
    "I want to talk to a person",
    "where is the nearest branch",
    "could you repeat that",
    "no that was all thank you",
    "yes please",
)
ACCOUNTS = ("40017733", "40025512", "40031940", "40048803", "40059123", "40062275")
PINS = ("4821", "9034", "2766", "5150")
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

Samples = NDArray[np.int16]


@dataclass(frozen=True)
class Utterance:
    """What was said, by whom, and how it sounds; `kind` is "speech", "account" or "PIN"."""

    kind: str
    condition: str
    voice: str
    text: str
    samples: Samples

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE_HZ


def real_speech() -> Iterator[Utterance]:
    """Recordings of people; those that are not installed are left out."""
    for path, text, raw_hz in _recordings():
        if path.is_file():
            form = ("-t", "raw", "-r", str(raw_hz), "-e", "signed", "-b", "16") if raw_hz else ()
            yield Utterance("speech", "real", path.stem, text, sox(*form, str(path)))


def callers(voices: tuple[str, ...] = VOICES) -> Iterator[Utterance]:
    """Every line, account number and PIN in every voice and condition."""
    said = [("speech", line, line) for line in LINES]
    said += [("account", number, spoken(number)) for number in ACCOUNTS]
    said += [("PIN", number, spoken(number)) for number in PINS]
    for kind, text, words in said:
        for voice in voices:
            clean = speak(words, voice)
            for condition in CONDITIONS:
                yield Utterance(kind, condition, voice, text, over(clean, condition))


def spoken(digits: str) -> str:
    return " ".join(WORDS[int(digit)] for digit in digits)


def speak(words: str, voice: str) -> Samples:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        subprocess.run(["flite", "-voice", voice, "-t", words, "-o", path], check=True)
        return sox(str(path), effects=("norm", "-9", *PADDING))


def over(samples: Samples, condition: str) -> Samples:
    """The samples as they arrive in a condition."""
    if condition == "clean":
        return samples
    if condition == "noise":
        samples = with_noise(samples)
    raw = ("-t", "raw", "-r", str(RATE_HZ), "-e", "signed", "-b", "16", "-")
    coded = ("-t", "raw", "-r", "8000", "-e", "mu-law", "-b", "8", "-")
    line = _run("sox", "-D", *raw, *coded, "sinc", "300-3400", given=samples.tobytes())
    return sox(*coded, given=line)


def with_noise(samples: Samples) -> Samples:
    """Pink noise SNR_DB below the speech; the same every time."""
    white = np.random.default_rng(1).normal(size=len(samples))
    spectrum = np.fft.rfft(white) / np.sqrt(np.maximum(np.arange(len(white) // 2 + 1), 20))
    noise = np.fft.irfft(spectrum, len(samples))
    loud = np.sqrt((samples.astype(np.float64) ** 2).mean() / 10 ** (SNR_DB / 10))
    mixed = samples + noise * loud / np.sqrt((noise**2).mean())
    return np.asarray(np.clip(np.rint(mixed), -32768, 32767), np.int16)


def sox(*source: str, effects: tuple[str, ...] = (), given: bytes | None = None) -> Samples:
    """Any audio as samples at RATE_HZ."""
    target = ("-t", "raw", "-r", str(RATE_HZ), "-c", "1", "-e", "signed", "-b", "16", "-")
    data = _run("sox", "-D", *source, *target, *effects, given=given)
    return np.frombuffer(data, "<i2").astype(np.int16)


def _run(*command: str, given: bytes | None = None) -> bytes:
    done = subprocess.run(command, input=given, stdout=subprocess.PIPE, check=True)
    return done.stdout


def _recordings() -> Iterator[tuple[Path, str, int]]:
    """Path, text, and the rate where the file is raw."""
    spec = find_spec("moonshine_voice")
    if spec and spec.origin:
        assets = Path(spec.origin).parent / "assets"
        yield assets / "two_cities.wav", " ".join(TWO_CITIES.split()), 0
        yield assets / "beckett.wav", BECKETT, 0
    yield POCKETSPHINX / "goforward.raw", "go forward ten meters", 16000
    transcription = POCKETSPHINX / "librivox/transcription"
    lines = transcription.read_text().splitlines() if transcription.is_file() else ()
    for line in lines:
        text, _, name = line.rstrip(")").rpartition(" (")
        said = text.removeprefix("<s>").removesuffix("</s>").strip()
        yield transcription.with_name(f"{name}.wav"), said, 0
