"""Asterisk's chan_websocket, subprotocol `media`: texts for control, binary messages for audio.

https://docs.asterisk.org/Configuration/Channel-Drivers/WebSocket/ and, for what it leaves open,
channels/chan_websocket.c of Asterisk. The control messages: asterisk_control.py.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from channels.audio.g711 import A_LAW, MU_LAW
from channels.audio.pcm import Samples, from_bytes, to_bytes
from channels.errors import ProtocolError
from channels.turns import commands as do
from channels.turns.events import Played
from channels.wire.asterisk_control import Event, read_event, write_command
from channels.wire.incoming import Audio, Incoming, Message, Start
from channels.wire.json_object import (
    MAX_FIELDS,
    read_called,
    read_custom,
    read_direction,
    read_key,
    read_language,
    read_text,
)

SUBPROTOCOL = "media"
MOST_BYTES = 65_500
"""Of a message: "Attempting to send a message greater than that length will result in the websocket
being closed and the call hungup!\""""
MOST_WAITING = 1000
"""Messages that wait for MEDIA_XON, some 20 s; of more the oldest is forgotten."""
_OURS = ("caller", "called", "language", "direction")
"""What has a meaning here of what the dialplan tells."""


@dataclass(frozen=True)
class Format:
    """One of Asterisk's, by the codec in Dial()."""

    rate_hz: int
    sample_bytes: int = 2
    decode: Callable[[bytes], Samples] = from_bytes
    encode: Callable[[Samples], bytes] = to_bytes


FORMATS = {
    "ulaw": Format(8000, 1, MU_LAW.decode, MU_LAW.encode),
    "alaw": Format(8000, 1, A_LAW.decode, A_LAW.encode),
    "slin": Format(8000),
    "slin44": Format(44100),
    **{f"slin{khz}": Format(1000 * khz) for khz in (12, 16, 24, 32, 48, 96, 192)},
}
"""Asterisk's signed linear audio is little-endian here, as it is on the machines it runs on."""


