"""Asterisk's chan_websocket, written from its documentation and source, as a caller of Rasa."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import numpy as np

from tests.channels.rasa_line import SCRIPTED, RasaLine
from tests.channels.websocket_call import Socket, WebsocketCall
from tests.far_ends.asterisk_websocket import Driver
from tools.caller.asterisk_websocket import Control, login

HERE = "/webhooks/asterisk_websocket"
CREDENTIALS: dict[str, Any] = {
    "password": "correct horse",
    **SCRIPTED,
    "max_calls": 1,
    "transfer_to": "2000",
}
LOGIN = login("asterisk", "correct horse")
CONNECTION = "32966726-4388-456b-a333-fdf5dbecc60d"
LOUD = np.tile(np.array([16384] * 4 + [-16384] * 4, "<i2"), 20).tobytes()  # 20 ms of 1 kHz
QUIET = bytes(320)


class Call(WebsocketCall):
    """A channel on a websocket."""

    plays = 50
    loud, quiet = LOUD, QUIET

    def __init__(self, ws: Socket, driver: Driver):
        super().__init__(ws, driver)
        self.driver = driver


@asynccontextmanager
async def call(
    line: RasaLine,
    control: Control | None = None,
    *,
    query: str = "",
    headers: dict[str, str] | None = None,
    **variables: str,
) -> AsyncIterator[Call]:
    """Dial(WebSocket/voicedesk/...)."""
    url = f"{line.url}{HERE}/websocket{query}"
    headers = LOGIN if headers is None else headers
    async with line.http.ws_connect(url, headers=headers, protocols=("media",)) as ws:
        one = Call(ws, Driver(control or Control(), **variables))
        await one.flush()
        yield one


async def post(line: RasaLine, path: str, **form: str) -> tuple[int, str]:
    url, headers = f"{line.url}{HERE}/{path}", {"Authorization": LOGIN["Authorization"]}
    async with line.http.post(url, data=form, headers=headers) as answer:
        return answer.status, await answer.text()
