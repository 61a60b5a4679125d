from __future__ import annotations

import numpy as np
import pytest

from channels.audio.noise_floor import SILENT_DB, NoiseFloor, level_db
from channels.audio.pcm import Samples

RATE_HZ, FRAME = 16000, 512
RANDOM = np.random.default_rng(1)


def noise(level_dbfs: float, samples: int = FRAME) -> Samples:
    scaled = RANDOM.normal(0, 32768 * 10 ** (level_dbfs / 20), samples)
    return np.clip(np.rint(scaled), -32768, 32767).astype(np.int16)


def heard(floor: NoiseFloor, level_dbfs: float, frames: int) -> float:
    """The share of so many frames of this level that are the line's bare noise."""
    return float(np.mean([floor.bare(noise(level_dbfs)) for _ in range(frames)]))


@pytest.mark.parametrize("line_dbfs", [-70, -60, -50, -40])
def test_noise_of_the_line_is_told_from_a_voice_above_it(line_dbfs: float) -> None:
    floor = NoiseFloor(FRAME, RATE_HZ)
    assert heard(floor, line_dbfs, 60) > 0.95
    assert heard(floor, line_dbfs + 10, 30) == 0
    assert heard(floor, line_dbfs, 30) > 0.95


def test_a_line_that_gets_louder_is_followed_within_seconds() -> None:
    floor = NoiseFloor(FRAME, RATE_HZ)
    heard(floor, -60, 60)
    assert heard(floor, -45, 60) == 0
    heard(floor, -45, 40)
    assert heard(floor, -45, 30) > 0.95


def test_what_a_codec_makes_of_digital_silence_is_bare_and_a_soft_voice_is_not() -> None:
    floor = NoiseFloor(FRAME, RATE_HZ)
    assert floor.bare(np.zeros(FRAME, np.int16))
    assert floor.bare(noise(-70))
    assert not floor.bare(noise(-55))
    assert floor.bare(np.zeros(FRAME, np.int16))


def test_levels_are_relative_to_full_scale() -> None:
    assert level_db(np.full(FRAME, -32768, np.int16)) == 0
    assert level_db(np.full(FRAME, 3277, np.int16)) == pytest.approx(-20, abs=0.01)
    assert level_db(np.zeros(FRAME, np.int16)) == SILENT_DB
