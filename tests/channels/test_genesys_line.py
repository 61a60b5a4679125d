"""A line of Genesys' by itself: what it makes of time, and of a far end that does not read."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from channels.genesys_line import GenesysLine
from channels.turns import commands as do
from channels.wire.genesys import GenesysWire
from tests.channels.sanic_socket import SanicSocket
from tools.caller.genesys import Messages


class Socket(SanicSocket):
    """A websocket on which nobody reads what is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[str | bytes] = []

    async def send(self, message: str | bytes) -> None:
        self.sent.append(message)


async def opened(*texts: str) -> tuple[GenesysLine, Socket]:
    """A line whose session has been opened, and what comes on it next."""
    socket = Socket()
    line = GenesysLine(socket, GenesysWire())
    await socket.says(Messages().open("+15550100", "+15550199", {}), *texts)
    await line.receive()
    await line.open("c1", 8000)
    return line, socket


def numbered(*kinds: str) -> list[str]:
    messages = Messages()
    messages.seq = 1
    return [messages.text(kind) for kind in kinds]


def speech(seconds: float) -> do.SendAudio:
    return do.SendAudio(np.zeros(round(8000 * seconds), np.int16))


@pytest.mark.asyncio
async def test_nothing_is_played_before_it_can_have_been() -> None:
    line, _ = await opened(*numbered("playback_completed", "playback_completed"))
    await line.send(speech(0.3))
    await line.send(do.EndSentence("s1"))
    assert await line.receive() is None  # not yet sent
    for _ in range(5):
        await asyncio.sleep(0)
    assert await line.receive() is None  # not yet played


@pytest.mark.asyncio
async def test_a_genesys_that_does_not_read_is_hung_up_on() -> None:
    line, _ = await opened()
    await line.send(speech(2.0))
    with pytest.raises(OSError, match="does not read"):
        await line.send(speech(0.02))
