"""A far end (tests/far_ends) on a websocket to Rasa's own server."""

from __future__ import annotations

from typing import Any, Protocol

import aiohttp
from aiohttp import web

Socket = aiohttp.ClientWebSocketResponse | web.WebSocketResponse
DATA = (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY)


class FarEnd(Protocol):
    """`out` is what it wants to send, `marks` are those that it has got."""

    out: list[Any]
    marks: Any

    def say(self, frame: bytes, /) -> None: ...

    def press(self, key: str, /) -> None: ...

    def take(self, data: Any) -> None: ...

    def play(self, count: int, /) -> Any: ...


class WebsocketCall:
    """Audio is played as it comes, unless a test wants to wait; `plays` at most so much at once."""

    plays = 1000
    loud, quiet = b"", b""
    """Frames of the caller's, 20 ms."""

    def __init__(self, ws: Socket, far_end: FarEnd):
        self.ws, self.over, self._far_end = ws, False, far_end

    async def flush(self) -> None:
        """Sends what the far end wants to."""
        for data in self._far_end.out:
            await (self.ws.send_str(data) if isinstance(data, str) else self.ws.send_bytes(data))
        self._far_end.out.clear()

    async def next(self, plays: bool = True) -> None:
        """Takes the next message, if there still is one."""
        message = await self.ws.receive(timeout=20)
        self.over = message.type not in DATA
        if not self.over:
            self._far_end.take(message.data)
        if plays:
            self._far_end.play(self.plays)
        if not self.over:
            await self.flush()

    async def says(self) -> None:
        """Something of 800 ms, and is silent for as long."""
        for frame in [self.quiet] * 4 + [self.loud] * 40 + [self.quiet] * 40:
            self._far_end.say(frame)
        await self.flush()

    async def presses(self, keys: str) -> None:
        for key in keys:
            self._far_end.press(key)
        await self.flush()

    async def until_mark(self) -> None:
        marks = len(self._far_end.marks)
        while len(self._far_end.marks) == marks:
            await self.next()
            assert not self.over

    async def until_over(self) -> None:
        while not self.over:
            await self.next()
