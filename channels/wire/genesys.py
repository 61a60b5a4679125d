"""Genesys Cloud's AudioHook protocol, version 2, as the Audio Connector speaks it: JSON texts, and
the audio of both directions in binary.

https://developer.genesys.cloud/devapps/audiohook/protocol-reference and, for what it leaves open,
Genesys' own servers: github.com/purecloudlabs/audiohook-reference-implementation and
github.com/GenesysCloudBlueprints/audioconnector-server-reference-implementation. Genesys opens and
closes a session; a server that wants it to end asks for that (`disconnect`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from channels.audio.g711 import MU_LAW
from channels.audio.pcm import Samples, to_bytes
from channels.errors import ProtocolError
from channels.turns import commands as do
from channels.turns.events import Held, LineClosed, Played
from channels.wire.incoming import Audio, Incoming, Message, Start, linear_audio
from channels.wire.json_object import (
    read_address,
    read_called,
    read_custom,
    read_direction,
    read_key,
    read_language,
    read_object,
    read_part,
    read_text,
)

SAMPLE_RATE_HZ = 8000
"""Of the audio in both directions."""
MESSAGES_A_S, BURST = 5, 25
"""Messages of audio that Genesys takes: on average, and at once. As many texts besides.
https://developer.genesys.cloud/organization/organization/limits#audiohook
"""
PROBE = "00000000-0000-0000-0000-000000000000"
"""The conversation of a session with which Genesys only tries whether we answer."""
_MEDIA: list[dict[str, Any]] = [
    {"type": "audio", "format": code, "channels": channels, "rate": SAMPLE_RATE_HZ}
    for channels in (["external"], ["external", "internal"])
    for code in ("PCMU", "L16")
]
"""What we take, the best first. The caller is "external", the first of two that alternate."""
_BROKEN = ("session", "sequence")
"""After such a message nothing can be relied upon."""


class GenesysWire:
    """The codec of one session. What `answers` holds after a message is to be sent at once."""

    def __init__(self, session_id: str = "", transfer_to: str = ""):
        """`session_id` as in Audiohook-Session-Id; `transfer_to` for who says no other."""
        self.answers: list[Message] = []
        self.leaving = self.closed = False
        """We have asked Genesys to close the session; it has."""
        self._session_id, self._transfer_to = session_id, transfer_to
        self._seq = self._clientseq = 0
        self._media: dict[str, Any] = {}
        self._opened = False
        self._mark = ""
        """Of the last sentence that has been sent to its end."""
        self._readers: dict[str, Callable[[Mapping[str, Any]], Incoming | None]] = {
            "open": self._open,
            "close": self._close,
            "ping": self._ping,
            "dtmf": lambda parameters: read_key(parameters, "digit"),
            "playback_started": lambda _: None,
            "playback_completed": lambda _: Played(self._mark) if self._mark else None,
            "paused": lambda _: Held(True),
            "resumed": lambda _: Held(False),
            "discarded": lambda _: None,
            "update": lambda _: None,
            "error": _error,
        }

    # What Genesys says

    def decode(self, data: Message) -> Incoming | None:
        """One message of Genesys. Raises ProtocolError."""
        if isinstance(data, bytes):
            return self._audio(data)
        message = read_object(data)
        self._check(message)
        kind = message.get("type")
        if not isinstance(kind, str) or kind not in self._readers:
            raise ProtocolError("unknown_type", f"type must be one of {', '.join(self._readers)}")
        return self._readers[kind](read_part(message, "parameters"))

    def _check(self, message: Mapping[str, Any]) -> None:
        """Each side counts its texts and says up to which it has had the other's."""
        self._session_id = self._session_id or read_text(message, "id")
        if (message.get("version"), message.get("id")) != ("2", self._session_id):
            raise ProtocolError("session", "version or id is not that of this session")
        seq, serverseq, expected = message.get("seq"), message.get("serverseq"), self._clientseq + 1
        if not isinstance(seq, int) or not isinstance(serverseq, int):
            raise ProtocolError("sequence", "seq and serverseq must be numbers")
        self._clientseq = seq  # so that one gap is one complaint
        if seq != expected or not 0 <= serverseq <= self._seq:
            raise ProtocolError(
                "sequence", f"seq must be {expected}, serverseq {self._seq} at most"
            )

    def _open(self, parameters: Mapping[str, Any]) -> Start | None:
        conversation = read_text(parameters, "conversationId")
        if conversation == PROBE:
            self.answers.append(self._opened_with([]))
            return None
        self._media = self._media or _chosen(parameters.get("media"))
        participant = read_part(parameters, "participant")
        variables = read_custom(parameters, "inputVariables")
        direction = read_direction(variables)
        variables.pop("direction", None)
        return Start(
            SAMPLE_RATE_HZ,
            read_address(participant, "ani"),
            read_called(participant, "dnis"),
            read_language(parameters),
            conversation,
            direction,
            {"session_id": self._session_id, **variables},
        )

    def _close(self, parameters: Mapping[str, Any]) -> LineClosed | None:
        self.closed = True
        self.answers.append(self._text("closed"))
        failed = parameters.get("reason") == "error"
        return LineClosed("error" if failed else "caller") if self._opened else None

    def _ping(self, _: Mapping[str, Any]) -> None:
        """The answer's clientseq is the seq of the ping."""
        self.answers.append(self._text("pong"))

    def _audio(self, data: bytes) -> Audio:
        if not self._media:
            raise ProtocolError("start_first", "no audio before open")
        channels = len(self._media["channels"])
        samples = _DECODERS[self._media["format"]](data)
        if len(samples) % channels:
            raise ProtocolError("audio", f"audio must be whole samples of {channels} channels")
        return Audio(samples[::channels])

    # What is said to Genesys

    def started(self, call_id: str, sample_rate_hz: int) -> list[Message]:
        """The answer to open; only then does Genesys send audio."""
        self._opened = True
        return [self._opened_with([self._media])]

    def encode(self, command: do.Command) -> list[Message]:
        """What a command of the turn core is for Genesys; nothing if it is nothing to it."""
        if isinstance(command, do.SendAudio):
            coded = MU_LAW.encode if self._media["format"] == "PCMU" else to_bytes
            return [coded(command.samples)]
        if isinstance(command, do.EndSentence):
            self._mark = command.mark
        elif isinstance(command, do.ClearPlayback):
            self._mark = ""
            return [self._text("event", entities=[{"type": "barge_in", "data": {}}])]
        elif isinstance(command, do.EndCall):
            return self._disconnect(**self._outcome(command))
        elif isinstance(command, do.Refuse) and (not self._opened or command.code in _BROKEN):
            return self._disconnect(reason="error", info=command.message)
        return []

    def _outcome(self, end: do.EndCall) -> dict[str, Any]:
        """For the flow: it takes its failure path at an error, else it reads the variables."""
        variables = {**end.handoff.record, "outcome": end.reason}
        if end.reason == "transfer":
            variables["transfer_to"] = end.handoff.to or self._transfer_to
        reason = "error" if end.reason == "error" else "completed"
        return {"reason": reason, "outputVariables": variables}

    def _disconnect(self, **parameters: Any) -> list[Message]:
        if self.leaving or self.closed:
            return []
        self.leaving = True
        return [self._text("disconnect", **parameters)]

    def _opened_with(self, media: list[dict[str, Any]]) -> str:
        return self._text("opened", startPaused=False, media=media)

    def _text(self, kind: str, **parameters: Any) -> str:
        self._seq += 1
        about = {"version": "2", "id": self._session_id, "type": kind}
        numbers = {"seq": self._seq, "clientseq": self._clientseq}
        return json.dumps({**about, **numbers, "parameters": parameters})


def _chosen(offered: object) -> dict[str, Any]:
    offers = [one for one in offered if isinstance(one, dict)] if isinstance(offered, list) else []
    for media in _MEDIA:
        if any(media.items() <= one.items() for one in offers):
            return media
    raise ProtocolError("media", "PCMU or L16 of 8000 Hz with the external channel must be offered")


# L16 is little-endian, as in Genesys' own server.
_DECODERS: dict[str, Callable[[bytes], Samples]] = {
    "PCMU": MU_LAW.decode,
    "L16": lambda data: linear_audio(data).samples,
}


def _error(parameters: Mapping[str, Any]) -> None:
    """Such as 429: more messages than it takes."""
    code = parameters.get("code")
    shown = code if isinstance(code, int) else "without a number"
    raise ProtocolError("reported", f"Genesys reports error {shown}")
