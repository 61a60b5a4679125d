"""A call as Asterisk's chan_websocket brings it, written from its documentation and source alone.

https://docs.asterisk.org/Configuration/Channel-Drivers/WebSocket/: audio goes in binary messages of
whole frames, control in texts. It plays what it is sent, in order, returns a mark when it has
played up to there, and forgets its queue, marks and all, at FLUSH_MEDIA.
"""

from __future__ import annotations

import audioop
import json
from base64 import b64encode
from typing import Any

import numpy as np

from tools.caller.narrowband import NarrowbandTelephone
from tools.caller.script import CallError
from tools.caller.telephone import Outgoing

FRAME_BYTES = {"ulaw": 160, "alaw": 160, "slin": 320, "slin16": 640}
"""Of 20 ms, by codec: `optimal_frame_size`."""
MOST_BYTES, MOST_TEXT_BYTES = 65_500, 128
XON_FRAMES, XOFF_FRAMES, MOST_FRAMES = 800, 900, 1000
CONNECTION, CHANNEL = "voicedesk", "WebSocket/voicedesk/0x7f1c3400a2b0"
CHANNEL_ID = "pbx1-1761245643.1"
MARKS = {
    "MARK_MEDIA": "MEDIA_MARK_PROCESSED",
    "STOP_MEDIA_BUFFERING": "MEDIA_BUFFERING_COMPLETED",
}
"""What is answered when the command has come to the front of the queue."""
COMMANDS = {"ANSWER", "HANGUP", "FLUSH_MEDIA", *MARKS}
"""Those that are taken here; all of them are case-sensitive."""


def login(username: str, password: str) -> dict[str, str]:
    """The headers of a section of websocket_client.conf, protocols = media."""
    credential = b64encode(f"{username}:{password}".encode()).decode()
    return {"Authorization": f"Basic {credential}", "Sec-WebSocket-Protocol": "media"}


class Control:
    """The texts of one call, f(json) or f(plain-text)."""

    def __init__(self, codec: str = "slin", as_json: bool = True):
        self.codec, self.as_json = codec, as_json

    def start(self, connection_id: str = CONNECTION, **variables: str) -> str:
        """MEDIA_START; only JSON has the channel's variables."""
        size = FRAME_BYTES[self.codec]
        about = {"connection_id": connection_id, "channel": CHANNEL, "channel_id": CHANNEL_ID}
        media: dict[str, Any] = {"format": self.codec, "optimal_frame_size": size, "ptime": 20}
        own = {"DIALEDPEERNUMBER": f"{CONNECTION}/c({self.codec})"}
        own |= {"MEDIA_WEBSOCKET_CONNECTION_ID": connection_id}
        more = {"channel_variables": {**own, **variables}} if self.as_json else {}
        return self._text("MEDIA_START", **about, **media, **more)

    def digit(self, digit: str) -> str:
        return self._text("DTMF_END", digit=digit, channel_id=CHANNEL_ID)

    def mark(self, command: str, name: str) -> str:
        """The answer to a command of MARKS."""
        if self.as_json:
            return self._text(MARKS[command], channel_id=CHANNEL_ID, correlation_id=name)
        return f"{MARKS[command]} {name}".rstrip()

    def flow(self, on: bool) -> str:
        """MEDIA_XON, MEDIA_XOFF."""
        fields = {"channel_id": CHANNEL_ID} if self.as_json else {}
        return self._text("MEDIA_XON" if on else "MEDIA_XOFF", **fields)

    def _text(self, event: str, **fields: Any) -> str:
        if self.as_json:
            return json.dumps({"event": event, **fields})
        return " ".join([event, *(f"{name}:{value}" for name, value in fields.items())])

    def command(self, text: str) -> tuple[str, str]:
        """A command's name and mark. Raises ValueError for what Asterisk would not take."""
        if len(text.encode()) > MOST_TEXT_BYTES:
            raise ValueError(f"a text of more than {MOST_TEXT_BYTES} bytes")
        if self.as_json:
            message = dict(json.loads(text))
            name, mark = message["command"], str(message.get("correlation_id", ""))
        else:
            name, _, mark = text.partition(" ")
        if name not in COMMANDS:
            raise ValueError(f"unknown command {name!r}")
        return name, mark


def check_media(data: bytes, codec: str) -> None:
    """Raises ValueError for what Asterisk would drop, or hang up at."""
    if len(data) > MOST_BYTES or len(data) % FRAME_BYTES[codec]:
        raise ValueError(f"{len(data)} bytes of media")


class AsteriskTelephone(NarrowbandTelephone):
    """A telephone behind Dial(WebSocket/voicedesk/c(`codec`)nf(json)); codecs of 8 kHz."""

    def __init__(
        self,
        *given: Any,
        credential: tuple[str, str] = ("", ""),
        codec: str = "slin",
        as_json: bool = True,
        **named: Any,
    ):
        super().__init__(*given, **named)
        self._credential, self._control = credential, Control(codec, as_json)
        self._commands: dict[str, str] = {}  # by the mark that they have set
        self.answered = False

    @property
    def headers(self) -> dict[str, str]:
        return login(*self._credential)

    def dial(self) -> list[Outgoing]:
        return [self._control.start(caller=self.caller, called=self.called)]

    def receive(self, data: Outgoing) -> None:
        """Takes a message of the bot. Raises CallError for one that Asterisk would not take."""
        try:
            if isinstance(data, bytes):
                self._play(data)
            else:
                self._obey(*self._control.command(data))
        except (ValueError, KeyError, TypeError) as error:
            raise CallError(f"the bot's message breaks the protocol: {error!r}") from error

    def _play(self, data: bytes) -> None:
        check_media(data, self._control.codec)
        self.playback.add(np.frombuffer(self._linear(data), "<i2").astype(np.int16))
        if self.playback.buffered > XOFF_FRAMES * 160:
            raise ValueError("more than Asterisk's queue holds")

    def _obey(self, command: str, mark: str) -> None:
        if command == "ANSWER":
            self.answered = True
        elif command == "HANGUP":
            self.recording.ended, self.over = "assistant", True
        elif command == "FLUSH_MEDIA":
            self._take({"type": "clear"})
            self._note({"type": "clear"})
        else:
            self._commands[mark] = command
            self.playback.end(mark)

    def tick(self) -> list[Outgoing]:
        """As every telephone, in Asterisk's words."""
        words = (self._in_asterisks_words(data) for data in super().tick())
        return [one for one in words if one]

    def _in_asterisks_words(self, data: Outgoing) -> Outgoing:
        """Its end is the connection's."""
        if isinstance(data, bytes):
            return self._coded(self.narrow(data))
        message = json.loads(data)
        if message["type"] == "dtmf":
            return self._control.digit(message["digit"])
        if message["type"] == "played":
            return self._control.mark(self._commands.pop(message["mark"]), message["mark"])
        return ""

    def _linear(self, data: bytes) -> bytes:
        laws = {"ulaw": audioop.ulaw2lin, "alaw": audioop.alaw2lin}
        law = laws.get(self._control.codec)
        return law(data, 2) if law else data

    def _coded(self, linear: bytes) -> bytes:
        laws = {"ulaw": audioop.lin2ulaw, "alaw": audioop.lin2alaw}
        law = laws.get(self._control.codec)
        return law(linear, 2) if law else linear
