from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sanic.exceptions import ServerError, WebsocketClosed
from websockets.exceptions import ConnectionClosedError

from channels.turns import commands as do
from channels.websocket_line import WebsocketLine
from channels.wire import browser
from tests.channels.sanic_socket import SanicSocket
from tests.channels.virtual_loop import virtual


class Socket(SanicSocket):
    """`error` is raised by all that is done with it."""

    def __init__(self, error: BaseException | None = None, is_lost: bool = True):
        super().__init__()
        self.error, self.is_lost = error, is_lost
        self.hangs = False

    async def _do(self, *_: Any) -> Any:
        if self.error:
            raise self.error
        if self.hangs:
            await asyncio.Event().wait()

    send = close = _do

    async def wait_for_connection_lost(self, timeout_s: float) -> bool:
        if not self.is_lost:
            await asyncio.sleep(timeout_s)
        return self.is_lost


CLOSED = [
    ConnectionClosedError(None, None),
    WebsocketClosed("closed"),
    ServerError("finished"),
]


@pytest.mark.parametrize("error", CLOSED, ids=lambda error: type(error).__name__)
@virtual
async def test_a_closed_websocket_is_a_lost_connection(error: BaseException) -> None:
    line = WebsocketLine(Socket(error), browser)
    for work in (line.open("c1", 16000), line.send(do.ClearPlayback())):
        with pytest.raises(ConnectionResetError):
            await work
    await line.close()


@virtual
async def test_who_waits_for_a_lost_connection_is_told() -> None:
    socket = Socket()
    line = WebsocketLine(socket, browser)
    socket.connection_lost_waiter.set_result(None)
    with pytest.raises(ConnectionResetError):
        await line.receive()


@virtual
async def test_what_is_nothing_to_the_far_end_is_not_sent() -> None:
    await WebsocketLine(Socket(WebsocketClosed("closed")), browser).send(do.Guess(1))


@virtual
async def test_a_message_that_does_not_come_in_time_is_a_timeout() -> None:
    with pytest.raises(asyncio.TimeoutError):
        await WebsocketLine(Socket(), browser).receive(within_s=1)


@pytest.mark.parametrize(("hangs", "is_lost"), [(True, False), (False, False), (True, True)])
@virtual
async def test_a_far_end_that_does_not_take_leave_is_cut_off(hangs: bool, is_lost: bool) -> None:
    socket = Socket(is_lost=is_lost)
    socket.hangs = hangs
    await WebsocketLine(socket, browser).close()
    assert len(socket.failed) == (0 if is_lost else 1)
