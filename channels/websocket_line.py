"""The far end of a call that comes in on one of Sanic's websockets."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sanic.exceptions import ServerError, WebsocketClosed
from websockets.exceptions import ConnectionClosed

from channels.inflow import Inflow
from channels.message_line import MessageLine
from channels.wire.incoming import Message, Wire

CLOSE_WITHIN_S = 2.0
"""A far end that does not answer the closing of its socket has it cut after this."""


class WebsocketLine(MessageLine):
    """A `MessageLine`."""

    def __init__(self, ws: Any, wire: Wire):
        super().__init__(wire)
        self._ws, self._inflow = ws, Inflow(ws)

    @property
    def flooded(self) -> bool:
        return self._inflow.flooded

    async def write(self, message: Message) -> None:
        with _closed_as_oserror():
            await self._ws.send(message)

    async def read(self, within_s: float | None) -> Message:
        return await self._inflow.next(within_s)

    async def close(self) -> None:
        """Closes the socket; one whose far end does not play its part is cut."""
        self._inflow.close()
        with suppress(OSError, asyncio.TimeoutError), _closed_as_oserror():
            await asyncio.wait_for(self._ws.close(), CLOSE_WITHIN_S)
        if not await self._ws.wait_for_connection_lost(CLOSE_WITHIN_S):
            self._ws.fail_connection()


@contextmanager
def _closed_as_oserror() -> Iterator[None]:
    """Sanic tells in three ways that a websocket is closed."""
    try:
        yield
    except (ConnectionClosed, WebsocketClosed, ServerError) as error:
        raise ConnectionResetError("the caller's websocket is closed") from error
