"""The websocket of jambonz's `listen` verb, audio streamed in both directions.

https://docs.jambonz.org/verbs/verbs/listen and, for what it leaves open, two sources on GitHub:
mod_audio_fork/lws_glue.cpp of jambonz/freeswitch-modules, and lib/tasks/listen.js of
jambonz/jambonz-feature-server. First comes a text with the call's attributes, then binary audio
(L16, little-endian); marks and keys are texts. What is sent to jambonz waits there in a buffer that
grows as it must, so that audio may come in bursts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from channels.audio.pcm import Samples, to_bytes
from channels.errors import ProtocolError
from channels.turns import commands as do
from channels.turns.events import Played
from channels.wire.incoming import Incoming, Message, Start, linear_audio
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

SUBPROTOCOL = "audio.jambonz.org"
RATES_HZ = (8000, 16000, 24000, 48000, 64000)
"""Of the caller's audio; ours may have any of them, too."""
HELD_BACK_MS = 80
"""jambonz plays audio only when it has got so much that it has not begun to play: a shorter rest,
which is the end of every sentence, waits for more to come, even through a killAudio."""
MARKER = -1
"""How jambonz keeps a mark between samples; ours must not look like one."""


class JambonzWire:
    """The codec of one call; what it is called is in `call_sid`."""

    def __init__(self) -> None:
        self.call_sid = ""
        self._push = np.zeros(0, np.int16)
        """Silence that makes jambonz play what it holds back."""
        self._holds_back = False
        """It may hold back some of our audio."""
        self._ahead = 0
        """Samples of silence that jambonz has got before the pause that they belong to."""

    # What comes in

    def decode(self, data: Message) -> Incoming | None:
        """One message of jambonz. Raises ProtocolError."""
        if isinstance(data, bytes):
            return linear_audio(data)
        message = read_object(data)
        if "callSid" in message:  # first: of metadata, any key may stand beside it
            return self._start(message)
        if message.get("event") == "dtmf":
            return read_key(message, "dtmf")
        if message.get("type") == "mark":
            return _mark(message)
        raise ProtocolError("unknown_type", "a text must have callSid, or be a mark or dtmf")

    def _start(self, message: Mapping[str, Any]) -> Start:
        """The call's attributes, and whatever `metadata` of the verb adds to them."""
        rate_hz = message.get("sampleRate")
        if rate_hz not in RATES_HZ:
            allowed = ", ".join(map(str, RATES_HZ))
            raise ProtocolError("sample_rate", f"sampleRate must be one of {allowed}")
        if message.get("mixType") != "mono":  # anything else has our own voice in it
            raise ProtocolError("field", "mixType must be mono")
        self.call_sid = read_text(message, "callSid")
        return Start(
            int(rate_hz),
            read_text(message, "from"),
            read_called(message, "to"),
            read_language(message),
            self.call_sid,
            read_direction(message),
            {**_texts(message, "customerData"), **_texts(message, "custom_parameters")},
        )

    # What goes out

    def started(self, call_id: str, sample_rate_hz: int) -> list[Message]:
        """jambonz expects no answer; the rate is that of the verb's `bidirectionalAudio`."""
        self._push = np.zeros(HELD_BACK_MS * sample_rate_hz // 1000, np.int16)
        return []

    def encode(self, command: do.Command) -> list[Message]:
        """What a command of the turn core is for jambonz."""
        if isinstance(command, do.SendAudio):
            return self._speak(self._without_what_is_ahead(command.samples))
        if isinstance(command, do.EndSentence):
            return [*self._pushed(), _command("mark", data={"name": command.mark})]
        if isinstance(command, do.ClearPlayback):
            pushed, self._ahead = self._pushed(), 0
            return [*pushed, _command("killAudio")]
        return [_command("disconnect")] if isinstance(command, do.EndCall) else []

    def _speak(self, samples: Samples) -> list[Message]:
        if not len(samples):
            return []
        self._holds_back = True
        return [to_bytes(np.where(samples == MARKER, 0, samples))]

    def _pushed(self) -> list[Message]:
        """Nothing if jambonz holds nothing back: audio after a mark makes it harder to clear."""
        if not self._holds_back:
            return []
        self._holds_back, self._ahead = False, len(self._push)
        return [to_bytes(self._push)]

    def _without_what_is_ahead(self, samples: Samples) -> Samples:
        """A pause that begins with silence which jambonz has got already is so much shorter."""
        start = samples[: self._ahead]
        silent = int(np.argmax(start != 0)) if start.any() else len(start)
        self._ahead = 0 if start.any() else self._ahead - silent
        return samples[silent:]


def _mark(message: Mapping[str, Any]) -> Played | None:
    """What has been cleared has not been played."""
    data = read_part(message, "data")
    name, event = read_text(data, "name"), data.get("event")
    if event not in ("playout", "cleared"):
        raise ProtocolError("field", "event of a mark must be playout or cleared")
    return Played(name) if event == "playout" else None


def _texts(message: Mapping[str, Any], key: str) -> dict[str, str]:
    """What is a text in an object in which anything may be."""
    part = message.get(key)
    if isinstance(part, dict):
        part = {name: value for name, value in part.items() if isinstance(value, str)}
    return read_custom({key: part}, key)


def _command(kind: str, **fields: Any) -> str:
    return json.dumps({"type": kind, **fields})
