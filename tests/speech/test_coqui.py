"""Any Coqui model with torch: a tiny one, made here, from a folder or through a faked download."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from TTS.tts.configs.vits_config import VitsArgs, VitsConfig
from TTS.tts.models.vits import Vits
from TTS.utils.manage import ModelManager

from speech.errors import ModelError
from speech.settings import Settings
from speech.voices.interface import Samples, Voice, load


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A VITS with few and random weights: it hisses, but it runs through all of Coqui's code."""
    path = tmp_path_factory.mktemp("model")
    torch.manual_seed(0)
    args = VitsArgs(
        hidden_channels=16,
        hidden_channels_ffn_text_encoder=16,
        num_layers_text_encoder=1,
        num_layers_flow=1,
        num_layers_posterior_encoder=1,
        upsample_initial_channel_decoder=16,
        init_discriminator=False,
    )
    config = VitsConfig(model_args=args)
    model = Vits(config)
    config.save_json(str(path / "config.json"))
    torch.save({"model": model.state_dict()}, path / "model.pth")
    return path


@pytest.fixture(scope="module")
def tiny(folder: Path) -> Voice:
    return load(Settings(model=str(folder), threads=1))


def spoken(voice: Voice, text: str, speed: float = 1.0) -> Samples:
    return np.concatenate(list(voice.speak(text, voice.info.voices[0], speed)))


def test_a_folder_holds_a_model(tiny: Voice) -> None:
    assert tiny.info.voices == ("default",)
    assert tiny.sample_rate_hz == 22050
    assert len(spoken(tiny, "hello there."))


def test_the_same_text_gives_the_same_audio(tiny: Voice) -> None:
    first = spoken(tiny, "hello there.")
    spoken(tiny, "something else.")
    assert np.array_equal(spoken(tiny, "hello there."), first)


def test_speed_shortens_it_and_is_forgotten(tiny: Voice) -> None:
    usual = spoken(tiny, "hello there, my friend.")
    assert len(spoken(tiny, "hello there, my friend.", 2.0)) < len(usual)
    assert np.array_equal(spoken(tiny, "hello there, my friend."), usual)


def test_a_name_is_downloaded_by_coqui(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def download(_: ModelManager, name: str) -> tuple[Path, Path, dict[str, Any]]:
        asked.append(name)
        return folder / "model.pth", folder / "config.json", {"model_type": "tts_models"}

    monkeypatch.setattr(ModelManager, "download_model", download)
    named = load(Settings(model="tts_models/en/tiny/vits"))
    assert asked == ["tts_models/en/tiny/vits"]
    assert len(spoken(named, "hello."))


def test_a_download_that_fails_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object) -> None:
        raise ConnectionError("no route to host")

    monkeypatch.setattr(ModelManager, "download_model", unreachable)
    with pytest.raises(ModelError, match="no route to host.*--list_models"):
        load(Settings(model="tts_models/en/ljspeech/vits"))


@pytest.mark.parametrize("name", ["tts_models/xx/nobody/none", "nonsense", "var"])
def test_a_name_that_is_none_says_what_to_do(name: str) -> None:
    with pytest.raises(ModelError, match="--list_models"):
        load(Settings(model=name))


def test_a_gpu_that_is_not_there_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(ModelError, match="set it to cpu"):
        load(replace(Settings(), model=str(folder), device="cuda"))
