"""The far end of a call on a websocket that we have opened."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import aiohttp

from channels.message_line import MessageLine
from channels.wire.incoming import Message, Wire

CONNECT_WITHIN_S = 3.0
CLOSE_WITHIN_S = 2.0
MOST_BYTES = 128 * 1024
"""Of a message."""
_DATA = (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY)


class WebsocketClient(MessageLine):
    """One of aiohttp's, which holds back the network while what came is not read."""

    flooded = False
    """Cannot be."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse, wire: Wire):
        super().__init__(wire)
        self._ws = ws

    async def write(self, message: Message) -> None:
        if isinstance(message, str):
            await self._ws.send_str(message)
        else:
            await self._ws.send_bytes(message)

    async def read(self, within_s: float | None) -> Message:
        message = await self._ws.receive(within_s)
        if message.type not in _DATA:
            raise ConnectionResetError("the far end's websocket is closed")
        data: Message = message.data
        return data

    async def close(self) -> None:
        """A far end that does not play its part is cut."""
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._ws.close(), CLOSE_WITHIN_S)


async def open_websocket(
    http: aiohttp.ClientSession, url: str, subprotocol: str
) -> aiohttp.ClientWebSocketResponse:
    """Raises OSError with what happened."""
    opening = http.ws_connect(url, protocols=(subprotocol,), max_msg_size=MOST_BYTES)
    try:
        return await asyncio.wait_for(opening, CONNECT_WITHIN_S)
    except aiohttp.WSServerHandshakeError as error:
        raise ConnectionRefusedError(f"it answers {error.status} {error.message}") from error
    except asyncio.TimeoutError as error:
        raise ConnectionRefusedError("it does not answer in time") from error
    except aiohttp.ClientError as error:
        raise ConnectionRefusedError("there is no HTTP server") from error
