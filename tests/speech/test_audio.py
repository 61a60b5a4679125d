from __future__ import annotations

import io
import wave

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech import audio
from speech.audio import Samples

RATE_HZ = 1000
MARGIN = RATE_HZ * audio.MARGIN_MS // 1000


def signal(*parts: tuple[int, float]) -> Samples:
    return np.concatenate([np.full(length, level, np.float32) for length, level in parts])


def cut(samples: Samples, *at: int) -> list[Samples]:
    return np.split(samples, sorted(at))


def joined(chunks: list[Samples]) -> Samples:
    return np.concatenate([np.zeros(0, np.float32), *chunks])


@pytest.mark.parametrize("at", [(), (50,), (100,), (130,), (160,), (220,), (10, 20, 105, 150, 230)])
def test_silence_goes_from_both_ends_and_stays_within(at: tuple[int, ...]) -> None:
    whole = signal((100, 0.001), (20, 0.5), (30, 0.0), (20, 0.5), (80, 0.001))
    kept = joined(list(audio.trimmed(cut(whole, *at), RATE_HZ)))
    assert np.array_equal(kept, whole[100 - MARGIN : 170 + MARGIN])


def test_sound_to_the_very_ends_is_kept() -> None:
    whole = signal((50, 0.5))
    assert np.array_equal(joined(list(audio.trimmed([whole], RATE_HZ))), whole)


@pytest.mark.parametrize("chunks", [[], [signal((100, 0.001))], [signal((5, 0.0))] * 3])
def test_silence_alone_gives_nothing(chunks: list[Samples]) -> None:
    assert not len(joined(list(audio.trimmed(chunks, RATE_HZ))))


LEVELS = st.lists(st.sampled_from([0.0, 0.001, 0.5, -0.5]), max_size=80)


@given(LEVELS, st.lists(st.integers(0, 80)))
def test_where_the_chunks_are_cut_changes_nothing(levels: list[float], at: list[int]) -> None:
    whole = np.array(levels, np.float32)
    one = joined(list(audio.trimmed([whole], RATE_HZ)))
    assert np.array_equal(joined(list(audio.trimmed(cut(whole, *at), RATE_HZ))), one)


def resampled(chunks: list[Samples], to_hz: int) -> Samples:
    """From 22050 Hz."""
    resampler = audio.Resampler(22050, to_hz)
    parts = [resampler.more(audio.pcm(chunk)) for chunk in chunks]
    return np.frombuffer(b"".join([*parts, resampler.rest()]), "<i2") / np.float32(32767)


@given(st.lists(st.integers(0, 4410), max_size=5))
def test_where_the_chunks_are_cut_changes_nothing_of_what_is_resampled(at: list[int]) -> None:
    noise = np.random.default_rng(0).uniform(-0.9, 0.9, 4410).astype(np.float32)
    assert np.array_equal(resampled(cut(noise, *at), 8000), resampled([noise], 8000))


@pytest.mark.parametrize("to_hz", [8000, 16000, 22050, 48000])
def test_resampling_keeps_duration_and_tone(to_hz: int) -> None:
    time_s = np.arange(22050, dtype=np.float32) / 22050
    tone = np.sin(2 * np.pi * 440 * time_s).astype(np.float32)
    found = resampled(cut(tone, 100, 5000, 5001), to_hz)
    assert len(found) == pytest.approx(to_hz, abs=2)
    assert np.argmax(np.abs(np.fft.rfft(found))) == pytest.approx(440, abs=1)


def test_silence_has_its_length() -> None:
    assert np.array_equal(audio.silence(200, 8000), np.zeros(1600, np.float32))


def test_pcm_is_little_endian_and_clipped() -> None:
    samples = np.array([0.0, 1.0, -1.0, 2.0, -2.0, 0.5], np.float32)
    assert np.frombuffer(audio.pcm(samples), "<i2").tolist() == [
        *(0, 32767, -32767, 32767, -32767, 16383)
    ]


def test_the_wav_header_is_one_that_readers_accept() -> None:
    with wave.open(io.BytesIO(audio.wav_header(8000) + b"\1\0\2\0")) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (8000, 1, 2)
        assert file.readframes(2) == b"\1\0\2\0"
