"""The real model and synthetic telephone callers."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from actions.privacy.spoken_digits import digit_runs
from channels.engines import packages
from channels.engines.moonshine import REQUIREMENT, Moonshine
from channels.engines.moonshine_network import Network, read_vocabulary
from channels.errors import ModelError
from tools.bench.speech_corpus import real_speech, spoken

from .speech import hear, pink_noise, telephone, words

MODEL = packages.folder("moonshine_voice", REQUIREMENT) / "assets/tiny-en"


@pytest.fixture(scope="module")
def moonshine() -> Moonshine:
    return Moonshine({}, "en")


@pytest.mark.parametrize(
    ("said", "voice"),
    [
        ("what are my recent transactions", "rms"),
        ("I want to talk to a person", "slt"),
        ("what are your opening hours", "awb"),
        ("yes please", "slt"),
        ("no", "rms"),
    ],
)
def test_telephone_callers_are_understood(moonshine: Moonshine, said: str, voice: str) -> None:
    assert words(hear(moonshine, telephone(said, voice)).text) == said.lower()


@pytest.mark.parametrize("number", ["40017733", "40025512", "40031940", "40062275", "5150"])
@pytest.mark.parametrize("voice", ["rms", "awb"])
def test_digit_strings_are_heard_digit_by_digit(
    moonshine: Moonshine, number: str, voice: str
) -> None:
    text = hear(moonshine, telephone(spoken(number), voice), digits=True).text
    assert [run.digits for run in digit_runs(text)] == [number]


def test_digits_are_heard_as_digits_although_nobody_said_that_they_come(
    moonshine: Moonshine,
) -> None:
    text = hear(moonshine, telephone(spoken("40025512"), "rms")).text
    assert text == "four zero zero two five five one two"


def test_words_before_digits_are_kept(moonshine: Moonshine) -> None:
    said = f"my account number is {spoken('40017733')}"
    text = hear(moonshine, telephone(said, "rms")).text
    assert text.lower().startswith("my account number is ")
    assert [run.digits for run in digit_runs(text)] == ["40017733"]


@pytest.mark.parametrize(
    "said", ["I want to talk to a person", "goodbye", "where are you for the day"]
)
def test_ordinary_speech_does_not_turn_into_digits(moonshine: Moonshine, said: str) -> None:
    assert not digit_runs(hear(moonshine, telephone(said, "slt"), digits=True).text)


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(48000, np.int16),
        np.zeros(0, np.int16),
        np.zeros(100, np.int16),
        pink_noise(1, -50),
        pink_noise(3, -40),
    ],
    ids=["silence", "nothing", "6 ms", "a quiet line", "a noisy line"],
)
def test_where_nobody_speaks_nothing_is_heard(moonshine: Moonshine, samples: np.ndarray) -> None:
    assert hear(moonshine, samples).text == ""


def test_every_word_has_a_confidence(moonshine: Moonshine) -> None:
    heard = hear(moonshine, telephone("what are my recent transactions", "rms"))
    assert len(heard.word_confidences) == len(heard.text.split())
    assert heard.confidence == pytest.approx(np.mean(heard.word_confidences))
    assert 0.5 < heard.confidence <= 1


def test_a_clear_voice_is_surer_than_noise(moonshine: Moonshine) -> None:
    clear = telephone("I lost my credit card", "rms")
    noisy = np.clip(clear + 4.0 * pink_noise(len(clear) / 16000, -30)[: len(clear)], -32768, 32767)
    unsure = hear(moonshine, noisy.astype(np.int16))
    assert (hear(moonshine, clear).confidence or 0) > (unsure.confidence or 0)


def test_a_minute_of_real_speech_is_heard_in_pieces(moonshine: Moonshine) -> None:
    said = next(u for u in real_speech() if u.voice == "two_cities")
    heard = words(hear(moonshine, np.concatenate([said.samples, said.samples])).text).split()
    assert abs(len(heard) - 2 * len(said.text.split())) < 20
    assert heard[:6] == ["it", "was", "the", "best", "of", "times"]


def test_more_may_be_said_after_the_final_text(moonshine: Moonshine) -> None:
    hearing = moonshine.open()
    hearing.feed(telephone("I lost my credit card", "rms"))
    assert words(hearing.final().text) == "i lost my credit card"
    hearing.feed(telephone("yes please", "rms"))
    assert words(hearing.final().text) == "i lost my credit card yes please"


def test_threads_that_decode_at_once_hear_what_one_alone_hears(moonshine: Moonshine) -> None:
    said = ["what are my recent transactions", "yes please", spoken("40025512"), "no"]
    sounds = [telephone(text, "rms") for text in said]
    alone = [hear(moonshine, sound) for sound in sounds]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda sound: hear(moonshine, sound), sounds * 4))
    assert together == alone * 4


def test_another_language_is_refused() -> None:
    with pytest.raises(ModelError, match="English only"):
        Moonshine({}, "de")


@pytest.mark.parametrize("name", ["tokenizer.bin", "encoder_model.ort", "decoder_model_merged.ort"])
@pytest.mark.parametrize("size", [None, 0, 1000], ids=["missing", "empty", "truncated"])
def test_a_damaged_model_is_refused_with_the_command_that_mends_it(
    tmp_path: Path, name: str, size: int | None
) -> None:
    folder = tmp_path / "tiny-en"
    shutil.copytree(MODEL, folder)
    damaged = folder / name
    content = damaged.read_bytes()
    damaged.unlink()
    if size is not None:
        damaged.write_bytes(content[:size])
    with pytest.raises(ModelError, match=f"{name}.*pip install"):
        Network(folder, 1, packages.mend(REQUIREMENT))


def test_the_vocabulary_is_read() -> None:
    tokens = read_vocabulary(MODEL / "tokenizer.bin", "")
    assert len(tokens) == 32768
    assert tokens[:3] == [b"<unk>", b"<s>", b"</s>"]
