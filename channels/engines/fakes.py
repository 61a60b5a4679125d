"""Stand-ins for tests and for trying out a set-up: they are quick, exact and need no model.

recognizer = ScriptedRecognizer(texts=["what is my balance", "goodbye"])
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import numpy as np

from channels.engines.interfaces import EngineInfo, Samples, Transcript
from channels.errors import RecognitionError, SettingError, SynthesisError


class ScriptedRecognizer:
    """Hears a given text in each utterance, in the order in which they are opened.

    An entry may be a text, a Transcript or a RecognitionError, which `final` raises. After the
    last entry it hears nothing. Partials grow by a word for every 200 ms of audio.
    """

    sample_rate_hz = 16000

    def __init__(
        self,
        settings: Mapping[str, Any] | None = None,
        language: str = "en",
        texts: Sequence[str | Transcript | RecognitionError] = (),
    ):
        script = (settings or {}).get("texts", texts)
        if isinstance(script, str) or not isinstance(script, Sequence):
            raise SettingError("asr.texts", script, "a list of texts")
        self.info = EngineInfo("scripted", f"{len(script)} texts for {language}", "1")
        self.script = list(script)
        self.opened: list[ScriptedHearing] = []

    def open(self, phrases: Sequence[str] = (), digits: bool = False) -> ScriptedHearing:
        at = len(self.opened)
        entry = self.script[at] if at < len(self.script) else ""
        hearing = ScriptedHearing(entry, tuple(phrases), self.sample_rate_hz)
        self.opened.append(hearing)
        return hearing


class ScriptedHearing:
    """One scripted utterance; `fed` counts its samples, `closed` tells whether it was freed."""

    def __init__(
        self,
        entry: str | Transcript | RecognitionError,
        phrases: tuple[str, ...],
        sample_rate_hz: int,
    ):
        self.entry = Transcript(entry, 1.0) if isinstance(entry, str) else entry
        self.phrases = phrases
        self.fed = 0
        self.closed = False
        self._word_samples = sample_rate_hz // 5

    def feed(self, samples: Samples) -> None:
        self.fed += len(samples)

    def partial(self) -> Transcript:
        if isinstance(self.entry, RecognitionError):
            return Transcript("")
        words = self.entry.text.split()[: self.fed // self._word_samples]
        return Transcript(" ".join(words), self.entry.confidence)

    def final(self) -> Transcript:
        if isinstance(self.entry, RecognitionError):
            raise self.entry
        return self.entry

    def close(self) -> None:
        self.closed = True


class LoudnessDetector:
    """Speech is what is louder than -40 dBFS; exact, so that a test knows every frame's answer."""

    sample_rate_hz = 16000
    frame_samples = 320

    def __init__(self, settings: Mapping[str, Any] | None = None):
        self.info = EngineInfo("loudness", "-40 dBFS", "1")

    def open(self) -> LoudnessDetector:
        return self

    def probability(self, frame: Samples) -> float:
        return float(np.sqrt(np.mean(frame.astype(np.float64) ** 2)) > 328)


class ToneSynthesizer:
    """A tone of 60 ms for every letter, in pieces of 200 ms.

    `delays_s` are waited for before the pieces, in order; `fails` makes `speak` and `health`
    raise SynthesisError. `spoken` lists the texts, `kept` those that may be kept on disk, `stopped`
    those that were closed early; `needed_in_ms` goes with `spoken`.
    """

    def __init__(
        self,
        settings: Mapping[str, Any] | None = None,
        delays_s: Sequence[float] = (),
        fails: bool = False,
    ):
        self.info = EngineInfo("tone", "440 Hz", "1")
        self.delays_s = list(delays_s)
        self.fails = fails
        self.spoken: list[str] = []
        self.kept: list[str] = []
        self.needed_in_ms: list[int] = []
        self.stopped: list[str] = []

    async def speak(
        self, text: str, sample_rate_hz: int, keep: bool = False, needed_in_ms: int = 0
    ) -> AsyncIterator[Samples]:
        self.spoken.append(text)
        self.needed_in_ms.append(needed_in_ms)
        self.kept += [text] * keep
        try:
            for piece in self._pieces(text, sample_rate_hz):
                await asyncio.sleep(self.delays_s.pop(0) if self.delays_s else 0)
                self._check()
                yield piece
        except GeneratorExit:
            self.stopped.append(text)
            raise

    async def health(self) -> dict[str, Any]:
        self._check()
        return {"status": "ok"}

    async def close(self) -> None:
        """There is nothing to free."""

    def _check(self) -> None:
        if self.fails:
            raise SynthesisError("the tone synthesizer was told to fail")

    def _pieces(self, text: str, sample_rate_hz: int) -> list[Samples]:
        time_s = np.arange(round(len(text) * 0.06 * sample_rate_hz)) / sample_rate_hz
        tone = np.rint(8000 * np.sin(2 * np.pi * 440 * time_s)).astype(np.int16)
        step = sample_rate_hz // 5
        return [tone[at : at + step] for at in range(0, len(tone), step)]
