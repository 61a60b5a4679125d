"""Sanic's websocket, as far as `Inflow` knows it, without a network."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from sanic.server.websockets.frame import WebsocketFrameAssembler
from websockets.frames import Frame, Opcode


class Transport:
    reading = True

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True

    def is_closing(self) -> bool:
        return False


class SanicSocket:
    """What comes in goes to Sanic's own assembler at first; `taken` is what has been taken off."""

    def __init__(self) -> None:
        self.io_proto = SimpleNamespace(transport=Transport())
        self.assembler: Any = WebsocketFrameAssembler(self)
        self.connection_lost_waiter = asyncio.get_running_loop().create_future()
        self.recv_cancel: asyncio.Future[None] | None = None
        self.taken: list[Frame] = []
        self.failed: list[int] = []
        self._in_order = asyncio.Lock()

    @property
    def reading(self) -> bool:
        return bool(self.io_proto.transport.reading)

    def pause_frames(self) -> bool:
        self.io_proto.transport.pause_reading()
        return True

    def resume_frames(self) -> None:
        self.io_proto.transport.resume_reading()

    async def async_data_received(self, _: Sequence[bytes], frames: Sequence[Frame]) -> None:
        async with self._in_order:
            for frame in frames:
                if frame.opcode is not Opcode.CLOSE:
                    await self.assembler.put(frame)
                elif self.recv_cancel:
                    self.recv_cancel.cancel()
                self.taken.append(frame)

    def fail_connection(self, code: int = 1006) -> None:
        self.failed.append(code)

    async def receives(self, *frames: Frame) -> asyncio.Task[None]:
        """What a read of the socket does; the task that Sanic makes of it has begun."""
        task = asyncio.ensure_future(self.async_data_received([], frames))
        await asyncio.sleep(0)
        return task

    async def says(self, *texts: str) -> None:
        """Texts that come together."""
        await self.receives(*(Frame(Opcode.TEXT, text.encode()) for text in texts))
