"""Callers who speak any text: flite's voices over a telephone line."""

from __future__ import annotations

from functools import cache

from tools.bench.speech_corpus import RATE_HZ, over, speak
from tools.caller.script import Speech
from tools.caller.sound import voiced_span

VOICES = ("slt", "rms", "awb")


@cache
def spoken(text: str, voice: str) -> Speech:
    """Where the voice lies is found before the line blurs the ends of words."""
    clean = speak(text, voice)
    return Speech(text, over(clean, "telephone"), *voiced_span(clean, RATE_HZ, text))
