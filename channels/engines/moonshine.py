"""Moonshine, an English recognizer for short utterances (Useful Sensors, MIT license).

The model is the tiny one that the package moonshine-voice carries. Its own library is not used:
it is not safe to share between threads, keeps the probabilities to itself and searches greedily.
Here the networks run in onnxruntime under a beam search, and what may be digits is searched a
second time, among digits only. docs/engines.md has what that gains.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from channels.engines import packages
from channels.engines.beam import Floats, Hypothesis, search
from channels.engines.digit_grammar import SPACE, DigitGrammar
from channels.engines.interfaces import EngineInfo, Samples, Transcript
from channels.engines.moonshine_network import END, START, Decoding, Network
from channels.engines.redecoding import Redecoding
from channels.errors import ModelError
from channels.options import number, read

REQUIREMENT = "moonshine-voice"
REMEDY = packages.mend(REQUIREMENT)
TOKENS_PER_S = 6.5
"""More is a decoder running in circles (section 3.3 of the paper)."""
SHORTEST_S = 0.1
MISHEARD_TOKENS = 2
FEWEST_HEARD = 2
"""Who says a number unasked is heard with two digits at least; one alone is the word "to"."""
NOTHING = "you"
"""What the model writes for noise and for silence; no caller says just this."""


@dataclass(frozen=True)
class Options:
    threads: int = number(1, low=1, high=32)
    beam: int = number(4, low=1, high=16)
    sure: float = number(0.7, low=0.0, high=1.0)
    digit_cost: float = number(2.0, low=0.0, high=20.0)
    expected_digit_cost: float = number(3.0, low=0.0, high=20.0)


class Moonshine:
    """The loaded model; any number of threads may decode at once."""

    sample_rate_hz = 16000

    def __init__(self, settings: Mapping[str, Any], language: str = "en"):
        self._options = read(Options, "asr", settings)
        if language.lower().split("-")[0] != "en":
            raise ModelError(f"Moonshine knows English only, not {language}; use vosk or whisper")
        folder = packages.folder("moonshine_voice", REQUIREMENT) / "assets/tiny-en"
        self._network = Network(folder, self._options.threads, REMEDY)
        self._grammar = DigitGrammar.of(self._network.vocabulary, END)
        self.info = EngineInfo("moonshine", "tiny-en", packages.version_of("moonshine-voice"))
        self._decode(np.zeros(self.sample_rate_hz, np.int16), quick=False, expected=True)

    def open(self, phrases: Sequence[str] = (), digits: bool = False) -> Redecoding:
        """`digits` makes digits likelier; `phrases` are not used."""

        def decode(samples: Samples, quick: bool) -> Transcript:
            return self._decode(samples, quick, digits)

        return Redecoding(decode, self.sample_rate_hz)

    def _decode(self, samples: Samples, quick: bool, expected: bool) -> Transcript:
        """Greedy first; then digits where there may be some, or a beam where it is unsure."""
        if len(samples) < SHORTEST_S * self.sample_rate_hz:
            return Transcript("")
        heard = self._network.encode(samples.astype(np.float32) / 32768)
        limit = int(len(samples) / self.sample_rate_hz * TOKENS_PER_S) + 4
        free = self._search(heard, 1, limit)
        if quick:
            return self._spell(free)
        digits = self._digits(heard, free, limit, expected)
        if digits is None and min(free.logs, default=0.0) < np.log(self._options.sure):
            free = self._search(heard, self._options.beam, limit)
            digits = self._digits(heard, free, limit, expected)
        return digits or self._spell(free)

    def _search(self, heard: Floats, width: int, limit: int) -> Hypothesis:
        found = search(Decoding(self._network, heard), [START], END, width, limit)
        return found or Hypothesis()

    def _digits(
        self, heard: Floats, free: Hypothesis, limit: int, expected: bool
    ) -> Transcript | None:
        """`free` with its digits heard as digits, unless that is too unlikely."""
        least = 1 if expected else FEWEST_HEARD
        at, cost = self._grammar.first(free.tokens, least), self._options.digit_cost
        if at is None:
            # Nothing sounds like a digit; if one was asked for, it is looked for all the same.
            return self._digits_from(heard, free, 0, limit, cost) if expected else None
        if expected:
            cost = self._options.expected_digit_cost
        # A word or less in front ("Or zero zero ...") may be a digit that was misheard.
        begins = (0, at) if 0 < at <= MISHEARD_TOKENS else (at,)
        found = (self._digits_from(heard, free, begin, limit, cost) for begin in begins)
        return next((digits for digits in found if digits), None)

    def _digits_from(
        self, heard: Floats, free: Hypothesis, at: int, limit: int, cost: float
    ) -> Transcript | None:
        start = [START, *free.tokens[:at]]
        decoding, width = Decoding(self._network, heard), self._options.beam
        found = search(decoding, start, END, width, 2 * limit, self._grammar)
        if found is None:
            return None
        lost = sum(free.logs[at:]) - found.score
        if lost > cost * self._grammar.count(found.tokens):
            return None
        digits = self._grammar.spoken(found)
        if {word for word, _ in digits} == {"oh"}:  # a hum
            return None
        return self._spell(free.until(at), digits)

    def _spell(
        self, hypothesis: Hypothesis, digits: Sequence[tuple[str, float]] = ()
    ) -> Transcript:
        """The text of a hypothesis, and digits that follow it."""
        pairs = [*self._words(hypothesis), *digits]
        text = " ".join(word for word, _ in pairs)
        if not pairs or text.strip(" .!?").lower() == NOTHING:
            return Transcript("")
        confidences = tuple(sure for _, sure in pairs)
        return Transcript(text, sum(confidences) / len(pairs), confidences)

    def _words(self, hypothesis: Hypothesis) -> list[tuple[str, float]]:
        """Its words; one is as sure as its least sure token."""
        words: list[tuple[bytes, float]] = []
        for token, sure in zip(hypothesis.tokens, hypothesis.sure, strict=True):
            spelled = b"" if token == END else self._network.vocabulary[token]
            if spelled.startswith(SPACE.encode()) or not words:
                words.append((spelled, sure))
            elif spelled:
                words[-1] = (words[-1][0] + spelled, min(words[-1][1], sure))
        texts = [word.decode(errors="replace").replace(SPACE, " ").strip() for word, _ in words]
        return [(text, sure) for text, (_, sure) in zip(texts, words, strict=True) if text]
