"""The process of a user agent, or of a switchboard with several, as who starts it sees it."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from typing import Any

from channels.errors import ChannelError
from channels.sip_agent.settings import Orders

READY_WITHIN_S = 20.0
STOP_WITHIN_S = 5.0
PIPE = asyncio.subprocess.PIPE


class NotListening(ChannelError):
    """It cannot listen where it should; says why."""


class AgentProcess:
    """`start` it; its `news` end when it does."""

    def __init__(self, process: asyncio.subprocess.Process):
        self._process = process
        self.port = 0
        """Where it listens."""

    @classmethod
    async def start(cls, orders: Orders) -> AgentProcess:
        """Until it listens. Raises NotListening."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "channels.sip_agent"),
            stdin=PIPE,
            stdout=PIPE,
            start_new_session=True,  # Ctrl-C is for Rasa, which takes leave of callers first
        )
        agent = cls(process)
        assert process.stdin and process.stdout
        process.stdin.write(orders.write())
        why = "what PJSIP can listen at; see the log"
        with suppress(asyncio.TimeoutError, ValueError):
            news = json.loads(await asyncio.wait_for(process.stdout.readline(), READY_WITHIN_S))
            if news["listens"]:
                agent.port = news["port"]
                return agent
            why = f"HOST:PORT where it can listen ({news['why']})"
        await agent.stop()
        raise NotListening(why)

    async def news(self) -> AsyncIterator[Mapping[str, Any]]:
        """Whether it is registered."""
        assert self._process.stdout
        async for line in self._process.stdout:
            yield json.loads(line)

    async def stop(self) -> None:
        """Its calls are ended in order, if there is time."""
        assert self._process.stdin
        self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), STOP_WITHIN_S)
        except asyncio.TimeoutError:
            self.kill()
            await self._process.wait()

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()
