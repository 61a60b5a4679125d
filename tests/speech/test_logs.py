"""What Coqui says never reaches a log: it quotes the text it speaks."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from speech import logs


@pytest.fixture
def restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize("name", ["TTS", "TTS.tts.utils.text.tokenizer", "trainer", "py.warnings"])
def test_other_libraries_are_not_heard(
    restored: None, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    logs.set_up(logging.DEBUG)
    logging.getLogger(name).error("Maria Lopez")
    assert "Maria" not in capsys.readouterr().err


@pytest.mark.parametrize("name", ["speech.server", "asyncio", "aiohttp.server"])
def test_ours_are(restored: None, capsys: pytest.CaptureFixture[str], name: str) -> None:
    logs.set_up()
    logging.getLogger(name).warning("something happened")
    assert "something happened" in capsys.readouterr().err
