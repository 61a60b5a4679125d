"""What the caller's audio goes through before the turn core hears of it."""

from __future__ import annotations

from collections.abc import Iterator

from channels import metrics
from channels.audio.chunks import Frames, Intake, Recent
from channels.audio.noise_floor import NoiseFloor
from channels.audio.pcm import Resampler, Samples
from channels.engines.interfaces import Detector

RECENT_MS = 1000
"""Audio kept from before an utterance."""


class Ear:
    """One call's: chunks of any size at the caller's rate become judged frames at the engines'.

    A detector remembers a voice for some frames after its end, the longer the noisier the line; a
    frame of bare line noise is silence whatever it says.
    """

    def __init__(self, caller_hz: int, engines_hz: int, detector: Detector):
        self._caller_hz, self._engines_hz = caller_hz, engines_hz
        self._intake = Intake(caller_hz)
        self._resample = Resampler(caller_hz, engines_hz)
        self._frames = Frames(detector.frame_samples)
        self._recent = Recent(RECENT_MS * engines_hz // 1000)
        self._detection = detector.open()
        self._noise = NoiseFloor(detector.frame_samples, engines_hz)

    def hear(self, samples: Samples, now_ms: float) -> Iterator[tuple[Samples, float]]:
        """The frames that are complete with these samples, each with its speech probability."""
        dropped = self._intake.dropped
        for chunk in self._intake(samples, now_ms):
            for frame in self._frames(self._resample(chunk)):
                self._recent.add(frame)
                speech = self._detection.probability(frame)
                yield frame, 0.0 if self._noise.bare(frame) else speech
        metrics.audio_dropped_s.inc((self._intake.dropped - dropped) / self._caller_hz)

    def last(self, ms: int) -> Samples:
        """The last `ms` of what was heard, less if there was no more."""
        return self._recent.last(ms * self._engines_hz // 1000)
