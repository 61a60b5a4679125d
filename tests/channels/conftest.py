from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.channels.rasa_line import SCRIPTED, RasaLine, rasa_line


@pytest_asyncio.fixture
async def line() -> AsyncIterator[RasaLine]:
    """The line for browsers, with scripted engines."""
    async with rasa_line(SCRIPTED) as line:
        yield line
        await line.is_idle()
