"""Vosk, the streaming recognizer (Kaldi; Apache-2.0): true partials and word confidences.

https://alphacephei.com/vosk/. Version 0.3.45 cannot be told when speech ends: voice activity
decides that outside, and `Result` pieces that its own endpointer cuts off are joined here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from channels.engines import packages, vosk_models
from channels.engines.interfaces import EngineInfo, Samples, Transcript
from channels.engines.redecoding import join
from channels.errors import ModelError, RecognitionError
from channels.options import read, text

UNKNOWN = "[unk]"
"""In a grammar: anything else. Some models do not have it."""


@dataclass(frozen=True)
class Options:
    model: str | None = text(None, "the name of a Vosk model, or the folder of one")
    folder: str = text("models/vosk", "the folder that holds Vosk models")
    url: str = text(vosk_models.SITE, "the address that Vosk models are downloaded from")


class Vosk:
    """The loaded model; each utterance has a decoder of its own, so that threads may share it."""

    sample_rate_hz = 16000

    def __init__(self, settings: Mapping[str, Any], language: str = "en"):
        options = read(Options, "asr", settings)
        store = vosk_models.Store(Path(options.folder), options.url)
        path = store.get(options.model, language)
        self._model = load(path, self.sample_rate_hz, store.remedy(path.name))
        self.info = EngineInfo("vosk", path.name, packages.version_of("vosk"))

    def open(self, phrases: Sequence[str] = (), digits: bool = False) -> VoskHearing:
        """A model with a static graph hears everything, whatever the `phrases`."""
        return VoskHearing(self._model, self.sample_rate_hz, phrases)


def load(path: Path, sample_rate_hz: int, remedy: str) -> Any:
    """A vosk.Model that has decoded once. Raises ModelError."""
    import vosk

    vosk.SetLogLevel(-1)
    try:
        model = vosk.Model(str(path))
        # A model may load without its graph; only decoding tells.
        hearing = VoskHearing(model, sample_rate_hz, ())
        hearing.feed(np.zeros(sample_rate_hz // 2, np.int16))
        hearing.final()
        return model
    # vosk raises plain Exception.
    except Exception as error:
        raise ModelError(f"the Vosk model {path} is damaged; mend it with: {remedy}") from error


class VoskHearing:
    """A decoder, the pieces that its endpointer has finished, and the text of the open rest."""

    def __init__(self, model: Any, sample_rate_hz: int, phrases: Sequence[str]):
        import vosk

        unknown = [UNKNOWN] if model.vosk_model_find_word(UNKNOWN) >= 0 else []
        grammar = [json.dumps([*phrases, *unknown], ensure_ascii=False)] if phrases else []
        self._decoder = vosk.KaldiRecognizer(model, sample_rate_hz, *grammar)
        self._decoder.SetWords(True)
        self._pieces: list[Transcript] = []

    def feed(self, samples: Samples) -> None:
        if self._accept(samples):
            self._pieces.append(transcript(self._decoder.Result()))

    def partial(self) -> Transcript:
        open_text = json.loads(self._decoder.PartialResult()).get("partial", "")
        return join([*self._pieces, Transcript(without_unknown(open_text))])

    def final(self) -> Transcript:
        """What was heard so far; the decoder forgets it, so it is kept as a finished piece."""
        self._pieces.append(transcript(self._decoder.FinalResult()))
        return join(self._pieces)

    def close(self) -> None:
        self._decoder = None

    def _accept(self, samples: Samples) -> bool:
        try:
            return bool(self._decoder.AcceptWaveform(samples.astype("<i2").tobytes()))
        except Exception as error:
            raise RecognitionError("Vosk could not process the audio of an utterance") from error


def transcript(result: str) -> Transcript:
    """Vosk's JSON: `{"text": ..., "result": [{"word": ..., "conf": ...}, ...]}`."""
    words = [w for w in json.loads(result).get("result", []) if w["word"] != UNKNOWN]
    confidences = tuple(float(word["conf"]) for word in words)
    mean = sum(confidences) / len(confidences) if confidences else None
    return Transcript(" ".join(word["word"] for word in words), mean, confidences)


def without_unknown(text: str) -> str:
    return " ".join(word for word in text.split() if word != UNKNOWN)