class AsteriskWire:
    """The codec of one call. `told`: what is known of it before MEDIA_START.

    After MEDIA_XOFF, audio and marks are kept; after MEDIA_XON they are to be had from `released`.
    """

    def __init__(self, told: dict[str, str] | None = None):
        self.channel = ""
        """The name of Asterisk's WebSocket channel."""
        self._told = told or {}
        self._format, self._frame_samples = FORMATS["slin"], 0
        self._is_json = False
        self._rest = np.zeros(0, np.int16)  # less than a frame, of the present sentence
        self._is_choked = self._may_go_on = False
        self._waiting: deque[Message] = deque(maxlen=MOST_WAITING)
        self._readers: dict[str, Callable[[Event], Incoming | None]] = {
            "MEDIA_START": self._start,
            "DTMF_END": lambda event: read_key(event.fields, "digit"),
            "MEDIA_MARK_PROCESSED": lambda event: Played(event.mark),
            "MEDIA_BUFFERING_COMPLETED": lambda event: Played(event.mark),
            "MEDIA_XOFF": self._choke,
            "MEDIA_XON": self._unchoke,
            **dict.fromkeys(("STATUS", "QUEUE_DRAINED", "ERROR"), lambda _: None),
        }

    # What Asterisk says

    def decode(self, data: Message) -> Incoming | None:
        """One message of Asterisk. Raises ProtocolError."""
        if isinstance(data, bytes):
            return self._audio(data)
        event = read_event(data)
        self._is_json = event.is_json
        if event.name not in self._readers:
            raise ProtocolError("unknown_type", "the event has no meaning here")
        return self._readers[event.name](event)

    def _audio(self, data: bytes) -> Audio | None:
        if not self._frame_samples:
            return None  # Dial() lets audio through before MEDIA_START
        try:
            return Audio(self._format.decode(data))
        except ValueError as error:
            raise ProtocolError("odd_audio", "audio must be whole samples of 16 bits") from error

    def _start(self, event: Event) -> Start:
        """The channel's id is unique; the connection's is only where we have connected to Asterisk.

        Else it is the name of a section of websocket_client.conf.
        """
        told = {**event.variables, **read_custom({"told": self._told}, "told")}
        about = {name: read_text(event.fields, name) for name in ("connection_id", "channel")}
        self._set_format(event)
        self.channel = about["channel"]
        return Start(
            self._format.rate_hz,
            told.get("caller", ""),
            read_called(told),
            read_language(told),
            read_text(event.fields, "channel_id") or about["connection_id"],
            read_direction(told),
            {**about, **_others(told)},
        )

    def _set_format(self, event: Event) -> None:
        """A frame of 0 bytes is that of a codec that Asterisk cannot cut into frames."""
        name, frame_bytes = read_text(event.fields, "format"), event.count("optimal_frame_size")
        if name not in FORMATS:
            raise ProtocolError("format", f"c() in Dial() must be one of {', '.join(FORMATS)}")
        self._format = FORMATS[name]
        if not 0 < frame_bytes <= MOST_BYTES or frame_bytes % self._format.sample_bytes:
            raise ProtocolError("format", "optimal_frame_size must be a frame of whole samples")
        self._frame_samples = frame_bytes // self._format.sample_bytes

    def _choke(self, _: Event) -> None:
        self._is_choked, self._may_go_on = True, False

    def _unchoke(self, _: Event) -> None:
        self._may_go_on = True

    def released(self) -> Message | None:
        """The next message that has waited for MEDIA_XON.

        To be sent before it is asked for again, until there is None: then none waits any more.
        """
        if self._may_go_on and self._waiting:
            return self._waiting.popleft()
        if self._may_go_on:
            self._is_choked = self._may_go_on = False
        return None

    # What is said to Asterisk

    def started(self, call_id: str, sample_rate_hz: int) -> list[Message]:
        """Asterisk ignores it on a channel that it has answered itself."""
        return [self._command("ANSWER")]

    def encode(self, command: do.Command) -> list[Message]:
        """What a command of the turn core is for Asterisk."""
        if isinstance(command, do.ClearPlayback):
            self._rest = self._rest[:0]
            self._waiting.clear()
            return [self._command("FLUSH_MEDIA")]
        if isinstance(command, do.EndCall):
            return [self._command("HANGUP")]
        messages = list(self._playback(command))
        if self._is_choked:
            self._waiting.extend(messages)
            return []
        return messages

    def _playback(self, command: do.Command) -> Iterator[Message]:
        if isinstance(command, do.SendAudio):
            yield from self._frames(command.samples)
        elif isinstance(command, do.EndSentence):
            yield from self._frames(np.zeros(-len(self._rest) % self._frame_samples, np.int16))
            yield self._mark(command.mark)

    def _frames(self, samples: Samples) -> Iterator[bytes]:
        """Whole frames, for Asterisk drops what is left over, and never more than it takes."""
        joined = np.concatenate([self._rest, samples])
        whole = len(joined) // self._frame_samples * self._frame_samples
        self._rest = joined[whole:]
        frame_bytes = self._frame_samples * self._format.sample_bytes
        most = MOST_BYTES // frame_bytes * self._frame_samples
        for at in range(0, whole, most):
            yield self._format.encode(joined[at : min(at + most, whole)])

    def _mark(self, name: str) -> str:
        """MARK_MEDIA came with JSON (20.18, 22.8, 23.2); before, only buffering's end had a mark.

        Buffering is never begun, so that its end does nothing else.
        """
        return self._command("MARK_MEDIA" if self._is_json else "STOP_MEDIA_BUFFERING", name)

    def _command(self, name: str, mark: str = "") -> str:
        return write_command(name, mark, self._is_json)


def _others(told: Mapping[str, str]) -> dict[str, str]:
    return dict([one for one in told.items() if one[0] not in _OURS][:MAX_FIELDS])
