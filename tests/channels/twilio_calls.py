"""Twilio, written from its documentation, as a caller of Rasa's own server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from channels.wire.twilio import ASKS_AFTER
from tests.channels.rasa_line import SCRIPTED, RasaLine
from tests.channels.websocket_call import WebsocketCall
from tests.far_ends.twilio import Stream
from tools.caller.twilio import CALL, sign

TOKEN = "0123456789abcdef"
SERVER = "https://bank.example"
HERE = "/webhooks/twilio_media_streams"
CREDENTIALS: dict[str, Any] = {
    "server_url": SERVER,
    "auth_token": TOKEN,
    **SCRIPTED,
    "max_calls": 1,
    "transfer_to": "+15550111",
}
ASKED = {
    "CallSid": CALL,
    "From": "+15550100",
    "To": "+15550199",
    "Direction": "inbound",
    "CallerCity": "",
}
NUMBERS = {"caller": "+15550100", "called": "+15550199"}
OUR_PARAMETERS = {**NUMBERS, "direction": "inbound", ASKS_AFTER: "yes"}
LOUD = (b"\x10" * 4 + b"\x90" * 4) * 20  # 20 ms of 1 kHz
QUIET = b"\xff" * 160


async def ask(
    line: RasaLine, path: str, signed_for: str | None = None, token: str = TOKEN
) -> tuple[int, str]:
    """Twilio's request; what is answered."""
    signature = sign(token, signed_for or f"{SERVER}{HERE}/{path}", ASKED)
    headers = {"X-Twilio-Signature": signature}
    async with line.http.post(f"{line.url}{HERE}/{path}", data=ASKED, headers=headers) as answer:
        return answer.status, await answer.text()


class Call(WebsocketCall):
    """A stream on a websocket."""

    loud, quiet = LOUD, QUIET

    def __init__(self, ws: aiohttp.ClientWebSocketResponse, stream: Stream):
        super().__init__(ws, stream)
        self.stream = stream


@asynccontextmanager
async def call(
    line: RasaLine, token: str = TOKEN, told: Mapping[str, str] = OUR_PARAMETERS
) -> AsyncIterator[Call]:
    """A stream that was opened by our own TwiML, unless other parameters are `told`."""
    url = f"{HERE}/websocket"
    headers = {"X-Twilio-Signature": sign(token, f"wss://bank.example{url}", {})}
    async with line.http.ws_connect(line.url + url, headers=headers) as ws:
        call = Call(ws, Stream(dict(told)))
        await call.flush()
        yield call
