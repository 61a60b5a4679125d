"""Frames that are lost, come twice or out of order: on every line the caller is still heard."""

from __future__ import annotations

import audioop
import random
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import jiwer
import numpy as np
import pytest

from channels.audio.pcm import Resampler, Samples, to_bytes
from channels.engines.moonshine import Moonshine
from channels.wire import browser
from channels.wire.asterisk_websocket import AsteriskWire
from channels.wire.audiosocket import AudioSocketWire
from channels.wire.genesys import GenesysWire
from channels.wire.incoming import Audio, Message, Wire
from channels.wire.jambonz import JambonzWire
from channels.wire.twilio import TwilioWire
from tests.channels.engines.speech import hear, telephone, words
from tools.caller import genesys, twilio
from tools.caller.asterisk_websocket import Control
from tools.caller.audiosocket import SLIN_8K, frame

RATE_HZ, FRAME = 8000, 160
SHARE = 0.05
"""Of the frames that are lost, of those that are doubled, of those that change places."""

SAID = [
    ("what are my recent transactions", "rms"),
    ("I want to talk to a person", "slt"),
    ("how much money do I have in my account", "rms"),
]
"""And by which of flite's voices."""

Sent = Callable[[Iterable[bytes]], Iterator[Message]]
"""Frames of the caller's audio, 20 ms of s16le at RATE_HZ, as the far end sends them."""


def linear(frames: Iterable[bytes]) -> Iterator[Message]:
    yield from frames


def mulaw(frames: Iterable[bytes]) -> Iterator[Message]:
    yield from (audioop.lin2ulaw(one, 2) for one in frames)


def by_twilio(frames: Iterable[bytes]) -> Iterator[Message]:
    messages = twilio.Messages()
    yield from (messages.media(audioop.lin2ulaw(one, 2)) for one in frames)


def by_audiosocket(frames: Iterable[bytes]) -> Iterator[Message]:
    yield from (frame(SLIN_8K, one) for one in frames)


def opened(wire: Wire, first: str) -> Callable[[Any], object]:
    """The decoder of a call that has begun."""
    wire.decode(first)
    return wire.decode


LINES: dict[str, tuple[Sent, Callable[[], Callable[[Any], object]]]] = {
    "browser_audio": (linear, lambda: browser.decode),
    "twilio_media_streams": (by_twilio, lambda: TwilioWire().decode),
    "audiosocket": (by_audiosocket, lambda: AudioSocketWire().decode),
    "asterisk_websocket": (linear, lambda: opened(AsteriskWire(), Control().start("voicedesk"))),
    "jambonz": (linear, lambda: JambonzWire().decode),
    "genesys": (
        mulaw,
        lambda: opened(GenesysWire(), genesys.Messages().open("+15550100", "+15550199", {})),
    ),
}
"""How a line's far end sends audio, and the decoder of one call. SIP has PJSIP's jitter buffer."""


def disturbed(messages: Iterable[Message], seed: int) -> list[Message]:
    """Some are lost, some come twice, some change places with the one before."""
    chance, arrived = random.Random(seed), list[Message]()
    for message in messages:
        event = chance.random() // SHARE
        arrived += [message] * (0 if event == 0 else 2 if event == 1 else 1)
        if event == 2 and len(arrived) > 1:
            arrived[-2:] = reversed(arrived[-2:])
    return arrived


def heard(line: str, said: Samples, seed: int) -> Samples:
    """What reaches the recognizer of a caller who says this; 16 kHz on both sides."""
    send, decoder = LINES[line]
    narrow = Resampler(16000, RATE_HZ)(said)
    frames = (to_bytes(narrow[at : at + FRAME]) for at in range(0, len(narrow) - FRAME, FRAME))
    decode, widen = decoder(), Resampler(RATE_HZ, 16000)
    audio = [one for one in map(decode, disturbed(send(frames), seed)) if isinstance(one, Audio)]
    return np.concatenate([widen(one.samples) for one in audio])


@pytest.fixture(scope="module")
def moonshine() -> Moonshine:
    return Moonshine({}, "en")


@pytest.mark.parametrize("line", LINES)
def test_words_are_recognized_though_one_frame_in_seven_is_not_as_it_was_sent(
    moonshine: Moonshine, line: str
) -> None:
    calls = [(said, voice, seed) for said, voice in SAID for seed in (1, 2)]
    understood = [
        words(hear(moonshine, heard(line, telephone(said, voice), seed)).text)
        for said, voice, seed in calls
    ]
    assert jiwer.wer([said.lower() for said, _, _ in calls], understood) < 0.15
