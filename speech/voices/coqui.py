"""Any Coqui model with torch, on CPU or GPU: by its name, or from a folder.

By name (`tts_models/en/ljspeech/vits`) Coqui downloads it from its publisher when it is first
used; a folder holds `config.json` and one `.pth`. Mind the licences: XTTS's weights, for one, are
for non-commercial use (CPML).
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import numpy as np
import torch
from TTS.api import TTS

from speech.errors import ModelError
from speech.settings import Settings
from speech.voices.interface import Samples, VoiceInfo

_ONLY_VOICE = "default"


class CoquiVoice:
    """A Voice; one piece of audio a sentence. Coqui's models keep state: one thread at a time."""

    at_once = 1

    def __init__(self, settings: Settings):
        """Loads the model, downloading it if need be. Raises ModelError."""
        if settings.device == "cuda" and not torch.cuda.is_available():
            raise ModelError("tts.device is cuda but torch sees no GPU here; set it to cpu")
        torch.set_num_threads(settings.threads)
        self._seed = settings.seed
        self._tts = _loaded(settings)
        self._model = self._tts.synthesizer.tts_model
        self._length_scale = getattr(self._model, "length_scale", None)
        self.sample_rate_hz = int(self._tts.synthesizer.output_sample_rate)
        self._language = settings.language if self._tts.is_multi_lingual else None
        version = metadata.version("coqui-tts")
        self.info = VoiceInfo(
            engine=f"coqui-tts {version} (torch)",
            model=settings.model,
            device=settings.device,
            revision="/".join([settings.model, str(settings.seed), settings.language, version]),
            voices=tuple(self._tts.speakers or [_ONLY_VOICE]),
            speeds=self._length_scale is not None,
        )

    def speak(self, text: str, voice: str, speed: float) -> Iterator[Samples]:
        """Seeds torch before each sentence, so that it does not depend on those before."""
        torch.manual_seed(self._seed)
        if self._length_scale is not None:
            self._model.length_scale = self._length_scale / speed
        speaker = voice if voice != _ONLY_VOICE else None
        with torch.inference_mode():
            audio = self._tts.synthesizer.tts(
                text, speaker_name=speaker, language_name=self._language, split_sentences=False
            )
        yield np.asarray(audio, np.float32)


def _loaded(settings: Settings) -> TTS:
    gpu, folder = settings.device == "cuda", Path(settings.model)
    try:
        if not folder.is_dir():
            return TTS(settings.model, progress_bar=False, gpu=gpu)
        (checkpoint,) = folder.glob("*.pth")
        config = folder / "config.json"
        return TTS(model_path=str(checkpoint), config_path=str(config), progress_bar=False, gpu=gpu)
    except (Exception, SystemExit) as error:  # Coqui and what it uses share no base class
        raise ModelError(
            f"Coqui cannot load the model {settings.model} ({type(error).__name__}: {error}); see "
            "the names with: .venv-speech/bin/tts --list_models, or set tts.model to a folder with "
            "config.json and one .pth, or leave it out for the voice that comes with this server"
        ) from error
