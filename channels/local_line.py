"""The far end of a call that another process of ours on this machine brings, by a Unix socket.

It speaks the browser protocol (docs/protocol.md); each message has a header here, which says
whether it is text and how long it is.
"""

from __future__ import annotations

import asyncio
import struct
from contextlib import suppress

from channels.message_line import MessageLine
from channels.wire import browser
from channels.wire.incoming import Message

HEADER = struct.Struct(">?I")
CLOSE_WITHIN_S = 2.0


def pack(message: Message) -> bytes:
    """A message with its header."""
    payload = message.encode() if isinstance(message, str) else message
    return HEADER.pack(isinstance(message, str), len(payload)) + payload


async def unpack(reader: asyncio.StreamReader) -> Message:
    """The next message. Raises OSError when the other side is gone."""
    try:
        is_text, length = HEADER.unpack(await reader.readexactly(HEADER.size))
        payload = await reader.readexactly(length)
    except asyncio.IncompleteReadError as error:
        raise ConnectionResetError("the other process has closed the call") from error
    return payload.decode() if is_text else payload


class LocalLine(MessageLine):
    """A `MessageLine`."""

    flooded = False
    """Cannot be: it is ours."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        super().__init__(browser)
        self._reader, self._writer = reader, writer

    async def write(self, message: Message) -> None:
        if self._writer.is_closing():  # uvloop's would raise RuntimeError
            raise ConnectionResetError("the other process has closed the call")
        self._writer.write(pack(message))
        await self._writer.drain()

    async def read(self, within_s: float | None) -> Message:
        return await asyncio.wait_for(unpack(self._reader), within_s)

    async def close(self) -> None:
        self._writer.close()
        with suppress(OSError, asyncio.TimeoutError):
            await asyncio.wait_for(self._writer.wait_closed(), CLOSE_WITHIN_S)
