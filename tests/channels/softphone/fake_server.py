"""The other end of the softphone: serves the page and speaks browser protocol version 1.

It is written from the protocol alone, shares no code with the product, and does only what a test
tells it to, so that a test can say what the page must do in answer.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web

FOLDER = Path(__file__).parents[3] / "channels" / "softphone"
PREFIX = "/webhooks/browser_audio/"
RATE_HZ = 22050  # of the assistant's audio; unlike any sound card's
PATIENCE_S = 30.0

Message = dict[str, Any]


@dataclass
class Call:
    """One websocket: what came, when, and a way to answer."""

    send: Callable[[str | bytes], None]
    drop: Callable[[], None]
    messages: list[Message] = field(default_factory=list)
    audio: list[tuple[float, bytes]] = field(default_factory=list)  # (monotonic seconds, chunk)
    news: threading.Condition = field(default_factory=threading.Condition)
    is_closed: bool = False

    def say(self, **message: Any) -> None:
        self.send(json.dumps(message))

    def of(self, kind: str) -> list[Message]:
        return [message for message in self.messages if message["type"] == kind]

    def wait_for(self, condition: Callable[[Call], Any]) -> Any:
        """Waits until the condition is true of this call; returns its value."""
        with self.news:
            assert self.news.wait_for(lambda: condition(self), PATIENCE_S), self.messages
            return condition(self)

    def record(self, change: Callable[[], None]) -> None:
        with self.news:
            change()
            self.news.notify_all()

    def note(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes):
            self.record(lambda: self.audio.append((time.monotonic(), frame)))
        else:
            message = json.loads(frame) | {"at": time.monotonic()}
            self.record(lambda: self.messages.append(message))

    def close(self) -> None:
        self.record(lambda: setattr(self, "is_closed", True))


class FakeServer:
    """Listens on a free port of 127.0.0.1, in a thread of its own."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.news = threading.Condition()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.runner = self._run(self._start())
        self.port: int = self.runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self.port}{PREFIX}"

    def wait_for_call(self, count: int = 1) -> Call:
        """The newest call, once there were so many and it was started."""
        with self.news:
            assert self.news.wait_for(lambda: len(self.calls) >= count, PATIENCE_S)
        call = self.calls[-1]
        call.wait_for(lambda one: one.of("start"))
        return call

    def drop_calls(self) -> None:
        """The network fails: every socket breaks without a goodbye."""
        for call in self.calls:
            self.loop.call_soon_threadsafe(call.drop)

    def stop(self) -> None:
        """Listens no more."""
        self._run(self.runner.cleanup())

    def close(self) -> None:
        self.stop()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def _run(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(PATIENCE_S)

    async def _start(self) -> web.AppRunner:
        app = web.Application()
        app.router.add_get(PREFIX, self._page)
        app.router.add_get(PREFIX + "websocket", self._websocket)
        app.router.add_static(PREFIX + "softphone", FOLDER)
        runner = web.AppRunner(app, shutdown_timeout=0.05)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner

    async def _page(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(FOLDER / "index.html")

    async def _websocket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        assert request.transport is not None
        call = Call(
            send=lambda frame: self._run(_send(socket, frame)), drop=request.transport.abort
        )
        with self.news:
            self.calls.append(call)
            self.news.notify_all()
        async for frame in socket:
            if frame.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                call.note(frame.data)
        call.close()
        return socket


async def _send(socket: web.WebSocketResponse, frame: str | bytes) -> None:
    await (socket.send_str(frame) if isinstance(frame, str) else socket.send_bytes(frame))
