"""What carries a call: a websocket, a TCP connection that speaks AudioSocket, or SIP."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Protocol
from urllib.parse import urlsplit

import aiohttp

from tools.caller.sip_connection import calling

PATIENCE_S = 10.0  # for a connection to open, or a websocket to close
Message = str | bytes


class Connection(Protocol):
    """Of one call. Sending to one that is closed does nothing: who listens knows why."""

    @property
    def closed(self) -> bool:
        """By either side."""

    async def send(self, message: Message) -> None:
        """A message, or a whole frame."""

    async def close(self) -> None:
        """From this side."""

    def __aiter__(self) -> AsyncIterator[Message]:
        """What comes in, until the connection is closed."""


def connect(url: str, headers: Mapping[str, str]) -> AbstractAsyncContextManager[Connection]:
    """By what the URL begins with: ws://, sip:, or tcp:// for AudioSocket.

    Raises OSError, TimeoutError, aiohttp.ClientError.
    """
    if url.startswith("sip:"):
        return calling(url, headers)
    return _tcp(url) if url.startswith("tcp:") else _websocket(url, headers)


class _Websocket:
    def __init__(self, socket: aiohttp.ClientWebSocketResponse):
        self._socket = socket

    @property
    def closed(self) -> bool:
        return self._socket.closed

    async def send(self, message: Message) -> None:
        with suppress(ConnectionError):
            if isinstance(message, str):
                await self._socket.send_str(message)
            else:
                await self._socket.send_bytes(message)

    async def close(self) -> None:
        await self._socket.close()

    async def __aiter__(self) -> AsyncIterator[Message]:
        async for message in self._socket:
            yield message.data


@asynccontextmanager
async def _websocket(url: str, headers: Mapping[str, str]) -> AsyncIterator[Connection]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        connecting = session.ws_connect(url, max_msg_size=0, timeout=PATIENCE_S, headers=headers)
        async with connecting as socket:
            yield _Websocket(socket)


class _Tcp:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        self._reader, self._writer = reader, writer

    @property
    def closed(self) -> bool:
        return self._reader.at_eof() or self._writer.is_closing()

    async def send(self, message: Message) -> None:
        assert isinstance(message, bytes)
        with suppress(ConnectionError):
            if not self._writer.is_closing():  # uvloop's would raise RuntimeError
                self._writer.write(message)
                await self._writer.drain()

    async def close(self) -> None:
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()

    async def __aiter__(self) -> AsyncIterator[Message]:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                header = await self._reader.readexactly(3)
                length = struct.unpack(">BH", header)[1]
                yield header + await self._reader.readexactly(length)


@asynccontextmanager
async def _tcp(url: str) -> AsyncIterator[Connection]:
    parts = urlsplit(url)
    opening = asyncio.open_connection(parts.hostname, parts.port)
    connection = _Tcp(*await asyncio.wait_for(opening, PATIENCE_S))
    try:
        yield connection
    finally:
        await connection.close()
