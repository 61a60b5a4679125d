"""The browser protocol, version 1 (docs/protocol.md): JSON text for control, binary for audio."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from channels.audio.pcm import to_bytes
from channels.errors import ProtocolError
from channels.turns import commands as do
from channels.turns.events import Held, LineClosed, Played
from channels.wire.incoming import Incoming, Message, Start, linear_audio
from channels.wire.json_object import (
    read_called,
    read_custom,
    read_key,
    read_language,
    read_object,
    read_text,
)

SAMPLE_RATES_HZ = (8000, 16000, 22050, 24000, 32000, 44100, 48000)


def decode(data: Message) -> Incoming:
    """One message of the far end. Raises ProtocolError, whose code goes back to it."""
    if isinstance(data, bytes):
        return linear_audio(data)
    message = read_object(data)
    kind = message.get("type")
    if not isinstance(kind, str) or kind not in _READERS:
        raise ProtocolError("unknown_type", f"type must be one of {', '.join(_READERS)}")
    return _READERS[kind](message)


def _start(message: dict[str, Any]) -> Start:
    rate_hz = message.get("sample_rate")
    if rate_hz not in SAMPLE_RATES_HZ:
        allowed = ", ".join(map(str, SAMPLE_RATES_HZ))
        raise ProtocolError("sample_rate", f"sample_rate must be one of {allowed}")
    return Start(
        int(rate_hz),
        read_text(message, "caller"),
        read_called(message),
        read_language(message),
        read_text(message, "stream_id"),
        custom_parameters=read_custom(message, "custom_parameters"),
    )


def _played(message: dict[str, Any]) -> Played:
    return Played(read_text(message, "mark"))


def _hold(message: dict[str, Any]) -> Held:
    if not isinstance(message.get("on"), bool):
        raise ProtocolError("field", "on must be true or false")
    return Held(message["on"])


_READERS: dict[str, Callable[[dict[str, Any]], Incoming]] = {
    "start": _start,
    "dtmf": lambda message: read_key(message, "digit"),
    "played": _played,
    "hold": _hold,
    "stop": lambda _: LineClosed("caller"),
}


def started(call_id: str, sample_rate_hz: int) -> list[Message]:
    """The answer to Start: audio from now on, at this rate."""
    return [_json("started", call_id=call_id, sample_rate=sample_rate_hz)]


def encode(command: do.Command) -> list[Message]:
    """What a command of the turn core is for the far end; nothing if it is nothing to it."""
    if isinstance(command, do.SendAudio):
        return [to_bytes(command.samples)]
    write = _WRITERS.get(type(command))
    return [write(command)] if write else []


def _json(kind: str, **fields: Any) -> str:
    return json.dumps({"type": kind, **fields})


def _handed_on(end: do.EndCall) -> dict[str, Any]:
    handoff = end.handoff
    return {"to": handoff.to, "handover": handoff.record} if end.reason == "transfer" else {}


_WRITERS: dict[type, Callable[[Any], str]] = {
    do.BeginSentence: lambda it: _json("say", text=it.text, mark=it.mark),
    do.EndSentence: lambda it: _json("said", mark=it.mark),
    do.ClearPlayback: lambda _: _json("clear"),
    do.ShowPartial: lambda it: _json("partial", text=it.text),
    do.ShowFinal: lambda it: _json("final", text=it.text, confidence=it.confidence),
    do.ShowTurn: lambda it: _json("turn", **it.times_ms),
    do.Refuse: lambda it: _json("error", code=it.code, message=it.message),
    do.EndCall: lambda it: _json("ended", reason=it.reason, **_handed_on(it)),
}
