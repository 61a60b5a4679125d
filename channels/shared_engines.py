"""Engines are big: lines whose settings ask for the same ones share them."""

from __future__ import annotations

import json
from functools import cache

from channels.engines import registry
from channels.engines.coqui import apology
from channels.session import Engines
from channels.settings import ChannelSettings
from channels.workers import Workers

_open: dict[str, Engines] = {}


def engines_for(settings: ChannelSettings) -> Engines:
    """All engines, loaded and warm. Raises SettingError, ModelError."""
    limits = settings.limits
    asked = (settings.asr, settings.vad, settings.tts, limits.language)
    key = json.dumps((*asked, limits.workers, limits.max_waiting), sort_keys=True, default=str)
    if key not in _open:
        _open[key] = Engines(
            recognizer=registry.recognizer(settings.asr, limits.language),
            detector=registry.detector(settings.vad),
            synthesizer=registry.synthesizer(settings.tts),
            workers=Workers(limits.workers, limits.max_waiting),
            apology=cache(apology),
        )
    return _open[key]


async def close_engines() -> None:
    """Of all lines, after their last call; who asks again gets new ones."""
    while _open:
        _, engines = _open.popitem()
        await engines.synthesizer.close()
        engines.workers.close()
