"""The body of `POST /v1/audio/speech`, checked. PURE.

https://platform.openai.com/docs/api-reference/audio/createSpeech, with three extensions:
`sample_rate` (Hz), `cache` (false: this audio is not kept on disk) and `needed_in_ms`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from speech.errors import RequestError

FORMATS = ("pcm", "wav")
SAMPLE_RATES_HZ = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
OPENAI_MODELS = ("tts-1", "tts-1-hd", "gpt-4o-mini-tts")
"""Clients of OpenAI's ask for these: they get the model that there is."""
KNOWN = (
    *("model", "input", "voice", "response_format", "speed"),
    *("sample_rate", "cache", "needed_in_ms"),
)
MOST_NEEDED_IN_MS = 600_000
IGNORED = ("instructions", "stream_format")


@dataclass(frozen=True)
class Offer:
    """What can be asked of this server."""

    model: str
    voices: tuple[str, ...]
    voice: str
    sample_rate_hz: int
    max_chars: int
    speeds: bool = True


@dataclass(frozen=True)
class SpeechRequest:
    text: str
    voice: str
    format: str
    speed: float
    sample_rate_hz: int
    cache: bool
    needed_in_ms: int = 0
    """The client has audio to play for so long; whoever has less goes first."""


def parse(body: bytes, offer: Offer) -> SpeechRequest:
    """The request in `body`. Raises RequestError with OpenAI's kind of code."""
    fields = _mapping(body)
    _check_model(fields.get("model"), offer)
    return SpeechRequest(
        text=_text(fields, offer),
        voice=_one_of(fields, "voice", offer.voices, offer.voice),
        format=_one_of(fields, "response_format", FORMATS, FORMATS[0]),
        speed=_speed(fields, offer),
        sample_rate_hz=_one_of(fields, "sample_rate", SAMPLE_RATES_HZ, offer.sample_rate_hz),
        cache=_one_of(fields, "cache", (True, False), True),
        needed_in_ms=_needed_in_ms(fields),
    )


def _mapping(body: bytes) -> Mapping[str, Any]:
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        raise RequestError("invalid_json", "the body is not JSON in UTF-8") from None
    if not isinstance(fields, dict):
        raise RequestError("invalid_json", "the body is not a JSON object")
    unknown = sorted(fields.keys() - set(KNOWN) - set(IGNORED))
    if unknown:
        allowed = ", ".join(sorted(KNOWN))
        raise RequestError("unknown_parameter", f"a parameter is unknown; allowed: {allowed}")
    return fields


def _text(fields: Mapping[str, Any], offer: Offer) -> str:
    text = fields.get("input")
    if text is None:
        raise RequestError("missing_required_parameter", "input is missing", "input")
    if not isinstance(text, str) or not text.strip():
        raise RequestError("invalid_input", "input must be a text that is not empty", "input")
    if len(text) > offer.max_chars:
        message = f"input has {len(text)} characters; allowed: {offer.max_chars}"
        raise RequestError("string_above_max_length", message, "input")
    return text


def _check_model(model: Any, offer: Offer) -> None:
    if model is not None and model not in (offer.model, *OPENAI_MODELS):
        message = f"there is no such model; allowed: {offer.model}"
        raise RequestError("model_not_found", message, "model")


def _one_of(fields: Mapping[str, Any], key: str, allowed: tuple[Any, ...], default: Any) -> Any:
    value = fields.get(key)
    if value is None:
        return default
    if any(type(value) is type(choice) and value == choice for choice in allowed):
        return value
    choices = ", ".join(map(str, allowed))
    raise RequestError(f"invalid_{key}", f"{key} is not allowed; allowed: {choices}", key)


def _speed(fields: Mapping[str, Any], offer: Offer) -> float:
    speed = fields.get("speed")
    if speed is None:
        return 1.0
    if isinstance(speed, bool) or not isinstance(speed, (int, float)) or not 0.25 <= speed <= 4.0:
        raise RequestError("invalid_speed", "speed must be a number from 0.25 to 4.0", "speed")
    if speed != 1.0 and not offer.speeds:
        raise RequestError("invalid_speed", "this model has no other speed than 1.0", "speed")
    return float(speed)


def _needed_in_ms(fields: Mapping[str, Any]) -> int:
    needed_in_ms = fields.get("needed_in_ms")
    if needed_in_ms is None:
        return 0
    if type(needed_in_ms) is not int or not 0 <= needed_in_ms <= MOST_NEEDED_IN_MS:
        message = f"needed_in_ms must be a whole number from 0 to {MOST_NEEDED_IN_MS}"
        raise RequestError("invalid_needed_in_ms", message, "needed_in_ms")
    return needed_in_ms
