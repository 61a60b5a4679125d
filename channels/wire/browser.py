"""The browser protocol, version 1 (docs/protocol.md): JSON text for control, binary for audio."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from channels.audio.pcm import from_bytes, to_bytes
from channels.errors import ProtocolError
from channels.turns import commands as do
from channels.turns.events import KeyPressed, LineClosed, Played
from channels.turns.keypad import KEYS

SAMPLE_RATES_HZ = (8000, 16000, 22050, 24000, 32000, 44100, 48000)
MAX_TEXT_BYTES = 64 * 1024
MAX_FIELD = 200
"""Characters of a field that names somebody or something."""
_CALLED = re.compile(r"[A-Za-z0-9+*#@._-]{0,64}")
_LANGUAGE = re.compile(r"(?:[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)?")  # as RFC 5646 writes them


@dataclass(frozen=True)
class Start:
    """The far end opens the call."""

    sample_rate_hz: int
    caller: str = ""
    called: str = ""
    language: str = ""
    """A language code; empty: the line's own."""


@dataclass(frozen=True)
class Audio:
    """What the caller's microphone heard; int16 mono at the rate of Start."""

    samples: NDArray[np.int16]


Incoming = Start | Audio | KeyPressed | Played | LineClosed


def decode(data: str | bytes) -> Incoming:
    """One message of the far end. Raises ProtocolError, whose code goes back to it."""
    if isinstance(data, bytes):
        if len(data) % 2:
            raise ProtocolError("odd_audio", "audio must be whole samples of 16 bits")
        return Audio(from_bytes(data))
    if len(data.encode(errors="replace")) > MAX_TEXT_BYTES:
        raise ProtocolError("too_long", f"a text message may have {MAX_TEXT_BYTES} bytes")
    message = _object(data)
    kind = message.get("type")
    if not isinstance(kind, str) or kind not in _READERS:
        raise ProtocolError("unknown_type", f"type must be one of {', '.join(_READERS)}")
    return _READERS[kind](message)


def _object(data: str) -> dict[str, Any]:
    try:
        message = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ProtocolError("invalid_json", "a text message must be JSON") from error
    if not isinstance(message, dict):
        raise ProtocolError("invalid_json", "a text message must be a JSON object")
    return message


def _start(message: dict[str, Any]) -> Start:
    rate_hz = message.get("sample_rate")
    if rate_hz not in SAMPLE_RATES_HZ:
        allowed = ", ".join(map(str, SAMPLE_RATES_HZ))
        raise ProtocolError("sample_rate", f"sample_rate must be one of {allowed}")
    called = _code(message, "called", _CALLED, "64 letters, digits and +*#@._- at most")
    language = _code(message, "language", _LANGUAGE, "a language code, e.g. en or en-US")
    return Start(int(rate_hz), _text(message, "caller"), called, language)


def _key(message: dict[str, Any]) -> KeyPressed:
    digit = message.get("digit")
    if not isinstance(digit, str) or digit not in KEYS:
        raise ProtocolError("digit", "digit must be one of 0-9, * and #")
    return KeyPressed(digit)


def _played(message: dict[str, Any]) -> Played:
    return Played(_text(message, "mark"))


def _text(message: dict[str, Any], key: str) -> str:
    value = message.get(key)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > MAX_FIELD or not value.isprintable():
        raise ProtocolError("field", f"{key} must be at most {MAX_FIELD} printable characters")
    return value


def _code(message: dict[str, Any], key: str, allowed: re.Pattern[str], means: str) -> str:
    """A field that is stored as it is: nothing but what it is for may be in it."""
    value = _text(message, key)
    if not allowed.fullmatch(value):
        raise ProtocolError("field", f"{key} must be {means}")
    return value


_READERS: dict[str, Callable[[dict[str, Any]], Incoming]] = {
    "start": _start,
    "dtmf": _key,
    "played": _played,
    "stop": lambda _: LineClosed("caller"),
}


def started(call_id: str, sample_rate_hz: int) -> str:
    """The answer to Start: audio from now on, at this rate."""
    return _json("started", call_id=call_id, sample_rate=sample_rate_hz)


def encode(command: do.Command) -> str | bytes | None:
    """What a command of the turn core is for the far end; None if it is nothing to it."""
    if isinstance(command, do.SendAudio):
        return to_bytes(command.samples)
    write = _WRITERS.get(type(command))
    return write(command) if write else None


def _json(kind: str, **fields: Any) -> str:
    return json.dumps({"type": kind, **fields})


_WRITERS: dict[type, Callable[[Any], str]] = {
    do.BeginSentence: lambda it: _json("say", text=it.text, mark=it.mark),
    do.EndSentence: lambda it: _json("said", mark=it.mark),
    do.ClearPlayback: lambda _: _json("clear"),
    do.ShowPartial: lambda it: _json("partial", text=it.text),
    do.ShowFinal: lambda it: _json("final", text=it.text, confidence=it.confidence),
    do.ShowTurn: lambda it: _json("turn", **it.times_ms),
    do.Refuse: lambda it: _json("error", code=it.code, message=it.message),
    do.EndCall: lambda it: _json("ended", reason=it.reason),
}
