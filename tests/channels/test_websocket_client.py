"""Websockets that we open: to an Asterisk in whose dialplan a call waits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web

from channels import websocket_client
from channels.asterisk_websocket import AsteriskWebsocketInput
from channels.websocket_client import WebsocketClient
from channels.wire import browser
from tests.channels.asterisk_calls import (
    CONNECTION,
    CREDENTIALS,
    Call,
    post,
)
from tests.channels.rasa_line import RasaLine, rasa_line
from tests.far_ends.asterisk_websocket import Driver
from tools.caller.asterisk_websocket import Control

pytestmark = pytest.mark.filterwarnings("ignore:The explicit passing:DeprecationWarning:sanic")


@pytest_asyncio.fixture
async def line() -> AsyncIterator[RasaLine]:
    async with rasa_line(CREDENTIALS, kind=AsteriskWebsocketInput) as line:
        yield line
        await line.is_idle()


# We connect to Asterisk


class Server:
    """Asterisk's own HTTP server, in which one channel waits in Dial(WebSocket/INCOMING/...)."""

    def __init__(self) -> None:
        self.calls: asyncio.Queue[Call] = asyncio.Queue()
        self.over = asyncio.Event()

    async def media(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["id"] != CONNECTION:
            return web.Response(status=404)
        ws = web.WebSocketResponse(protocols=("media",))
        await ws.prepare(request)
        one = Call(ws, Driver(Control(), CONNECTION))
        await one.flush()
        await self.calls.put(one)
        await self.over.wait()
        return ws


@asynccontextmanager
async def asterisk(**settings: Any) -> AsyncIterator[tuple[RasaLine, Server]]:
    server, app = Server(), web.Application()
    app.router.add_get("/media/{id}", server.media)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    credentials = {**CREDENTIALS, "asterisk_url": f"http://127.0.0.1:{port}/", **settings}
    async with rasa_line(credentials, kind=AsteriskWebsocketInput) as line:
        yield line, server
        server.over.set()
        await line.is_idle()
    await runner.cleanup()


@pytest.mark.asyncio
async def test_we_connect_to_the_call_that_we_are_told_of() -> None:
    async with asterisk() as (line, server):
        asked = {"connection_id": CONNECTION, "caller": "+15550100", "called": "2000"}
        assert await post(line, "connect", **asked) == (200, "connected")
        one = await server.calls.get()
        assert one.ws.ws_protocol == "media"  # type: ignore[union-attr]
        await one.until_mark()
        one.driver.press("4821#")
        await one.flush()
        await line.agent.asked('/keyed_digits{"digits": "4821"}')
        server.over.set()
        await line.agent.asked("/session_end")
    told = line.agent.messages[0].metadata
    assert (told["caller"], told["called"]) == ("+15550100", "2000")
    assert told["custom_parameters"]["connection_id"] == CONNECTION


@pytest.mark.asyncio
async def test_the_assistant_hangs_up_the_call_that_it_has_connected_to() -> None:
    async with asterisk() as (line, server):
        line.agent.answers["/session_start"] = {"text": "Goodbye.", "custom": {"hang_up": True}}
        await post(line, "connect", connection_id=CONNECTION)
        one = await server.calls.get()
        await one.until_over()
        assert one.driver.hung_up and any(one.driver.played)


@pytest.mark.parametrize(
    ("connection_id", "status", "why"),
    [
        ("", 400, "connection_id is to be ${MEDIA_WEBSOCKET_CONNECTION_ID}"),
        ("../ari/channels", 400, "connection_id is to be"),
        ("another", 502, "it answers 404"),
    ],
)
@pytest.mark.asyncio
async def test_a_connection_that_cannot_be_says_why(
    connection_id: str, status: int, why: str
) -> None:
    async with asterisk() as (line, _):
        answer = await post(line, "connect", connection_id=connection_id)
        assert answer[0] == status
        assert why in answer[1]


@pytest.mark.asyncio
async def test_a_line_that_was_never_open_can_be_closed() -> None:
    await AsteriskWebsocketInput.from_credentials(CREDENTIALS).close()


@pytest.mark.asyncio
async def test_an_asterisk_that_is_not_there_is_named(
    line: RasaLine, caplog: pytest.LogCaptureFixture
) -> None:
    status, why = await post(line, "connect", connection_id=CONNECTION)
    assert (status, why) == (502, "http://127.0.0.1:8088: there is no HTTP server")
    assert "Asterisk at http://127.0.0.1:8088" in caplog.text


@pytest.mark.asyncio
async def test_an_asterisk_that_does_not_answer_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(websocket_client, "CONNECT_WITHIN_S", 0.05)

    async def hangs(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()

    async with await asyncio.start_server(hangs, "127.0.0.1", 0) as silent:
        url = f"http://127.0.0.1:{silent.sockets[0].getsockname()[1]}"
        settings = {**CREDENTIALS, "asterisk_url": url}
        async with rasa_line(settings, kind=AsteriskWebsocketInput) as line:
            status, why = await post(line, "connect", connection_id=CONNECTION)
    assert (status, why) == (502, f"{url}: it does not answer in time")


class Deaf:
    """aiohttp's websocket to a far end that does not take leave."""

    async def close(self) -> None:
        await asyncio.Event().wait()


@pytest.mark.asyncio
async def test_a_far_end_that_does_not_take_leave_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websocket_client, "CLOSE_WITHIN_S", 0.01)
    deaf: Any = Deaf()
    await WebsocketClient(deaf, browser).close()
