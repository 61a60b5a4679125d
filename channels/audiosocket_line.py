"""The far end of a call on a TCP connection that speaks AudioSocket.

Asterisk has no command that empties its queue and tells nothing of what it has played. So audio is
kept here and sent a frame every 20 ms, on absolute deadlines, silence where there is none: what has
left has been heard. In silence a frame more or less makes up for clocks that do not run alike.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from channels.audio.drift import Drift
from channels.audio.pacing import Pacing
from channels.errors import ProtocolError
from channels.turns import commands as do
from channels.turns.events import EndReason, Played
from channels.wire import audiosocket
from channels.wire.audiosocket import HEADER_BYTES, AudioSocketWire
from channels.wire.incoming import Audio, Incoming

logger = logging.getLogger(__name__)

FRAME_S = 0.020
MOST_UNREAD = 100
"""Frames of the caller's, two seconds, that may wait; then the network holds them back."""
CLOSE_WITHIN_S = 2.0
MOST_LATE_S = 0.1
"""After a longer stall what is late is not made up for: Asterisk could not take it back."""


class AudioSocketLine:
    """A `FarEnd` (channels/voice_channel.py)."""

    flooded = False
    """Cannot be: what waits is bounded."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        self._reader, self._writer = reader, writer
        self._wire = AudioSocketWire()
        self._news: asyncio.Queue[Incoming | None | Exception] = asyncio.Queue(MOST_UNREAD)
        self._tasks = [asyncio.create_task(self._read())]
        self._now_s = asyncio.get_running_loop().time
        self._drift = Drift(1000 * FRAME_S)
        self._pacing = Pacing(0)

    # What comes in

    async def _read(self) -> None:
        try:
            while True:
                header = await self._reader.readexactly(HEADER_BYTES)
                payload = await self._reader.readexactly(audiosocket.payload_bytes(header))
                news = self._decoded(header + payload)
                if isinstance(news, Audio):
                    audio_ms = 1000 * len(news.samples) / self._wire.rate_hz
                    self._drift.heard(audio_ms, 1000 * self._now_s())
                await self._news.put(news)
        except (OSError, asyncio.IncompleteReadError):
            await self._news.put(ConnectionResetError("the caller's connection is closed"))

    def _decoded(self, frame: bytes) -> Incoming | None | Exception:
        try:
            return self._wire.decode(frame)
        except ProtocolError as error:
            return error

    async def receive(self, within_s: float | None = None) -> Incoming | None:
        news = await asyncio.wait_for(self._news.get(), within_s)
        if isinstance(news, Exception):
            raise news
        return news

    # What goes out

    async def open(self, call_id: str, sample_rate_hz: int) -> None:
        """From now on a frame leaves every 20 ms."""
        self._pacing = Pacing(round(FRAME_S * sample_rate_hz), self._drift)
        self._tasks.append(asyncio.create_task(self._pace(sample_rate_hz)))

    async def _pace(self, rate_hz: int) -> None:
        due_s = self._now_s()
        with suppress(OSError):  # the reader tells
            while not self._writer.is_closing():  # uvloop's would raise RuntimeError
                for samples, marks in self._pacing.due():
                    self._writer.write(audiosocket.audio(rate_hz, samples))
                    await self._writer.drain()
                    for mark in marks:
                        self._tell(Played(mark))
                due_s = max(due_s, self._now_s() - MOST_LATE_S) + FRAME_S
                await asyncio.sleep(max(0.0, due_s - self._now_s()))

    async def send(self, command: do.Command) -> None:
        if isinstance(command, do.SendAudio):
            self._pacing.add(command.samples)
        elif isinstance(command, do.EndSentence):
            self._pacing.mark(command.mark)
        elif isinstance(command, do.ClearPlayback):
            self._pacing.clear()
        elif isinstance(command, do.EndCall):
            self._hang_up(command.reason)

    def _hang_up(self, reason: EndReason) -> None:
        if reason == "transfer":
            logger.warning("AudioSocket has no word for passing a caller on: the call is hung up")
        if not self._writer.is_closing():
            self._writer.write(audiosocket.hang_up())

    async def close(self) -> None:
        """Closes the connection; may be called twice."""
        for task in self._tasks:
            task.cancel()
        self._tell(ConnectionResetError("the connection is closed"))
        self._writer.close()
        try:
            await asyncio.wait_for(self._writer.wait_closed(), CLOSE_WITHIN_S)
        except (OSError, asyncio.TimeoutError):
            self._writer.transport.abort()

    def _tell(self, news: Incoming | Exception) -> None:
        """Whoever listens, though what waited first is lost if it is too much."""
        if self._news.full():
            self._news.get_nowait()
        self._news.put_nowait(news)
