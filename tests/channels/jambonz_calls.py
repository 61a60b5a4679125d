"""jambonz, written from its documentation, as a caller of Rasa's own server."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.channels.rasa_line import SCRIPTED, RasaLine
from tests.channels.websocket_call import WebsocketCall
from tests.far_ends.jambonz import Listen
from tools.caller.jambonz import CALL, SUBPROTOCOL, basic, sign

SECRET, USER, PASSWORD = "wh_0123456789", "desk", "pass-4821"
SERVER = "https://bank.example"
HERE = "/webhooks/jambonz"
CREDENTIALS: dict[str, Any] = {
    "server_url": SERVER,
    "webhook_secret": SECRET,
    "username": USER,
    "password": PASSWORD,
    **SCRIPTED,
    "max_calls": 1,
    "transfer_to": "+15550111",
}
ASKED = {"call_sid": CALL, "direction": "inbound", "from": "+15550100", "to": "+15550199"}
LOUD = (b"\x00\x40" * 4 + b"\x00\xc0" * 4) * 20  # 20 ms of 1 kHz
QUIET = bytes(320)


async def post(line: RasaLine, path: str, body: bytes, signature: str) -> tuple[int, str]:
    """A signed request; what is answered."""
    headers = {"Jambonz-Signature": signature, "Content-Type": "application/json"}
    async with line.http.post(f"{line.url}{HERE}/{path}", data=body, headers=headers) as answer:
        return answer.status, await answer.text()


async def ask(line: RasaLine, path: str, **more: object) -> list[dict[str, Any]]:
    """jambonz's request; the verbs that are answered."""
    body = json.dumps({**ASKED, **more}).encode()
    status, text = await post(line, path, body, sign(SECRET, body, int(time.time())))
    assert status == 200
    return list(json.loads(text))


class Call(WebsocketCall):
    """A `listen` on a websocket."""

    loud, quiet = LOUD, QUIET

    def __init__(self, ws: aiohttp.ClientWebSocketResponse, listen: Listen):
        super().__init__(ws, listen)
        self.listen = listen

    async def hang_up(self) -> None:
        await self.ws.close()
        self.over = True


@asynccontextmanager
async def connected(
    line: RasaLine, credential: str | None = basic(USER, PASSWORD)
) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    headers = {"Authorization": credential} if credential else {}
    url = f"{line.url}{HERE}/websocket"
    async with line.http.ws_connect(url, headers=headers, protocols=[SUBPROTOCOL]) as ws:
        yield ws


@asynccontextmanager
async def call(line: RasaLine, call_sid: str = CALL) -> AsyncIterator[Call]:
    async with connected(line) as ws:
        call = Call(ws, Listen("+15550100", "+15550199", call_sid))
        await call.flush()
        yield call
