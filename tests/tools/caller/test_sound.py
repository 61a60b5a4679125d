from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from tests.tools.caller.lines import tone
from tools.caller.sound import SoundError, read_wav, voiced_span, write_wav

RATE_HZ = 16_000


def test_a_call_is_written_with_the_caller_left_and_the_bot_right(tmp_path: Path) -> None:
    path = tmp_path / "calls" / "call.wav"
    write_wav(path, RATE_HZ, tone(0.2), np.zeros(800, np.int16))
    with wave.open(str(path)) as file:
        frames = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
        assert (file.getnchannels(), file.getframerate(), len(frames)) == (2, RATE_HZ, 3200)
    assert (frames[:, 0] == 3000).all()
    assert not frames[:, 1].any()
    assert (read_wav(path, RATE_HZ) == 3000).all()


def test_a_recording_is_brought_to_the_lines_rate(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    write_wav(path, 8000, tone(0.5, 8000), tone(0.5, 8000))
    assert len(read_wav(path, RATE_HZ)) == RATE_HZ // 2


@pytest.mark.parametrize("content", [None, b"", b"RIFF of something else"])
def test_what_is_no_wav_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a.wav"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SoundError, match="a.wav"):
        read_wav(path, RATE_HZ)


def test_8_bit_sound_is_refused_with_the_command_that_converts_it(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes(800))
    with pytest.raises(SoundError, match="sox"):
        read_wav(path, RATE_HZ)


@pytest.mark.parametrize("noise", [0, 30, 200])
def test_the_voice_is_found_in_noise(noise: int) -> None:
    samples = np.pad(tone(1.0), (4000, 8000)).astype(np.float64)
    samples += np.random.default_rng(1).normal(0, noise, len(samples))
    first, last = voiced_span(samples.astype(np.int16), RATE_HZ, "a.wav")
    assert (first, last) == (pytest.approx(4000, abs=160), pytest.approx(20000, abs=160))


def test_a_click_is_no_voice() -> None:
    samples = np.zeros(RATE_HZ, np.int16)
    samples[3200:3250] = 20000
    samples[8000:12000] = 3000
    assert voiced_span(samples, RATE_HZ, "a.wav") == (8000, 12000)


@pytest.mark.parametrize("seconds", [0.0, 1.0])
def test_silence_has_no_voice(seconds: float) -> None:
    with pytest.raises(SoundError, match=r"^a\.wav: "):
        voiced_span(np.zeros(round(seconds * RATE_HZ), np.int16), RATE_HZ, "a.wav")
