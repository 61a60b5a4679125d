"""What is the same on every line whose far end connects to Rasa's own server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

import pytest
import pytest_asyncio

from channels.asterisk_websocket import AsteriskWebsocketInput
from channels.jambonz import JambonzInput
from channels.twilio_media_streams import TwilioMediaStreamsInput
from tests.channels import asterisk_calls, jambonz_calls, twilio_calls
from tests.channels.rasa_line import RasaLine, rasa_line
from tests.channels.websocket_call import WebsocketCall

pytestmark = pytest.mark.filterwarnings("ignore:The explicit passing:DeprecationWarning:sanic")

LINES = {
    AsteriskWebsocketInput: asterisk_calls,
    JambonzInput: jambonz_calls,
    TwilioMediaStreamsInput: twilio_calls,
}
Called = tuple[RasaLine, Callable[[RasaLine], AbstractAsyncContextManager[WebsocketCall]]]


@pytest_asyncio.fixture(params=LINES, ids=lambda kind: kind.name())
async def called(request: pytest.FixtureRequest) -> AsyncIterator[Called]:
    """A line, and how it is called."""
    far_end = LINES[request.param]
    async with rasa_line(far_end.CREDENTIALS, kind=request.param) as line:
        yield line, far_end.call
        await line.is_idle()


@pytest.mark.asyncio
async def test_keys_are_one_entry(called: Called) -> None:
    line, call = called
    async with call(line) as one:
        await one.until_mark()
        await one.presses("4821#")
        await line.agent.asked('/keyed_digits{"digits": "4821"}')


@pytest.mark.asyncio
async def test_what_the_caller_says_is_answered(called: Called) -> None:
    line, call = called
    line.agent.answers["what is my balance"] = {"text": "Ten dollars."}
    async with call(line) as one:
        await one.until_mark()
        await one.says()
        await one.until_mark()
    await line.agent.asked("what is my balance")
