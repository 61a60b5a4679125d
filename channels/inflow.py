"""What comes in on one of Sanic's websockets, bounded before it is in memory.

Sanic hands each message from one task to another and back: a busy loop took so long over that that
a caller's words were heard seconds late. Here they wait in a queue. And Sanic makes a task of
whatever a read of the socket brings, though a thousand wait already; here no more is read while
something waits, so that the network holds back a far end that is too fast. And where Sanic's `recv`
forgets a message that comes together with the closing, `next` does not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from websockets.frames import Frame, Opcode

from channels import metrics
from channels.wire.incoming import Message

MOST_AT_ONCE, MOST_A_S = 5000, 500
"""Frames of any kind, also pings and pieces of messages: who sends more is no telephone."""
_DATA = (Opcode.TEXT, Opcode.BINARY)


class Inflow:
    """Of one websocket, from now on; `flooded` is one that sent too much and has been cut."""

    def __init__(self, ws: Any):
        self._ws, self._take = ws, ws.async_data_received
        ws.can_pause = False  # Sanic lets in a whole read for each message that is fetched
        ws.async_data_received = self._received
        self._messages: asyncio.Queue[Message | None] = asyncio.Queue()
        """None is the end."""
        self._take_over(ws.assembler)
        self._end = ws.recv_cancel = asyncio.get_running_loop().create_future()
        """Sanic cancels it when the far end closes."""
        self._end.add_done_callback(lambda _: self._messages.put_nowait(None))
        ws.connection_lost_waiter.add_done_callback(lambda _: self._end.cancel())
        self._now_s = asyncio.get_running_loop().time
        self._allowed, self._at_s = float(MOST_AT_ONCE), self._now_s()
        self._closing = self.flooded = False

    def _take_over(self, assembler: Any) -> None:
        """From Sanic's, which may hold a message or pieces of one already."""
        self._is_text = assembler.decoder is not None
        self._pieces = [
            piece.encode() if isinstance(piece, str) else piece for piece in assembler.chunks
        ]
        if assembler.paused:
            self._ws.resume_frames()
        if assembler.message_complete.is_set():
            self._complete()
            assembler.message_fetched.set()
        self._ws.assembler = self

    async def next(self, within_s: float | None) -> Message:
        """The next message. Raises TimeoutError, ConnectionResetError when there is none left."""
        if not self._messages.empty():
            await asyncio.sleep(0)  # the other calls' turn, however much this one has sent
        message = await asyncio.wait_for(self._messages.get(), within_s)
        if message is None:
            self._messages.put_nowait(None)
            raise ConnectionResetError("the caller's websocket is closed")
        self._read(self._messages.empty())
        return message

    def close(self) -> None:
        """Nobody fetches messages any more: what waits is forgotten, what comes is not kept."""
        self._closing = True
        self._forget()
        self._read(True)

    def _forget(self) -> None:
        while not self._messages.empty():
            self._messages.get_nowait()

    async def _received(self, answer: Sequence[bytes], frames: Sequence[Frame]) -> None:
        """In place of Sanic's: `answer` is what it has to send for these frames, such as pongs."""
        if self.flooded or self._is_flood(len(frames)):
            return
        await self._take(answer, frames)
        self._read(self._messages.empty())

    async def put(self, frame: Frame) -> None:
        """Any frame but a pong or a close, in place of Sanic's assembler, which waits here."""
        if self._closing or frame.opcode not in (*_DATA, Opcode.CONT):
            return
        if frame.opcode in _DATA:
            self._is_text = frame.opcode is Opcode.TEXT
        self._pieces.append(frame.data)
        if frame.fin:
            self._complete()

    def _complete(self) -> None:
        """A text that is not UTF-8 is empty, and as such no JSON."""
        data = b"".join(self._pieces)
        self._pieces.clear()
        try:
            self._messages.put_nowait(data.decode() if self._is_text else data)
        except UnicodeDecodeError:
            self._messages.put_nowait("")

    def _is_flood(self, frames: int) -> bool:
        now_s = self._now_s()
        self._allowed += MOST_A_S * (now_s - self._at_s)
        self._allowed, self._at_s = min(self._allowed, MOST_AT_ONCE) - frames, now_s
        if self._allowed < 0:
            self.flooded = True
            metrics.refused.labels("too_many").inc()
            self._ws.fail_connection()
            self._forget()
            self._end.cancel()
        return self.flooded

    def _read(self, on: bool) -> None:
        transport = self._ws.io_proto.transport
        if transport is None or transport.is_closing():
            return
        if on and not self.flooded:
            transport.resume_reading()
        else:
            transport.pause_reading()
