from __future__ import annotations

from typing import Any

import pytest

from channels.settings import ChannelSettings
from channels.shared_engines import close_engines, engines_for
from tests.channels.virtual_loop import virtual

ENGINES: dict[str, Any] = {
    "asr": {"name": "scripted", "texts": ["yes"]},
    "vad": {"name": "loudness"},
    "tts": {"name": "tone"},
}


def settings(**own: Any) -> ChannelSettings:
    return ChannelSettings.from_credentials({**ENGINES, **own})


@virtual
async def test_lines_that_ask_for_the_same_engines_share_them() -> None:
    assert engines_for(settings()) is engines_for(settings(silence_timeout=3))
    await close_engines()


@pytest.mark.parametrize(
    "other", [{"workers": 3}, {"language": "ko"}, {"asr": {"name": "scripted"}}]
)
@virtual
async def test_lines_that_ask_for_others_have_their_own(other: dict[str, Any]) -> None:
    assert engines_for(settings()) is not engines_for(settings(**other))
    await close_engines()


@virtual
async def test_engines_that_were_closed_are_not_given_again() -> None:
    engines = engines_for(settings())
    await close_engines()
    with pytest.raises(RuntimeError):
        await engines.workers.run(lambda: "its threads have ended")
    assert engines_for(settings()) is not engines
    await close_engines()
