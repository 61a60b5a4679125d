"""Run with `.venv-speech/bin/python -m pytest tests/speech`: Coqui is nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

import pytest

if find_spec("TTS") is None:
    collect_ignore_glob = ["*"]
else:
    import numpy as np

    from speech.settings import Settings
    from speech.voices.interface import Samples, Voice, VoiceInfo, load

    class ToneVoice:
        """A fake: each piece of text is a tone of 0.1 s a word, in chunks of 0.1 s."""

        info = VoiceInfo("tone", "tone", "cpu", "1", ("low", "high"))
        sample_rate_hz = 16000
        at_once = 1

        def __init__(self) -> None:
            self.spoken: list[str] = []

        def speak(self, text: str, voice: str, speed: float) -> Iterator[Samples]:
            self.spoken.append(text)
            if "fail" in text:
                raise RuntimeError(f"cannot say {text}")
            pitch_hz = 200 if voice == "low" else 400
            time_s = np.arange(int(1600 / speed), dtype=np.float32) / self.sample_rate_hz
            for _ in text.split():
                yield (0.5 * np.sin(2 * np.pi * pitch_hz * time_s)).astype(np.float32)

    @pytest.fixture
    def tone() -> ToneVoice:
        return ToneVoice()

    @pytest.fixture(scope="session")
    def joe() -> Voice:
        """The real voice."""
        return load(Settings())
