"""Asterisk's side of an AudioSocket, played by hand."""

from __future__ import annotations

import asyncio
import struct

from tools.caller.audiosocket import DTMF, HANG_UP, SLIN_8K, UUID_FRAME, frame

FRAME_BYTES = 320
QUIET = bytes(FRAME_BYTES)


class Channel:
    """A channel that runs the application AudioSocket(uuid, address)."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        self.reader, self.writer = reader, writer
        self.heard = b""
        self.hung_up = False
        """By the other side, as it should."""

    @classmethod
    async def dial(cls, port: int, uuid: bytes) -> Channel:
        channel = cls(*await asyncio.open_connection("127.0.0.1", port))
        channel.send(UUID_FRAME, uuid)
        channel.say(QUIET)
        return channel

    def send(self, kind: int, payload: bytes) -> None:
        self.writer.write(frame(kind, payload))

    def say(self, *frames: bytes) -> None:
        for samples in frames:
            self.send(SLIN_8K, samples)

    def press(self, keys: str) -> None:
        for key in keys:
            self.send(DTMF, key.encode())

    async def hear(self) -> bool:
        """The next frame of the other side; false at the end.

        AssertionError for one at which Asterisk would have hung up.
        """
        try:
            kind, length = struct.unpack(">BH", await self.reader.readexactly(3))
        except (asyncio.IncompleteReadError, OSError):
            return False
        self.hung_up = kind == HANG_UP
        assert self.hung_up or (kind == SLIN_8K and length == FRAME_BYTES), (kind, length)
        self.heard += await self.reader.readexactly(length)
        return True

    async def until_voice(self) -> None:
        """Until something else than silence is heard."""
        start = len(self.heard)
        while not any(self.heard[start:]):
            assert await self.hear(), "hung up"

    async def until_silence(self, frames: int = 15) -> None:
        """Until so many frames without a voice have been heard."""
        while any(self.heard[-frames * FRAME_BYTES :]):
            assert await self.hear(), "hung up"

    async def until_over(self) -> None:
        while await self.hear():
            pass

    async def hang_up(self) -> None:
        """As Asterisk does it: without a word."""
        self.writer.close()
        await self.writer.wait_closed()
