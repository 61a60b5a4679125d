"""Engines by name, or by the path of a class: `package.module.Class`.

A recognizer's class is called with its settings and the call's language, a detector's and a
synthesizer's with their settings. A class's module is imported when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, cast

from channels.engines.interfaces import Detector, Recognizer, Synthesizer
from channels.errors import SettingError

RECOGNIZERS = {
    "auto": "channels.engines.auto.recognizer",
    "moonshine": "channels.engines.moonshine.Moonshine",
    "vosk": "channels.engines.vosk.Vosk",
    "whisper": "channels.engines.whisper.Whisper",
    "scripted": "channels.engines.fakes.ScriptedRecognizer",
}
DETECTORS = {
    "silero": "channels.engines.detector.Silero",
    "webrtc": "channels.engines.detector.WebRtc",
    "loudness": "channels.engines.fakes.LoudnessDetector",
}
SYNTHESIZERS = {
    "coqui": "channels.engines.coqui.Coqui",
    "tone": "channels.engines.fakes.ToneSynthesizer",
}


def recognizer(settings: Mapping[str, Any], language: str) -> Recognizer:
    """The recognizer of the `asr:` mapping, loaded and warm. Raises SettingError, ModelError."""
    make = _named(RECOGNIZERS, "asr.name", settings.get("name") or "auto")
    return cast(Recognizer, make(settings, language))


def detector(settings: Mapping[str, Any]) -> Detector:
    """The detector of the `vad:` mapping, loaded and warm. Raises SettingError, ModelError."""
    return cast(Detector, _named(DETECTORS, "vad.name", settings.get("name") or "silero")(settings))


def synthesizer(settings: Mapping[str, Any]) -> Synthesizer:
    """The synthesizer of the `tts:` mapping. Raises SettingError."""
    make = _named(SYNTHESIZERS, "tts.name", settings.get("name") or "coqui")
    return cast(Synthesizer, make(settings))


def _named(known: Mapping[str, str], key: str, name: object) -> Any:
    allowed = f"{', '.join(sorted(known))}, or package.module.Class"
    path = known.get(str(name), str(name))
    module, _, attribute = path.rpartition(".")
    if not module:
        raise SettingError(key, name, allowed)
    try:
        return getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise SettingError(key, name, f"{allowed} ({error})") from error
