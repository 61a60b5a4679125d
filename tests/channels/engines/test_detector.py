"""The detectors on sounds that a telephone carries."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from channels.engines.detector import Silero, WebRtc
from channels.engines.interfaces import Detector, Samples
from tools.bench.speech_corpus import over

from .speech import pink_noise, telephone

HZ = 16000
THRESHOLD, GOES_ON = 0.35, 0.2
"""What docs/engines.md recommends."""
RNG = np.random.default_rng(1)


@pytest.fixture(scope="module")
def silero() -> Silero:
    return Silero({})


def probabilities(detector: Detector, samples: Samples) -> np.ndarray:
    detection, size = detector.open(), detector.frame_samples
    frames = [samples[at : at + size] for at in range(0, len(samples) - size + 1, size)]
    return np.array([detection.probability(frame) for frame in frames])


def longest_ms(detector: Detector, samples: Samples) -> float:
    """The longest stretch that is taken for speech."""
    longest = now = 0
    for voiced in probabilities(detector, samples) >= THRESHOLD:
        now = now + 1 if voiced else 0
        longest = max(longest, now)
    return longest * detector.frame_samples * 1000 / HZ


def on_a_line(sound: np.ndarray, dbfs: float, floor_dbfs: float) -> Samples:
    """A second of line noise, the sound, another second; as a telephone carries it."""
    gain = 32768 * 10 ** (dbfs / 20) / np.sqrt((sound**2).mean())
    line = pink_noise(2 + len(sound) / HZ, floor_dbfs).astype(np.float64)
    line[HZ : HZ + len(sound)] += sound * gain
    return over(np.clip(np.rint(line), -32768, 32767).astype(np.int16), "telephone")


def cough() -> np.ndarray:
    size = HZ // 4
    return RNG.normal(size=size) * np.exp(-np.arange(size) / (0.07 * HZ))


def keyboard() -> np.ndarray:
    clicks = np.zeros(HZ)
    for at in range(0, HZ - 160, HZ // 7):
        clicks[at : at + 160] += RNG.normal(size=160) * np.exp(-np.arange(160) / 48)
    return clicks


def burst() -> np.ndarray:
    return RNG.normal(size=HZ // 2)


@pytest.mark.parametrize("sound", [cough(), keyboard(), burst()], ids=["cough", "keys", "burst"])
@pytest.mark.parametrize("dbfs", [-25, -35])
@pytest.mark.parametrize("floor_dbfs", [-60, -45])
def test_what_is_no_speech_is_not_taken_for_it(
    silero: Silero, sound: np.ndarray, dbfs: float, floor_dbfs: float
) -> None:
    assert longest_ms(silero, on_a_line(sound, dbfs, floor_dbfs)) < 64


@pytest.mark.parametrize("dbfs", [-60, -50, -40, -35])
def test_line_noise_alone_is_not_speech(silero: Silero, dbfs: float) -> None:
    assert longest_ms(silero, over(pink_noise(3, dbfs), "telephone")) == 0


@pytest.mark.parametrize("voice", ["slt", "rms", "awb"])
@pytest.mark.parametrize("floor_dbfs", [-60, -40])
def test_speech_is_noticed_soon_and_to_its_end(
    silero: Silero, voice: str, floor_dbfs: float
) -> None:
    spoken = telephone("what are my recent transactions", voice)
    line = spoken + pink_noise(len(spoken) / HZ, floor_dbfs)[: len(spoken)]
    voiced = np.flatnonzero(probabilities(silero, line) >= THRESHOLD) * 32
    loud = np.flatnonzero(np.abs(spoken.astype(int)) > 600) * 1000 / HZ
    assert voiced[0] + 32 - loud[0] <= 160
    assert -160 <= voiced[-1] - loud[-1] <= 320  # what it lingers, the line's bare noise cuts off


@pytest.mark.parametrize("voice", ["slt", "rms", "awb"])
@pytest.mark.parametrize("seed", range(4))
def test_a_caller_is_heard_to_the_last_word_whatever_was_said_before(
    silero: Silero, voice: str, seed: int
) -> None:
    """The network for 16 kHz goes deaf in 1 of 20 such utterances, for a second and more."""
    question = telephone("what is my account balance?", voice)
    number = telephone("four, zero, zero, one, seven, seven, three, three.", voice)
    breaks_s = np.random.default_rng(seed).uniform(2, 12, 3)
    before, between, after = (np.zeros(round(s * HZ), np.int16) for s in breaks_s)
    call = np.concatenate([before, question, between, number, after])
    line = call + pink_noise(len(call) / HZ + 1, -60)[: len(call)]
    end = len(call) - len(after)
    spoken = probabilities(silero, line)[(end - len(number)) // 512 : end // 512]
    voiced = np.flatnonzero(spoken >= GOES_ON)
    assert np.diff(voiced).max() * 32 < 300
    assert voiced[0] * 32 < 600 and (len(spoken) - voiced[-1]) * 32 < 700


def test_each_call_has_a_memory_of_its_own(silero: Silero) -> None:
    sounds = [telephone("yes please", "slt"), pink_noise(1, -40), telephone("no", "awb")]
    alone = [probabilities(silero, sound) for sound in sounds]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda sound: probabilities(silero, sound), sounds * 4))
    for one, other in zip(alone * 4, together, strict=True):
        np.testing.assert_array_equal(one, other)


def test_webrtc_says_yes_to_speech_and_no_to_silence() -> None:
    webrtc = WebRtc({"aggressiveness": 3})
    assert probabilities(webrtc, telephone("yes please", "slt")).sum() > 20
    assert probabilities(webrtc, np.zeros(HZ, np.int16)).max() == 0


def test_a_voice_after_a_long_silence_is_as_clear_as_any(silero: Silero) -> None:
    voice = telephone("four zero zero one seven seven three three", "rms")
    after_s = {s: np.concatenate([np.zeros(s * HZ, np.int16), voice]) for s in (1, 30)}
    early, late = (probabilities(silero, samples) for samples in after_s.values())
    share = [float((p[-len(voice) // 512 :] >= THRESHOLD).mean()) for p in (early, late)]
    assert min(share) > 0.7 and abs(share[0] - share[1]) < 0.05
