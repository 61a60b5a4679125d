"""Twilio Media Streams, both directions: JSON texts, audio as mu-law of 8 kHz in base64.

https://www.twilio.com/docs/voice/media-streams/websocket-messages
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Mapping
from typing import Any

from channels.audio.g711 import MU_LAW
from channels.errors import ProtocolError
from channels.turns import commands as do
from channels.turns.events import LineClosed, Played
from channels.wire.incoming import Audio, Incoming, Message, Start
from channels.wire.json_object import (
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
_FORMAT = {"encoding": "audio/x-mulaw", "sampleRate": SAMPLE_RATE_HZ, "channels": 1}
ASKS_AFTER = "asks_after"
"""A custom parameter of our own TwiML: when the stream is over, Twilio asks us what follows."""
_OURS = ("caller", "called", "language", "direction", ASKS_AFTER)
"""The custom parameters that have a meaning here."""
_CHUNK = re.compile("[1-9][0-9]{0,9}")
MOST_LATE = 50
"""Chunks, one second: one with a number still lower does not come late, they are counted anew."""


class TwilioWire:
    """The codec of one stream; what it has been told of the call is in its fields."""

    def __init__(self) -> None:
        self.stream_sid = ""
        self.call_sid = ""
        self.asks_after = False
        self.end: do.EndCall | None = None
        """How we have hung up, if we have."""
        self._newest = 0
        self._readers: dict[str, Callable[[dict[str, Any]], Incoming | None]] = {
            "connected": lambda _: None,
            "start": self._start,
            "media": self._media,
            "dtmf": lambda message: read_key(read_part(message, "dtmf"), "digit"),
            "mark": lambda message: Played(read_text(read_part(message, "mark"), "name")),
            "stop": lambda _: LineClosed("caller"),
        }

    def decode(self, data: Message) -> Incoming | None:
        """One message of Twilio. Raises ProtocolError."""
        if isinstance(data, bytes):
            raise ProtocolError("binary", "Twilio Media Streams are texts")
        message = read_object(data)
        event = message.get("event")
        if not isinstance(event, str) or event not in self._readers:
            raise ProtocolError("unknown_type", f"event must be one of {', '.join(self._readers)}")
        return self._readers[event](message)

    def _start(self, message: Mapping[str, Any]) -> Start:
        """`customParameters` are those of our own TwiML, or of whoever wrote it."""
        start = read_part(message, "start")
        if not _FORMAT.items() <= read_part(start, "mediaFormat").items():
            raise ProtocolError("sample_rate", "mediaFormat must be audio/x-mulaw, 8000, 1")
        self.stream_sid, self.call_sid = read_text(start, "streamSid"), read_text(start, "callSid")
        custom = read_custom(start, "customParameters")
        self.asks_after = ASKS_AFTER in custom
        return Start(
            SAMPLE_RATE_HZ,
            custom.get("caller", ""),
            read_called(custom),
            read_language(custom),
            self.stream_sid,
            read_direction(custom),
            {"call_sid": self.call_sid, **_without(custom, _OURS)},
        )

    def _media(self, message: Mapping[str, Any]) -> Audio | None:
        media = read_part(message, "media")
        if self._is_late(media.get("chunk")):
            return None
        try:
            payload: Any = media.get("payload")
            return Audio(MU_LAW.decode(b64decode(payload, validate=True)))
        except (ValueError, TypeError) as error:
            raise ProtocolError("audio", "media.payload must be base64") from error

    def _is_late(self, chunk: object) -> bool:
        """Of a chunk that comes twice, or after a later one.

        Twilio counts them from 1, and TCP keeps their order: so no audio waits here for what is
        missing, and what was out of order before TCP is dropped, as on a telephone.
        """
        if not isinstance(chunk, str) or not _CHUNK.fullmatch(chunk):
            return False
        if 0 <= self._newest - int(chunk) < MOST_LATE:
            return True
        self._newest = int(chunk)
        return False

    def started(self, call_id: str, sample_rate_hz: int) -> list[Message]:
        """Twilio expects no answer to its start."""
        return []

    def encode(self, command: do.Command) -> list[Message]:
        """What a command of the turn core is for Twilio; a call ends when the socket closes."""
        if isinstance(command, do.SendAudio):
            payload = b64encode(MU_LAW.encode(command.samples)).decode()
            return [self._text("media", media={"payload": payload})]
        if isinstance(command, do.EndSentence):
            return [self._text("mark", mark={"name": command.mark})]
        if isinstance(command, do.ClearPlayback):
            return [self._text("clear")]
        if isinstance(command, do.EndCall):
            self.end = command
        return []

    def _text(self, event: str, **fields: Any) -> str:
        return json.dumps({"event": event, "streamSid": self.stream_sid, **fields})


def _without(fields: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if name not in names}
