from __future__ import annotations

import numpy as np

from channels.audio.pcm import Samples
from channels.ear import Ear
from channels.engines.fakes import LoudnessDetector

RANDOM = np.random.default_rng(1)


class Lingering(LoudnessDetector):
    """Hears a voice in everything."""

    def open(self) -> LoudnessDetector:
        return self

    def probability(self, frame: Samples) -> float:
        return 1.0


def noise(level: float, frames: int) -> Samples:
    return np.rint(RANDOM.normal(0, level, 320 * frames)).astype(np.int16)


def test_the_bare_noise_of_the_line_is_silence_whatever_the_detector_says() -> None:
    ear = Ear(16000, 16000, Lingering())
    line, voice = noise(30, 30), noise(3000, 20)
    judged = [speech for _, speech in ear.hear(np.concatenate([line, voice, line]), 5000)]
    assert np.mean(judged[:30]) < 0.2
    assert judged[30:50] == [1.0] * 20
    assert np.mean(judged[50:]) < 0.2


def test_frames_at_the_engines_rate_come_of_chunks_at_the_callers() -> None:
    ear = Ear(48000, 16000, LoudnessDetector())
    heard = [frame for _ in range(50) for frame, _ in ear.hear(np.ones(960, np.int16), 5000)]
    assert {len(frame) for frame in heard} == {320}
    assert len(ear.last(100)) == 1600
    assert 48 <= len(heard) <= 50
