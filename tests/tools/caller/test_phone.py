"""Real websockets on this machine, with a bot that answers each utterance at once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from tests.tools.caller.lines import say, started, utterance
from tools.caller.measure import measure
from tools.caller.phone import place_calls
from tools.caller.script import Recorded
from tools.caller.telephone import Telephone


async def answer(request: web.Request) -> web.WebSocketResponse:
    """Greets, and answers as soon as a voiced frame is followed by a silent one."""
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    voiced = False
    async for message in socket:
        if message.type is WSMsgType.BINARY:
            loud = max(message.data) > 0
            if voiced and not loud:
                await speak(socket, "answer", 0.2)
            voiced = loud
        elif (kind := json.loads(message.data)["type"]) == "start":
            await socket.send_str(started())
            await speak(socket, "greeting", 0.1)
        elif kind == "stop":
            await socket.send_json({"type": "ended", "reason": "caller"})
            await socket.close()
    return socket


async def speak(socket: web.WebSocketResponse, mark: str, seconds: float) -> None:
    for data in utterance(mark, seconds):
        await (socket.send_str(data) if isinstance(data, str) else socket.send_bytes(data))


async def drop(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    await socket.close()
    return socket


@pytest_asyncio.fixture
async def url() -> AsyncIterator[str]:
    app = web.Application()
    app.add_routes([web.get("/answer", answer), web.get("/drop", drop)])
    async with TestServer(app, host="127.0.0.1") as server:
        yield f"ws://127.0.0.1:{server.port}"


def phone() -> Telephone:
    return Telephone(Recorded([say()], settle_s=0.1, timeout_s=5.0))


@pytest.mark.asyncio
async def test_calls_are_placed_side_by_side_and_each_is_answered(url: str) -> None:
    phones = [phone(), phone()]
    await place_calls(f"{url}/answer", phones, stagger_s=0.0)
    for each in phones:
        assert each.recording.problem == ""
        assert each.recording.ended == "caller"
        assert [turn.response_ms is not None for turn in measure(each.recording)] == [True]


@pytest.mark.asyncio
async def test_a_closed_connection_is_a_failed_call(url: str) -> None:
    caller = phone()
    await asyncio.wait_for(place_calls(f"{url}/drop", [caller]), 5)
    assert "closed the connection" in caller.recording.problem


@pytest.mark.asyncio
async def test_nobody_there_is_a_failed_call(unused_tcp_port: int) -> None:
    caller = phone()
    await place_calls(f"ws://127.0.0.1:{unused_tcp_port}/", [caller])
    assert "no connection" in caller.recording.problem
