"""The line for jambonz in Rasa's own server, called by a jambonz written from its documentation."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from rasa.shared.exceptions import RasaException

from channels.jambonz import JambonzInput
from tests.channels.jambonz_calls import (
    ASKED,
    CREDENTIALS,
    HERE,
    PASSWORD,
    QUIET,
    SECRET,
    SERVER,
    USER,
    ask,
    call,
    connected,
    post,
)
from tests.channels.rasa_line import GREETING, RasaLine, rasa_line
from tools.caller.jambonz import CALL, SUBPROTOCOL, basic, sign

pytestmark = pytest.mark.filterwarnings("ignore:The explicit passing:DeprecationWarning:sanic")


@pytest_asyncio.fixture
async def line() -> AsyncIterator[RasaLine]:
    async with rasa_line(CREDENTIALS, kind=JambonzInput) as line:
        yield line
        await line.is_idle()


# The webhooks


@pytest.mark.asyncio
async def test_a_call_is_sent_to_the_websocket_with_its_credential(line: RasaLine) -> None:
    (verb,) = await ask(line, "webhook")
    assert (verb["verb"], verb["url"]) == ("listen", f"wss://bank.example{HERE}/websocket")
    assert verb["actionHook"] == f"{SERVER}{HERE}/after"
    assert verb["wsAuth"] == {"username": USER, "password": PASSWORD}
    assert verb["sampleRate"] == verb["bidirectionalAudio"]["sampleRate"] == 8000


@pytest.mark.asyncio
async def test_when_all_lines_are_busy_the_caller_hears_that_from_jambonz(line: RasaLine) -> None:
    async with call(line) as one:
        await one.until_mark()
        (verb,) = await ask(line, "webhook")
        assert (verb["verb"], verb["status"]) == ("sip:decline", 486)
        await one.hang_up()


@pytest.mark.asyncio
async def test_the_status_of_a_call_is_taken_note_of(line: RasaLine) -> None:
    body = json.dumps({**ASKED, "call_status": "completed"}).encode()
    assert await post(line, "status", body, sign(SECRET, body, int(time.time()))) == (204, "")


@pytest.mark.parametrize("path", ["webhook", "after", "status"])
@pytest.mark.parametrize(("secret", "late_s"), [("another", 0), (SECRET, 600)])
@pytest.mark.asyncio
async def test_who_is_not_jambonz_is_refused_with_what_to_look_at(
    line: RasaLine, path: str, secret: str, late_s: int
) -> None:
    body = json.dumps(ASKED).encode()
    status, why = await post(line, path, body, sign(secret, body, int(time.time()) - late_s))
    assert status == 403
    assert "webhook_secret" in why and "clock" in why
    assert SECRET not in why and PASSWORD not in why


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"from": 5}', b'"\xff"'])
@pytest.mark.asyncio
async def test_a_request_that_is_none_of_jambonzs_does_no_harm(line: RasaLine, body: bytes) -> None:
    status, _ = await post(line, "webhook", body, sign(SECRET, body, int(time.time())))
    assert status in (200, 400)


@pytest.mark.parametrize("credential", [None, basic(USER, "another"), basic("another", PASSWORD)])
@pytest.mark.asyncio
async def test_a_websocket_without_the_credential_is_not_opened(
    line: RasaLine, credential: str | None
) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        async with connected(line, credential):
            pass
    assert refused.value.status == 401
    assert refused.value.headers and "WWW-Authenticate" in refused.value.headers
    assert line.agent.messages == []


@pytest.mark.asyncio
async def test_the_websocket_has_jambonzs_subprotocol(line: RasaLine) -> None:
    async with connected(line) as ws:
        assert ws.protocol == SUBPROTOCOL


# A call


@pytest.mark.asyncio
async def test_a_call_from_start_to_hang_up(line: RasaLine) -> None:
    async with call(line) as one:
        await one.until_mark()
        assert len(one.listen.played) > 0
        await one.hang_up()
    last = await line.agent.asked("/session_end")
    first = line.agent.messages[0]
    about = {"caller": "+15550100", "called": "+15550199", "stream_id": CALL}
    assert {**about, "line": "jambonz", "direction": "inbound"}.items() <= first.metadata.items()
    assert last.metadata["reason"] == "caller"
    assert last.metadata["previous"]["heard"] == [{"text": GREETING, "heard": GREETING}]


@pytest.mark.asyncio
async def test_who_speaks_over_the_assistant_has_its_audio_killed(line: RasaLine) -> None:
    line.agent.answers["/session_start"] = {"text": "A long greeting. " * 20}
    async with call(line) as one:
        await one.next(plays=False)
        assert 0 < one.listen.buffered_ms <= 300
        await one.says()
        while not one.listen.kills:
            await one.next()
        assert one.listen.buffered_ms == 0
    await line.agent.asked("what is my balance")


@pytest.mark.asyncio
async def test_a_message_that_is_none_of_jambonzs_is_passed_over(line: RasaLine) -> None:
    async with call(line) as one:
        await one.until_mark()
        await one.ws.send_str("{")
        await one.ws.send_bytes(b"\xff")
        one.listen.press("5")
        one.listen.press("#")
        await one.flush()
        await line.agent.asked('/keyed_digits{"digits": "5"}')


@pytest.mark.asyncio
async def test_a_websocket_without_attributes_is_not_waited_for(line: RasaLine) -> None:
    async with connected(line) as ws:
        await ws.send_bytes(QUIET)
        assert json.loads(await ws.receive_str(timeout=20)) == {"type": "disconnect"}
        assert (await asyncio.wait_for(ws.receive(), 20)).type is aiohttp.WSMsgType.CLOSE
    assert line.agent.messages == []


# The end


@pytest.mark.parametrize(
    ("custom", "verbs"),
    [
        ({"hang_up": True}, [{"verb": "hangup"}]),
        (
            {"transfer": True},
            [{"verb": "dial", "target": [{"type": "phone", "number": "+15550111"}]}],
        ),
        (
            {"transfer": {"to": "sip:desk@bank.example"}},
            [{"verb": "dial", "target": [{"type": "sip", "sipUri": "sip:desk@bank.example"}]}],
        ),
    ],
)
@pytest.mark.asyncio
async def test_what_follows_is_what_the_assistant_wanted(
    line: RasaLine, custom: dict[str, Any], verbs: list[dict[str, Any]]
) -> None:
    line.agent.answers["/session_start"] = {"text": "One moment.", "custom": custom}
    async with call(line) as one:
        await one.until_over()
        assert one.listen.disconnected
        follows = await ask(line, "after")
        again = await ask(line, "after")
    for verb in follows:
        verb.pop("headers", None)
    assert follows == verbs
    assert again == [{"verb": "hangup"}]


@pytest.mark.asyncio
async def test_what_the_colleague_is_to_know_goes_with_the_call(line: RasaLine) -> None:
    custom = {"transfer": True, "handover": {"reason": "asked for a person"}}
    line.agent.answers["/session_start"] = {"custom": custom}
    async with call(line) as one:
        await one.until_over()
        (dial,) = await ask(line, "after")
    digits, _, encoding = dial["headers"]["User-to-User"].partition(";")
    known = bytes.fromhex(digits.removeprefix("04")).decode()
    assert encoding == "encoding=hex"
    assert f"call_id={line.agent.messages[0].sender_id}" in known
    assert "reason=asked+for+a+person" in known


@pytest.mark.asyncio
async def test_without_a_number_to_transfer_to_the_call_ends_and_the_log_says_why(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with rasa_line({**CREDENTIALS, "transfer_to": None}, kind=JambonzInput) as line:
        line.agent.answers["/session_start"] = {"custom": {"transfer": True}}
        async with call(line) as one:
            await one.until_over()
        assert await ask(line, "after") == [{"verb": "hangup"}]
        await line.is_idle()
    assert "transfer_to is not set" in caplog.text


# Settings


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"server_url": None}, "server_url is None; allowed: https://HOST"),
        ({"server_url": "http://bank.example"}, "server_url is 'http://bank.example'"),
        ({"webhook_secret": None}, "webhook_secret is None; allowed: the account's webhook secret"),
        ({"webhook_secret": 4821}, "webhook_secret is '(not shown)'"),
        ({"username": None}, "username is None; allowed: letters"),
        ({"username": "a:b"}, "username is 'a:b'"),
        ({"password": None}, "password is None"),
        ({"password": "a;b"}, "password is '(not shown)'"),
        ({"password": "p" * 87}, "password is '(not shown)'; allowed: with the username 90"),
        ({"sample_rate": 22050}, "allowed: 8000, 16000, 24000, 48000, on this line"),
    ],
)
def test_a_wrong_setting_stops_rasa_with_a_line_that_says_why(
    wrong: dict[str, Any], named: str
) -> None:
    with pytest.raises(RasaException) as refused:
        JambonzInput.from_credentials({**CREDENTIALS, **wrong})
    assert named in str(refused.value)
