from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.audio.pcm import Resampler, Samples, from_bytes, to_bytes

RATES_HZ = (8000, 16000, 22050, 24000, 44100, 48000)


HELD_BACK_S = 0.065
"""What the filter wants to see beyond a sample, at most (8 kHz; at 48 kHz 0.022)."""


def tone(rate_hz: int, seconds: float, frequency_hz: float = 440.0) -> Samples:
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    return np.rint(8000 * np.sin(2 * np.pi * frequency_hz * time_s)).astype(np.int16)


@pytest.mark.parametrize(
    ("data", "samples"),
    [
        (b"", []),
        (b"\x01\x00", [1]),
        (b"\x00\x01", [256]),
        (b"\xff\xff\x00\x80\xff\x7f", [-1, -32768, 32767]),
    ],
)
def test_bytes_are_little_endian_signed_samples(data: bytes, samples: list[int]) -> None:
    assert from_bytes(data).tolist() == samples
    assert to_bytes(np.array(samples, np.int16)) == data


@given(st.binary().filter(lambda data: len(data) % 2 == 0))
def test_any_whole_samples_survive_the_round_trip(data: bytes) -> None:
    assert to_bytes(from_bytes(data)) == data


def test_half_a_sample_is_an_error() -> None:
    with pytest.raises(ValueError, match="buffer size"):
        from_bytes(b"\x01\x02\x03")


def test_samples_may_be_changed_without_changing_the_bytes() -> None:
    samples = from_bytes(b"\x01\x00")
    samples[0] = 7
    assert samples.tolist() == [7]


def test_the_same_rate_passes_through() -> None:
    samples = tone(16000, 0.1)
    assert Resampler(16000, 16000)(samples) is samples


@pytest.mark.parametrize("from_hz", RATES_HZ)
@pytest.mark.parametrize("to_hz", [8000, 16000])
def test_a_second_stays_about_a_second(from_hz: int, to_hz: int) -> None:
    resampled = Resampler(from_hz, to_hz)(tone(from_hz, 1.0))
    assert resampled.dtype == np.int16
    assert (1 - HELD_BACK_S) * to_hz <= len(resampled) <= to_hz


@pytest.mark.parametrize("to_hz", [8000, 16000])
def test_a_tone_keeps_its_pitch_and_loudness(to_hz: int) -> None:
    resampled = Resampler(48000, to_hz)(tone(48000, 1.0)).astype(float)
    middle = resampled[to_hz // 4 : to_hz * 3 // 4]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    assert np.argmax(spectrum) * to_hz / len(middle) == pytest.approx(440, abs=2)
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(8000 / np.sqrt(2), rel=0.02)


@given(
    st.lists(st.integers(0, 700), min_size=1, max_size=12),
    st.sampled_from([(8000, 16000), (48000, 16000), (22050, 8000)]),
)
def test_where_the_chunks_are_cut_does_not_matter(
    sizes: list[int], rates_hz: tuple[int, int]
) -> None:
    samples = tone(rates_hz[0], 2.0)[: sum(sizes)]
    by_pieces, whole = Resampler(*rates_hz), Resampler(*rates_hz)
    pieces = np.concatenate([by_pieces(one) for one in np.split(samples, np.cumsum(sizes)[:-1])])
    at_once = whole(samples)
    assert abs(len(pieces) - len(at_once)) <= HELD_BACK_S * rates_hz[1]
    both = min(len(pieces), len(at_once))
    assert np.allclose(pieces[:both], at_once[:both], atol=2)  # soxr dithers the last bit
