"""What a voice must be, and the voice that the settings name.

Audio is float32 mono in -1..1, in numpy arrays of shape (samples,).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from speech.settings import DEFAULT_MODEL, Settings

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class VoiceInfo:
    """What /health and /v1/models show. `revision` changes whenever the audio would."""

    engine: str
    model: str
    device: str
    revision: str
    voices: tuple[str, ...]
    speeds: bool = True
    """False where the model speaks at its own pace only."""


class Voice(Protocol):
    """A loaded model. Blocks; safe to use from `at_once` threads at the same time."""

    info: VoiceInfo
    sample_rate_hz: int
    at_once: int

    def speak(self, text: str, voice: str, speed: float) -> Iterator[Samples]:
        """One sentence's audio in pieces; the same text gives the same audio.

        `voice` is one of `info.voices`; `speed` is 1.0 for the model's own pace, 2.0 for twice
        as fast.
        """


def load(settings: Settings) -> Voice:
    """The voice of the settings; takes seconds. Raises ModelError.

    Imports torch and the engine only here, so that a broken setting is refused at once.
    """
    if settings.model == DEFAULT_MODEL or settings.model.endswith(".onnx"):
        from speech.voices.piper import PiperVoice

        return PiperVoice(settings)
    from speech.voices.coqui import CoquiVoice

    return CoquiVoice(settings)
