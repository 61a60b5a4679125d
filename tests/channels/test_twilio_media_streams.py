"""The line for Twilio in Rasa's own server, called by a Twilio written from its documentation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from xml.etree import ElementTree

import aiohttp
import pytest
import pytest_asyncio
from rasa.shared.exceptions import RasaException

from channels.twilio_media_streams import TwilioMediaStreamsInput
from channels.wire.twilio import ASKS_AFTER
from tests.channels.rasa_line import GREETING, RasaLine, rasa_line
from tests.channels.twilio_calls import (
    CREDENTIALS,
    HERE,
    NUMBERS,
    SERVER,
    TOKEN,
    ask,
    call,
)
from tools.caller.twilio import CALL, STREAM, sign

pytestmark = pytest.mark.filterwarnings("ignore:The explicit passing:DeprecationWarning:sanic")


@pytest_asyncio.fixture
async def line() -> AsyncIterator[RasaLine]:
    async with rasa_line(CREDENTIALS, kind=TwilioMediaStreamsInput) as line:
        yield line
        await line.is_idle()


# The webhook


@pytest.mark.asyncio
async def test_a_call_is_sent_to_the_websocket_with_who_calls_whom(line: RasaLine) -> None:
    status, twiml = await ask(line, "webhook")
    connect = ElementTree.fromstring(twiml)[0]
    assert (status, connect.tag) == (200, "Connect")
    assert connect.attrib["action"] == f"{SERVER}{HERE}/after"
    (stream,) = connect
    assert (stream.tag, stream.attrib["url"]) == ("Stream", f"wss://bank.example{HERE}/websocket")
    told = {one.attrib["name"]: one.attrib["value"] for one in stream}
    numbers = {"caller": "+15550100", "called": "+15550199"}
    assert told == {**numbers, "direction": "inbound", ASKS_AFTER: "yes"}


@pytest.mark.asyncio
async def test_when_all_lines_are_busy_the_caller_hears_that_from_twilio(line: RasaLine) -> None:
    async with call(line) as one:
        await one.until_mark()
        _, twiml = await ask(line, "webhook")
        assert ElementTree.fromstring(twiml)[0].attrib == {"reason": "busy"}
        one.stream.hang_up()
        await one.flush()
        await one.until_over()


@pytest.mark.parametrize("path", ["webhook", "after"])
@pytest.mark.parametrize(
    "wrong", [{"token": "another"}, {"signed_for": "https://elsewhere.example/"}]
)
@pytest.mark.asyncio
async def test_who_is_not_twilio_is_refused_with_what_to_look_at(
    line: RasaLine, path: str, wrong: dict[str, str]
) -> None:
    status, why = await ask(line, path, **wrong)
    assert status == 403
    assert f"{SERVER}{HERE}/{path}" in why and "auth_token" in why
    assert TOKEN not in why


@pytest.mark.asyncio
async def test_a_request_that_is_no_text_is_refused_like_any_other(line: RasaLine) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    url = f"{line.url}{HERE}/webhook"
    async with line.http.post(url, data=b"From=\xff", headers=form) as answer:
        assert answer.status == 403


@pytest.mark.asyncio
async def test_a_websocket_that_is_not_twilios_is_not_opened(line: RasaLine) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        async with call(line, token="another"):
            pass
    assert refused.value.status == 403
    assert line.agent.messages == []


# A call


@pytest.mark.asyncio
async def test_a_call_from_start_to_stop(line: RasaLine) -> None:
    async with call(line) as one:
        await one.until_mark()
        assert len(one.stream.played) > 0
        one.stream.hang_up()
        await one.flush()
        await one.until_over()
    first, last = line.agent.messages
    about = {"caller": "+15550100", "called": "+15550199", "stream_id": STREAM}
    assert {**about, "line": "twilio_media_streams"}.items() <= first.metadata.items()
    assert last.text == "/session_end" and last.metadata["reason"] == "caller"
    assert last.metadata["previous"]["heard"] == [{"text": GREETING, "heard": GREETING}]


@pytest.mark.asyncio
async def test_who_speaks_over_the_assistant_has_its_buffer_cleared(line: RasaLine) -> None:
    line.agent.answers["/session_start"] = {"text": "A long greeting. " * 20}
    async with call(line) as one:
        await one.next(plays=False)
        assert one.stream.buffered_ms <= 300
        await one.says()
        while not one.stream.clears:
            await one.next()
        assert one.stream.buffered_ms == 0
    await line.agent.asked("what is my balance")


@pytest.mark.asyncio
async def test_a_message_that_is_none_of_twilios_is_passed_over(line: RasaLine) -> None:
    async with call(line) as one:
        await one.until_mark()
        await one.ws.send_str("{")
        await one.ws.send_bytes(b"\xff")
        one.stream.press("5")
        one.stream.press("#")
        await one.flush()
        await line.agent.asked('/keyed_digits{"digits": "5"}')


@pytest.mark.asyncio
async def test_what_somebody_elses_twiml_tells_reaches_the_dialogue(line: RasaLine) -> None:
    told = {"language": "en-US", "direction": "outbound-api", "campaign": "spring"}
    async with call(line, told={**NUMBERS, **told}) as one:
        await one.until_mark()
    about = line.agent.messages[0].metadata
    assert {**NUMBERS, "language": "en-US", "direction": "outbound"}.items() <= about.items()
    assert about["custom_parameters"] == {"call_sid": CALL, "campaign": "spring"}


@pytest.mark.parametrize(
    "wrong", [{"language": "ko"}, {"language": "English"}, {"called": "my pin is 4821"}]
)
@pytest.mark.asyncio
async def test_a_call_that_cannot_be_served_is_closed(
    line: RasaLine, wrong: dict[str, str]
) -> None:
    async with call(line, told=wrong) as one:
        await one.until_over()
    assert line.agent.messages == []


@pytest.mark.asyncio
async def test_a_socket_without_a_start_is_not_waited_for(line: RasaLine) -> None:
    url = f"{HERE}/websocket"
    headers = {"X-Twilio-Signature": sign(TOKEN, f"wss://bank.example{url}", {})}
    async with line.http.ws_connect(line.url + url, headers=headers) as ws:
        await ws.send_str('{"event": "dtmf", "dtmf": {"digit": "5"}}')
        assert (await asyncio.wait_for(ws.receive(), 20)).type is aiohttp.WSMsgType.CLOSE
    assert line.agent.messages == []


# Settings


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"auth_token": None}, "auth_token is None; allowed: the account's auth token"),
        ({"auth_token": 4821}, "auth_token is '(not shown)'"),
        ({"server_url": None}, "server_url is None; allowed: https://HOST"),
        ({"server_url": "http://bank.example"}, "server_url is 'http://bank.example'"),
        ({"server_url": "https://bank.example/?a=1"}, "server_url is"),
        ({"server_url": "https://[bank"}, "server_url is"),
        ({"server_url": "https://bank.example:99999"}, "server_url is"),
        ({"sample_rate": 16000}, "sample_rate is 16000; allowed: 8000, on this line"),
        ({"transfer_too": "1"}, "transfer_too is '1'"),
        ({"account_sid": "SK0001"}, "account_sid is 'SK0001'; allowed: the account's SID, as AC"),
        ({"account_sid": "AC:1"}, "account_sid is 'AC:1'"),
    ],
)
def test_a_wrong_setting_stops_rasa_with_a_line_that_says_why(
    wrong: dict[str, Any], named: str
) -> None:
    with pytest.raises(RasaException) as refused:
        TwilioMediaStreamsInput.from_credentials({**CREDENTIALS, **wrong})
    assert named in str(refused.value)
