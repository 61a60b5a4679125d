"""What comes in on one of Sanic's websockets, bounded before it is in memory.

Sanic makes a task of whatever a read of the socket brings, though a thousand wait already, and a
task that fails shows in the log what came in. Here no more is read while something waits, so that
the network holds back a far end that is too fast. And where Sanic's `recv` forgets a message that
comes together with the closing, `next` does not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from websockets.frames import Frame, Opcode

from channels import metrics
from channels.wire.incoming import Message

MOST_AT_ONCE, MOST_A_S = 5000, 500
"""Frames of any kind, also pings and pieces of messages: who sends more is no telephone."""
_NOT_UTF_8 = 1007


class Inflow:
    """Of one websocket, from now on; `flooded` is one that sent too much and has been cut."""

    def __init__(self, ws: Any):
        self._ws, self._take = ws, ws.async_data_received
        ws.can_pause = False  # Sanic lets in a whole read for each message that is fetched
        ws.async_data_received = self._received
        self._end = ws.recv_cancel = asyncio.get_running_loop().create_future()
        """Sanic cancels it when the far end closes, after all that came before was fetched."""
        ws.connection_lost_waiter.add_done_callback(lambda _: self._end.cancel())
        self._now_s = asyncio.get_running_loop().time
        self._allowed, self._at_s = float(MOST_AT_ONCE), self._now_s()
        self._waiting: set[asyncio.Task[Any] | None] = set()
        self._closing = self.flooded = False

    async def next(self, within_s: float | None) -> Message:
        """The next message. Raises TimeoutError, ConnectionResetError when there is none left."""
        news = asyncio.ensure_future(self._ws.assembler.message_complete.wait())
        done, _ = await asyncio.wait(
            (news, self._end), timeout=within_s, return_when=asyncio.FIRST_COMPLETED
        )
        news.cancel()
        if not done:
            raise asyncio.TimeoutError
        message: Message | None = await self._ws.assembler.get(timeout=0)
        if message is None:
            raise ConnectionResetError("the caller's websocket is closed")
        return message

    def close(self) -> None:
        """Nobody fetches messages any more: what waits is forgotten, what comes is not kept."""
        self._closing = True
        for task in self._waiting:
            if task:
                task.cancel()

    async def _received(self, answer: Sequence[bytes], frames: Sequence[Frame]) -> None:
        """In place of Sanic's: `answer` is what it has to send for these frames, such as pongs."""
        if self.flooded or self._is_flood(len(frames)):
            return
        task = asyncio.current_task()
        self._waiting.add(task)
        self._read(False)
        try:
            await self._take(answer, [_readable(one) for one in frames if self._is_wanted(one)])
        except UnicodeDecodeError:  # its text is the message
            self._ws.fail_connection(_NOT_UTF_8)
        finally:
            self._waiting.discard(task)
            self._read(not self._waiting)

    def _is_flood(self, frames: int) -> bool:
        now_s = self._now_s()
        self._allowed += MOST_A_S * (now_s - self._at_s)
        self._allowed, self._at_s = min(self._allowed, MOST_AT_ONCE) - frames, now_s
        if self._allowed < 0:
            self.flooded = True
            metrics.refused.labels("too_many").inc()
            self._ws.fail_connection()
            self._end.cancel()
        return self.flooded

    def _is_wanted(self, frame: Frame) -> bool:
        return not self._closing or frame.opcode in (Opcode.CLOSE, Opcode.PONG)

    def _read(self, on: bool) -> None:
        transport = self._ws.io_proto.transport
        if transport is None or transport.is_closing():
            return
        if on and not self.flooded:
            transport.resume_reading()
        else:
            transport.pause_reading()


def _readable(frame: Frame) -> Frame:
    """A text that is not UTF-8 is empty, and as such no JSON."""
    if frame.opcode is Opcode.TEXT and frame.fin:
        try:
            frame.data.decode()
        except UnicodeDecodeError:
            return replace(frame, data=b"")
    return frame
