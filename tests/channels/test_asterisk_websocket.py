"""The line for chan_websocket, called by an Asterisk written from its documentation and source."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
import numpy as np
import pytest
import pytest_asyncio
from rasa.shared.exceptions import RasaException

from channels.asterisk_websocket import AsteriskWebsocketInput
from channels.audio.g711 import MU_LAW
from tests.channels.asterisk_calls import (
    CONNECTION,
    CREDENTIALS,
    HERE,
    LOGIN,
    Call,
    call,
    post,
)
from tests.channels.rasa_line import GREETING, RasaLine, rasa_line
from tools.caller.asterisk_websocket import CHANNEL, CHANNEL_ID, FRAME_BYTES, Control, login

pytestmark = pytest.mark.filterwarnings("ignore:The explicit passing:DeprecationWarning:sanic")


@pytest_asyncio.fixture
async def line() -> AsyncIterator[RasaLine]:
    async with rasa_line(CREDENTIALS, kind=AsteriskWebsocketInput) as line:
        yield line
        await line.is_idle()


# Asterisk connects


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.asyncio
async def test_a_call_from_start_to_hang_up(line: RasaLine, as_json: bool) -> None:
    async with call(line, Control("slin", as_json)) as one:
        await one.until_mark()
        assert one.driver.answered and any(one.driver.played)
        one.driver.press("5#")
        await one.flush()
        keyed = await line.agent.asked('/keyed_digits{"digits": "5"}')
    last = await line.agent.asked("/session_end")
    told = line.agent.messages[0].metadata
    assert (told["line"], told["stream_id"]) == ("asterisk_websocket", CHANNEL_ID)
    assert told["custom_parameters"] == {"connection_id": "voicedesk", "channel": CHANNEL}
    assert last.metadata["reason"] == "caller"
    assert keyed.metadata["previous"]["heard"] == [{"text": GREETING, "heard": GREETING}]


@pytest.mark.asyncio
async def test_the_subprotocol_is_media_and_only_the_channels_variables_tell_who_calls(
    line: RasaLine,
) -> None:
    query = "?caller=%2B15550777&queue=cards"  # another call's: see channels/asterisk_websocket.py
    async with call(line, query=query, caller="+15550100", called="2000", goal="a") as one:
        assert one.ws.protocol == "media"  # type: ignore[union-attr]
        await one.until_mark()
    told = (await line.agent.asked("/session_start")).metadata
    assert (told["caller"], told["called"]) == ("+15550100", "2000")
    assert told["custom_parameters"].keys() == {"connection_id", "channel", "goal"}


@pytest.mark.parametrize(("codec", "rate_hz"), [("slin", 8000), ("slin16", 16000), ("ulaw", 8000)])
@pytest.mark.asyncio
async def test_the_assistant_speaks_in_the_calls_own_format(
    line: RasaLine, codec: str, rate_hz: int
) -> None:
    async with call(line, Control(codec)) as one:
        await one.until_mark()
    seconds = 0.02 * len(one.driver.played) / FRAME_BYTES[codec]
    frequency = np.abs(np.fft.rfft(_linear(one.driver.played, codec))).argmax() / seconds
    async with call(line) as other:
        await other.until_mark()
    usual = np.abs(np.fft.rfft(_linear(other.driver.played, "slin")))
    usual_s = 0.02 * len(other.driver.played) / FRAME_BYTES["slin"]
    assert frequency == pytest.approx(usual.argmax() / usual_s, rel=0.02)


def _linear(played: bytes, codec: str) -> Any:
    return MU_LAW.decode(played) if codec == "ulaw" else np.frombuffer(played, "<i2")


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.asyncio
async def test_who_speaks_over_the_assistant_has_its_queue_flushed(
    line: RasaLine, as_json: bool
) -> None:
    line.agent.answers["/session_start"] = {"text": "A long greeting. " * 20}
    async with call(line, Control("slin", as_json)) as one:
        while not one.driver.queue:
            await one.next(plays=False)
        assert one.driver.frames <= 15
        await one.says()
        while not one.driver.flushes:
            await one.next()
        assert one.driver.frames == 0
    await line.agent.asked("what is my balance")


@pytest.mark.asyncio
async def test_an_answer_that_waits_after_xoff_is_heard_after_xon(line: RasaLine) -> None:
    line.agent.answers["what is my balance"] = {"text": "Ten dollars."}
    async with call(line) as one:
        await one.until_mark()
        one.driver.out.append(Control().flow(on=False))
        await one.says()
        await line.agent.asked("what is my balance")
        one.driver.out.append(Control().flow(on=True))
        await one.flush()
        await one.until_mark()
        assert one.driver.dropped == 0


@pytest.mark.asyncio
async def test_a_message_that_is_none_of_asterisks_is_passed_over(line: RasaLine) -> None:
    async with call(line) as one:
        await one.until_mark()
        for message in ("{", "SHOUT", b"\xff", "MEDIA_START"):
            one.driver.out.append(message)
        one.driver.press("5#")
        await one.flush()
        await line.agent.asked('/keyed_digits{"digits": "5"}')


# Who is refused


@pytest.mark.parametrize(
    "headers",
    [
        {},
        login("asterisk", "wrong"),
        login("another", "correct horse"),
        {"Authorization": LOGIN["Authorization"].replace("Basic", "Bearer")},
        {"Authorization": "Basic é"},
    ],
)
@pytest.mark.asyncio
async def test_who_has_not_the_password_is_not_let_in(
    line: RasaLine, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        async with call(line, headers=headers):
            pass
    assert refused.value.status == 401
    for path in ("connect", "after"):
        async with line.http.post(f"{line.url}{HERE}/{path}", headers=headers) as answer:
            assert answer.status == 401
            assert answer.headers["WWW-Authenticate"].startswith("Basic")
    assert line.agent.messages == []
    assert "username and password of credentials.yml" in caplog.text
    assert "correct horse" not in caplog.text


@pytest.mark.asyncio
async def test_when_all_lines_are_busy_a_call_is_hung_up_unanswered(line: RasaLine) -> None:
    async with call(line) as one:
        await one.until_mark()
        async with call(line, Control("slin", as_json=False)) as other:
            await other.until_over()
            assert other.driver.hung_up and not other.driver.answered
        status, why = await post(line, "connect", connection_id=CONNECTION)
        assert (status, why) == (503, "all lines are busy; call again later")


@pytest.mark.asyncio
async def test_a_codec_that_is_not_spoken_is_refused(line: RasaLine) -> None:
    async with call(line) as one:
        pass
    async with line.http.ws_connect(f"{line.url}{HERE}/websocket", headers=LOGIN) as ws:
        await ws.send_str("MEDIA_START connection_id:x format:opus optimal_frame_size:0 ptime:20")
        assert (await asyncio.wait_for(ws.receive(), 20)).data == "HANGUP"
    assert not one.driver.hung_up


# After the call


async def passed_on(line: RasaLine, custom: dict[str, Any], as_json: bool = True) -> Call:
    line.agent.answers["/session_start"] = {"text": "One moment.", "custom": custom}
    async with call(line, Control("slin", as_json)) as one:
        await one.until_over()
    return one


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.asyncio
async def test_the_dialplan_is_told_where_to_pass_the_caller_on_to_and_why(
    line: RasaLine, as_json: bool
) -> None:
    custom = {"transfer": {"to": "2001"}, "handover": {"reason": "lost card & key", "goal": "a"}}
    one = await passed_on(line, custom, as_json)
    assert one.driver.hung_up
    status, form = await post(line, "after", channel=CHANNEL)
    assert status == 200 and "+" not in form
    told = dict(parse_qsl(form))
    assert {"to": "2001", "reason": "lost card & key", "goal": "a"}.items() <= told.items()
    assert told["call_id"] == line.agent.messages[0].sender_id
    assert await post(line, "after", channel=CHANNEL) == (200, "to=")


@pytest.mark.asyncio
async def test_a_transfer_without_a_destination_goes_to_the_lines_own(line: RasaLine) -> None:
    await passed_on(line, {"transfer": True})
    _, form = await post(line, "after", channel=CHANNEL)
    assert dict(parse_qsl(form))["to"] == "2000"


@pytest.mark.asyncio
async def test_a_call_that_was_not_passed_on_has_no_sequel(line: RasaLine) -> None:
    await passed_on(line, {"hang_up": True})
    assert await post(line, "after", channel=CHANNEL) == (200, "to=")
    assert await post(line, "after") == (200, "to=")


@pytest.mark.asyncio
async def test_a_channels_name_that_comes_again_begins_anew(line: RasaLine) -> None:
    await passed_on(line, {"transfer": True})
    await line.is_idle()
    await passed_on(line, {"hang_up": True})
    assert await post(line, "after", channel=CHANNEL) == (200, "to=")


@pytest.mark.asyncio
async def test_without_a_destination_the_call_ends_and_the_log_says_why(
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings = {**CREDENTIALS, "transfer_to": None}
    async with rasa_line(settings, kind=AsteriskWebsocketInput) as line:
        one = await passed_on(line, {"transfer": True})
        assert one.driver.hung_up
        assert await post(line, "after", channel=CHANNEL) == (200, "to=")
        await line.is_idle()
    assert "transfer_to is not set" in caplog.text


# Settings


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"password": None}, "password is None; allowed: the password in websocket_client.conf"),
        ({"password": 4821}, "password is '(not shown)'"),
        ({"username": ""}, "username is ''; allowed: a user name"),
        ({"asterisk_url": "127.0.0.1:8088"}, "asterisk_url is '127.0.0.1:8088'; allowed: http:"),
        ({"sample_rate": 22050}, "sample_rate is 22050; allowed: 8000, 12000"),
        ({"transfer_too": "1"}, "transfer_too is '1'"),
    ],
)
def test_a_wrong_setting_stops_rasa_with_a_line_that_says_why(
    wrong: dict[str, Any], named: str
) -> None:
    with pytest.raises(RasaException) as refused:
        AsteriskWebsocketInput.from_credentials({**CREDENTIALS, **wrong})
    assert named in str(refused.value)
