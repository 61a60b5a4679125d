"""What a call of chan_websocket needs beside a websocket, without one."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from channels.asterisk_line import AsteriskLine
from channels.message_line import MessageLine
from channels.transfers import Transfers
from channels.turns import commands as do
from channels.turns.handoff import Handoff
from channels.wire.asterisk_websocket import AsteriskWire
from channels.wire.incoming import Message
from tools.caller.asterisk_websocket import CHANNEL, Control

FRAME = np.ones(160, np.int16)


class Carrier(MessageLine):
    """A websocket on which `said` comes in; `written` has gone out."""

    flooded = False

    def __init__(self, wire: AsteriskWire, *said: Message):
        super().__init__(wire)
        self.said, self.written = list(said), list[Message]()
        self.closed = 0

    async def write(self, message: Message) -> None:
        await asyncio.sleep(0)  # others have their turn
        self.written.append(message)

    async def read(self, within_s: float | None) -> Message:
        return self.said.pop(0)

    async def close(self) -> None:
        self.closed += 1


def open_line(*said: Message) -> tuple[AsteriskLine, Carrier]:
    wire = AsteriskWire()
    wire.decode(Control("slin").start())
    carrier = Carrier(wire, *said)
    return AsteriskLine(carrier, wire, Transfers("2000")), carrier


@pytest.mark.asyncio
async def test_between_xoff_and_xon_nothing_is_sent_and_then_all_in_order() -> None:
    control = Control("slin")
    line, carrier = open_line(control.flow(on=False), control.flow(on=True))
    await line.receive()
    for value in range(1, 4):
        await line.send(do.SendAudio(value * FRAME))
    assert carrier.written == []
    more = line.send(do.SendAudio(4 * FRAME)), line.send(do.EndSentence("s1"))
    await asyncio.gather(line.receive(), *more)
    heard = [one[0] for one in carrier.written if isinstance(one, bytes)]
    assert heard == [1, 2, 3, 4]
    assert "s1" in str(carrier.written[-1])


@pytest.mark.asyncio
async def test_the_rest_is_the_websockets() -> None:
    line, carrier = open_line()
    assert line.flooded is False
    await line.open("c1", 8000)
    await line.close()
    assert (carrier.written, carrier.closed) == (['{"command": "ANSWER"}'], 1)


@pytest.mark.asyncio
async def test_a_transfer_is_known_before_the_hang_up() -> None:
    transfers, wire = Transfers("2000"), AsteriskWire()
    wire.decode(Control("slin").start())
    line = AsteriskLine(Carrier(wire), wire, transfers)
    await line.send(do.EndCall("transfer", Handoff(record={"goal": "a"})))
    assert transfers.take(CHANNEL) == Handoff("2000", {"goal": "a"})
    assert transfers.take(CHANNEL) == Handoff()
