from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from channels.engines import registry
from channels.engines.fakes import LoudnessDetector, ScriptedRecognizer, ToneSynthesizer
from channels.errors import SettingError


class OurRecognizer(ScriptedRecognizer):
    """An engine of a user's own."""


def test_an_engine_is_found_by_its_name() -> None:
    engine = registry.recognizer({"name": "scripted", "texts": ["hello"]}, "en")
    assert isinstance(engine, ScriptedRecognizer)
    assert engine.open().final().text == "hello"


@pytest.mark.parametrize(
    ("make", "name", "kind"),
    [
        (lambda s: registry.recognizer(s, "en"), f"{__name__}.OurRecognizer", "OurRecognizer"),
        (registry.detector, "channels.engines.fakes.LoudnessDetector", "LoudnessDetector"),
        (registry.synthesizer, "channels.engines.fakes.ToneSynthesizer", "ToneSynthesizer"),
    ],
)
def test_an_engine_is_found_by_the_path_of_its_class(
    make: Callable[[Mapping[str, Any]], object], name: str, kind: str
) -> None:
    if name.startswith(__name__):
        sys.modules.setdefault(__name__, sys.modules[__name__])
    assert type(make({"name": name})).__name__ == kind


@pytest.mark.parametrize(
    "name",
    ["vsok", "no.such.module.Engine", "channels.engines.fakes.Nothing", 7, ".Engine", "a..B"],
)
def test_an_unknown_engine_is_refused_with_the_known_names(name: object) -> None:
    with pytest.raises(SettingError, match="moonshine.*package.module.Class") as refused:
        registry.recognizer({"name": name}, "en")
    assert refused.value.key == "asr.name"


@pytest.mark.parametrize(
    ("make", "settings", "key"),
    [
        (lambda s: registry.recognizer(s, "en"), {"name": "moonshine", "beam": 0}, "asr.beam"),
        (lambda s: registry.recognizer(s, "en"), {"name": "whisper", "beams": 1}, "asr.beams"),
        (lambda s: registry.recognizer(s, "en"), {"name": "vosk", "model": 1}, "asr.model"),
        (lambda s: registry.recognizer(s, "en"), {"thread": 1}, "asr.thread"),
        (lambda s: registry.recognizer(s, "en"), {"name": "scripted", "texts": "a"}, "asr.texts"),
        (registry.detector, {"threshold": 0.5}, "vad.threshold"),
        (registry.detector, {"name": "webrtc", "aggressiveness": 4}, "vad.aggressiveness"),
        (registry.synthesizer, {"timeout_s": 0}, "tts.timeout_s"),
        (registry.synthesizer, {"timout_s": 2}, "tts.timout_s"),
    ],
)
def test_a_setting_that_is_not_allowed_is_refused_by_its_key(
    make: Callable[[Mapping[str, Any]], object], settings: Mapping[str, Any], key: str
) -> None:
    with pytest.raises(SettingError) as refused:
        make(settings)
    assert refused.value.key == key


def test_fakes_are_engines_by_name() -> None:
    assert isinstance(registry.detector({"name": "loudness"}), LoudnessDetector)
    assert isinstance(registry.synthesizer({"name": "tone"}), ToneSynthesizer)


def test_no_engine_library_is_imported_before_it_is_named() -> None:
    code = (
        "import sys, channels.engines.registry as r; r.detector({'name': 'loudness'});"
        "print({'onnxruntime', 'vosk', 'faster_whisper', 'webrtcvad'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
