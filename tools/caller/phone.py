"""Gives telephones a websocket and a clock."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import aiohttp

from tools.caller.script import CallError
from tools.caller.telephone import TICK_S, Telephone

PATIENCE_S = 10.0  # for the connection, and for `ended` after hanging up


async def place_calls(url: str, phones: Sequence[Telephone], stagger_s: float = 0.5) -> None:
    """Calls with all of them at once, one beginning `stagger_s` after the other.

    What went wrong with a call stands in its recording's `problem`.
    """

    async def call(number: int, phone: Telephone) -> None:
        await asyncio.sleep(number * stagger_s)
        await _call(session, url, phone)

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await asyncio.gather(*(call(number, phone) for number, phone in enumerate(phones)))


async def _call(session: aiohttp.ClientSession, url: str, phone: Telephone) -> None:
    try:
        connecting = session.ws_connect(url, max_msg_size=0, timeout=PATIENCE_S)
        async with connecting as socket:
            listening = asyncio.create_task(_listen(socket, phone))
            await _talk(socket, phone)
            await asyncio.wait([listening], timeout=PATIENCE_S)
            if not listening.done():
                phone.fail("the bot did not send `ended` after the caller hung up")
                listening.cancel()
    except (aiohttp.ClientError, OSError) as error:
        phone.fail(f"no connection to {url}: {error}")


async def _listen(socket: aiohttp.ClientWebSocketResponse, phone: Telephone) -> None:
    try:
        async for message in socket:
            phone.receive(message.data)
    except CallError as error:
        phone.fail(str(error))
    phone.closed()


async def _talk(socket: aiohttp.ClientWebSocketResponse, phone: Telephone) -> None:
    """Every 20 ms, on absolute deadlines so that lateness does not add up."""
    clock = asyncio.get_running_loop().time
    for message in phone.dial():
        await _send(socket, message)
    deadline = clock()
    while not phone.over and not socket.closed:
        await asyncio.sleep(max(0.0, deadline - clock()))
        phone.recording.lateness_s.append(clock() - deadline)
        for message in phone.tick():
            await _send(socket, message)
        deadline += TICK_S


async def _send(socket: aiohttp.ClientWebSocketResponse, message: str | bytes) -> None:
    try:
        if isinstance(message, str):
            await socket.send_str(message)
        else:
            await socket.send_bytes(message)
    except ConnectionError:
        pass  # the bot has closed; the listener knows why
