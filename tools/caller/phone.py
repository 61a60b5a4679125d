"""Gives telephones a connection and a clock."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import aiohttp

from tools.caller.connections import Connection, connect
from tools.caller.script import CallError
from tools.caller.telephone import TICK_S, Telephone

PATIENCE_S = 10.0  # for the end, after hanging up


async def place_calls(url: str, phones: Sequence[Telephone], stagger_s: float = 0.5) -> None:
    """Calls with all of them at once, one beginning `stagger_s` after the other.

    What went wrong with a call stands in its recording's `problem`.
    """

    async def call(number: int, phone: Telephone) -> None:
        await asyncio.sleep(number * stagger_s)
        await _call(url, phone)

    await asyncio.gather(*(call(number, phone) for number, phone in enumerate(phones)))


async def _call(url: str, phone: Telephone) -> None:
    try:
        async with connect(url, phone.headers) as connection:
            listening = asyncio.create_task(_listen(connection, phone))
            await _talk(connection, phone)
            if phone.hangs_up_by_closing:
                await connection.close()
            await asyncio.wait([listening], timeout=PATIENCE_S)
            if not listening.done():
                phone.fail("the bot did not end the call after the caller hung up")
                listening.cancel()
    except (aiohttp.ClientError, OSError, asyncio.TimeoutError) as error:
        phone.fail(f"no connection to {url}: {error}")


async def _listen(connection: Connection, phone: Telephone) -> None:
    try:
        async for message in connection:
            phone.receive(message)
    except CallError as error:
        phone.fail(str(error))
    phone.closed()


async def _talk(connection: Connection, phone: Telephone) -> None:
    """Every 20 ms, on absolute deadlines so that lateness does not add up."""
    clock = asyncio.get_running_loop().time
    for message in phone.dial():
        await connection.send(message)
    deadline = clock()
    while not phone.over and not connection.closed:
        await asyncio.sleep(max(0.0, deadline - clock()))
        phone.recording.lateness_s.append(clock() - deadline)
        for message in phone.tick():
            await connection.send(message)
        deadline += TICK_S
