"""Two real user agents behind one address, called by SIPp."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from channels.sip_agent.switchboard import Switchboard
from tests.channels.sip_agent.orders import orders
from tests.far_ends import sipp

OURS = orders(max_calls=5)
NOBODY_THERE = sipp.expect(100, True) + sipp.expect(180) + sipp.expect(503) + sipp.request("ACK")
OPTIONS = sipp.request("OPTIONS", in_dialog=False)


@pytest_asyncio.fixture
async def board() -> AsyncIterator[Switchboard]:
    board = Switchboard(OURS, lambda **news: None)
    await board.start()
    yield board
    await board.close()


async def call(folder: Path, *pieces: str, count: int = 1) -> None:
    await sipp.call(folder, OURS.user_agent.listen, *pieces, count=count)


@pytest.mark.asyncio
async def test_every_agent_is_called(board: Switchboard, tmp_path: Path) -> None:
    await call(tmp_path, sipp.invite(), NOBODY_THERE, count=5)


@pytest.mark.asyncio
async def test_an_agent_that_has_died_is_started_again(
    board: Switchboard, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    dead = board._agents[1]
    dead.kill()
    while board._agents[1] is dead:
        await asyncio.sleep(0.01)
    assert "a user agent has stopped" in caplog.text
    await call(tmp_path, sipp.invite(), NOBODY_THERE, count=5)


@pytest.mark.asyncio
async def test_who_cannot_be_found_takes_nobody_elses_answer(
    board: Switchboard, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await board._look_up_and_send(b"x", ("no.such.host.invalid", 5060))
    assert "a host that a message is for is not found" in caplog.text
    await call(tmp_path, OPTIONS, sipp.expect(200))
