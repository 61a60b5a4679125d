from __future__ import annotations

import asyncio

import pytest
from websockets.frames import Frame, Opcode

from channels import inflow
from channels.inflow import Inflow
from tests.channels.sanic_socket import SanicSocket

AUDIO = Frame(Opcode.BINARY, b"\0\0")
CLOSE = Frame(Opcode.CLOSE, b"")


@pytest.mark.asyncio
async def test_messages_come_in_order_and_whole_even_those_that_came_before() -> None:
    socket = SanicSocket()
    await socket.receives(Frame(Opcode.TEXT, b'{"a', fin=False), Frame(Opcode.PING, b"1"))
    await socket.receives(Frame(Opcode.CONT, b'": 1}'), AUDIO)
    guard = Inflow(socket)
    await socket.receives(AUDIO)
    assert [await guard.next(1) for _ in range(3)] == ['{"a": 1}', AUDIO.data, AUDIO.data]


@pytest.mark.asyncio
async def test_who_waits_too_long_is_told() -> None:
    with pytest.raises(asyncio.TimeoutError):
        await Inflow(SanicSocket()).next(0)


@pytest.mark.asyncio
async def test_nothing_more_is_read_while_something_waits_to_be_fetched() -> None:
    socket = SanicSocket()
    guard = Inflow(socket)
    await socket.receives(AUDIO, AUDIO)
    await guard.next(1)
    assert not socket.reading
    await guard.next(1)
    assert socket.reading


@pytest.mark.asyncio
async def test_what_came_too_soon_is_read_on_after() -> None:
    socket = SanicSocket()
    early = await socket.receives(AUDIO, AUDIO)
    assert not socket.reading
    guard = Inflow(socket)
    await early
    assert [await guard.next(1) for _ in range(2)] == [AUDIO.data] * 2
    assert socket.reading


@pytest.mark.asyncio
async def test_who_sends_much_at_once_does_not_keep_the_others_from_their_turn() -> None:
    socket = SanicSocket()
    guard = Inflow(socket)
    await socket.receives(*[AUDIO] * 10)
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    others = asyncio.ensure_future(other())
    for _ in range(10):
        await guard.next(None)
    others.cancel()
    assert turns >= 10


@pytest.mark.asyncio
async def test_what_came_before_the_close_is_not_lost() -> None:
    socket = SanicSocket()
    guard = Inflow(socket)
    waiting = asyncio.ensure_future(guard.next(1))
    await socket.receives(AUDIO, AUDIO, CLOSE)
    assert [await waiting, await guard.next(1)] == [AUDIO.data, AUDIO.data]
    for _ in range(2):
        with pytest.raises(ConnectionResetError):
            await guard.next(None)


@pytest.mark.asyncio
async def test_a_connection_that_is_lost_is_over() -> None:
    socket = SanicSocket()
    guard = Inflow(socket)
    waiting = asyncio.ensure_future(guard.next(None))
    socket.connection_lost_waiter.set_result(None)
    with pytest.raises(ConnectionResetError):
        await waiting


@pytest.mark.asyncio
@pytest.mark.parametrize("opcode", [Opcode.TEXT, Opcode.CONT, Opcode.PING])
async def test_too_many_frames_of_any_kind_cut_the_socket(
    monkeypatch: pytest.MonkeyPatch, opcode: Opcode
) -> None:
    monkeypatch.setattr(inflow, "MOST_AT_ONCE", 10)
    monkeypatch.setattr(inflow, "MOST_A_S", 0)
    socket = SanicSocket()
    guard = Inflow(socket)
    piece = Frame(opcode, b"", fin=False)
    await socket.receives(*[piece] * 10)
    assert not guard.flooded
    waiting = asyncio.ensure_future(guard.next(None))
    await (await socket.receives(piece))
    assert guard.flooded
    assert socket.failed == [1006]
    with pytest.raises(ConnectionResetError):
        await waiting
    await (await socket.receives(AUDIO))
    assert len(socket.taken) == 10


@pytest.mark.asyncio
async def test_a_long_silence_earns_no_right_to_a_flood(monkeypatch: pytest.MonkeyPatch) -> None:
    socket = SanicSocket()
    guard = Inflow(socket)
    monkeypatch.setattr(guard, "_now_s", lambda: 1e6)
    await socket.receives(*[AUDIO] * (inflow.MOST_AT_ONCE + 1))
    assert guard.flooded


@pytest.mark.asyncio
async def test_after_our_close_only_the_far_ends_own_close_counts() -> None:
    socket = SanicSocket()
    guard = Inflow(socket)
    await socket.receives(AUDIO)
    guard.close()
    assert socket.reading
    await (await socket.receives(AUDIO, CLOSE))
    assert socket.taken[-1] is CLOSE
    with pytest.raises(ConnectionResetError):
        await guard.next(1)


@pytest.mark.asyncio
async def test_a_text_that_is_not_utf_8_is_no_json() -> None:
    socket = SanicSocket()
    guard = Inflow(socket)
    await socket.receives(Frame(Opcode.TEXT, b"\xff4821"))
    await socket.receives(Frame(Opcode.TEXT, b"{\xc3", fin=False), Frame(Opcode.CONT, b"}"))
    assert [await guard.next(1) for _ in range(2)] == ["", ""]


@pytest.mark.asyncio
async def test_a_letter_may_be_in_two_pieces() -> None:
    socket = SanicSocket()
    guard = Inflow(socket)
    await socket.receives(Frame(Opcode.TEXT, b"\xc3", fin=False), Frame(Opcode.CONT, b"\xa9"))
    assert await guard.next(1) == "\u00e9"
