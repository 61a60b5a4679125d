"""What a far end can say, whatever its protocol: what the codecs of this folder decode to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from channels.audio.pcm import from_bytes
from channels.errors import ProtocolError
from channels.turns import commands as do
from channels.turns.events import Held, KeyPressed, LineClosed, Played


@dataclass(frozen=True)
class Start:
    """The far end opens the call."""

    sample_rate_hz: int
    caller: str = ""
    called: str = ""
    language: str = ""
    """A language code; empty: the line's own."""
    stream_id: str = ""
    """What the far end calls the call; empty: it leaves that to us."""
    direction: str = "inbound"
    """Or "outbound": the far end has called the caller."""
    custom_parameters: Mapping[str, str] = field(default_factory=dict)
    """What it says of the call besides, by name."""


@dataclass(frozen=True)
class Audio:
    """What the caller's microphone heard; int16 mono at the rate of Start."""

    samples: NDArray[np.int16]


def linear_audio(data: bytes) -> Audio:
    """Of signed 16-bit little-endian samples. Raises ProtocolError: odd_audio."""
    if len(data) % 2:
        raise ProtocolError("odd_audio", "audio must be whole samples of 16 bits")
    return Audio(from_bytes(data))


Incoming = Start | Audio | KeyPressed | Played | Held | LineClosed
Message = str | bytes


class Wire(Protocol):
    """The codec of one call."""

    def decode(self, data: Message) -> Incoming | None:
        """One message of the far end; None if it says nothing to us. Raises ProtocolError."""

    def started(self, call_id: str, sample_rate_hz: int) -> Iterable[Message]:
        """The answer to Start; the rate is that of the audio to come."""

    def encode(self, command: do.Command) -> Iterable[Message]:
        """What a command of the turn core is for the far end; nothing if it is nothing to it."""
