"""Voice activity detection: silero (a small neural network, the default) and webrtc (a classic).

docs/engines.md compares them: cost, onset, false starts, missed endings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from channels.engines import onnx, packages
from channels.engines.interfaces import EngineInfo, Samples
from channels.engines.options import number, read

SILERO_STATE = (1, 1, 128)
SILERO_CONTEXT = 64
"""The model sees the last samples of the frame before in front of each frame."""
NOISE = 0.001
"""Of full scale: -60 dBFS."""
SILENCE = 0.1
"""A lower probability is silence..."""
FORGETS_AFTER = 31
"""...of which so many frames, a second, end what the network should remember."""
REMEDY = packages.mend("faster-whisper")


@dataclass(frozen=True)
class NoOptions:
    """An engine with nothing to set."""


class Silero:
    """Silero VAD version 6 (MIT license), the ONNX file that faster-whisper carries.

    https://github.com/snakers4/silero-vad; frames of 32 ms at 16 kHz.
    """

    sample_rate_hz = 16000
    frame_samples = 512

    def __init__(self, settings: Mapping[str, Any]):
        read(NoOptions, "vad", settings)
        path = packages.folder("faster_whisper", "faster-whisper") / "assets/silero_vad_v6.onnx"
        self.session = onnx.session(path, threads=1, remedy=REMEDY)
        self.info = EngineInfo("silero", path.stem, packages.version_of("faster-whisper"))
        self.open().probability(np.zeros(self.frame_samples, np.int16))

    def open(self) -> SileroDetection:
        return SileroDetection(self.session)


class SileroDetection:
    """The network's memory of one call.

    After twenty seconds of digital silence the network gives speech half the probability that it
    has after two. So a second of silence makes it forget, and it never hears silence without
    noise.
    """

    def __init__(self, session: Any):
        self._session = session
        self._context = np.zeros(SILERO_CONTEXT, np.float32)
        self._floor = np.random.default_rng(0).normal(0, NOISE, Silero.frame_samples)
        self._forget()

    def _forget(self) -> None:
        self._h = self._c = np.zeros(SILERO_STATE, np.float32)
        self._silent = 0

    def probability(self, frame: Samples) -> float:
        scaled = (frame / 32768 + self._floor).astype(np.float32)
        seen = np.concatenate([self._context, scaled])[None]
        self._context = scaled[-SILERO_CONTEXT:]
        feed = {"input": seen, "h": self._h, "c": self._c}
        probability, self._h, self._c = self._session.run(None, feed)
        self._silent = self._silent + 1 if probability[0] < SILENCE else 0
        if self._silent >= FORGETS_AFTER:
            self._forget()
        return float(probability[0])


@dataclass(frozen=True)
class WebRtcOptions:
    aggressiveness: int = number(3, low=0, high=3)


class WebRtc:
    """The detector of Google's WebRTC: Gaussian mixtures over six bands; yes or no, 20 ms."""

    sample_rate_hz = 16000
    frame_samples = 320

    def __init__(self, settings: Mapping[str, Any]):
        self.options = read(WebRtcOptions, "vad", settings)
        version = packages.version_of("webrtcvad-wheels")
        self.info = EngineInfo("webrtc", "built in", version)
        self.open()

    def open(self) -> WebRtcDetection:
        return WebRtcDetection(self.options.aggressiveness, self.sample_rate_hz)


class WebRtcDetection:
    """The mixtures' adaptation to one call."""

    def __init__(self, aggressiveness: int, sample_rate_hz: int):
        import webrtcvad

        self._vad = webrtcvad.Vad(aggressiveness)
        self._rate_hz = sample_rate_hz

    def probability(self, frame: Samples) -> float:
        return float(self._vad.is_speech(frame.tobytes(), self._rate_hz))
