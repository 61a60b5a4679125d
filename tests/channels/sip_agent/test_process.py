"""The real process of a user agent."""

from __future__ import annotations

import socket

import pytest

from channels.sip_agent.process import AgentProcess, NotListening
from tests.channels.sip_agent.orders import orders


@pytest.mark.asyncio
async def test_its_news_end_when_it_is_stopped() -> None:
    agent = await AgentProcess.start(orders())
    await agent.stop()
    assert [news async for news in agent.news()] == []


@pytest.mark.asyncio
async def test_its_news_end_when_it_has_died() -> None:
    agent = await AgentProcess.start(orders())
    agent.kill()
    assert [news async for news in agent.news()] == []
    await agent.stop()


@pytest.mark.parametrize("calls", [4, 5])
@pytest.mark.asyncio
async def test_it_says_why_it_cannot_listen(calls: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        with pytest.raises(NotListening, match="HOST:PORT where it can listen .*in use"):
            await AgentProcess.start(orders(port, max_calls=calls))
