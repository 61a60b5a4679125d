"""How calls end at Twilio: by the TwiML that it asks for, and by its REST API."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

import pytest
import pytest_asyncio

from channels import twilio_ends
from channels.twilio_media_streams import TwilioMediaStreamsInput
from tests.channels.rasa_line import RasaLine, rasa_line
from tests.channels.twilio_calls import (
    CREDENTIALS,
    NUMBERS,
    OUR_PARAMETERS,
    TOKEN,
    ask,
    call,
)
from tests.far_ends.twilio_rest import Api, rest_api
from tools.caller.twilio import ACCOUNT, CALL

pytestmark = pytest.mark.filterwarnings("ignore:The explicit passing:DeprecationWarning:sanic")


@pytest_asyncio.fixture
async def line() -> AsyncIterator[RasaLine]:
    async with rasa_line(CREDENTIALS, kind=TwilioMediaStreamsInput) as line:
        yield line
        await line.is_idle()


# The end


def passed_on(to: str | None = None, **record: str) -> dict[str, Any]:
    """An answer that asks for a transfer."""
    return {"custom": {"transfer": {"to": to} if to else True, "handover": record}}


def told_of(uri: str) -> dict[str, str]:
    """What the header User-to-User of a SIP URI says."""
    header = dict(parse_qsl(urlsplit(uri).query))["User-to-User"]
    digits = header.removeprefix("04").removesuffix(";encoding=hex")
    return dict(parse_qsl(bytes.fromhex(digits).decode()))


@pytest.mark.parametrize(
    ("answer", "verb", "number"),
    [
        ({"text": "Goodbye.", "custom": {"hang_up": True}}, "Hangup", None),
        ({"text": "One moment.", **passed_on()}, "Dial", "+15550111"),
        (passed_on("+15550122"), "Dial", "+15550122"),
    ],
)
@pytest.mark.asyncio
async def test_what_follows_the_stream_is_what_the_assistant_wanted(
    line: RasaLine, answer: dict[str, Any], verb: str, number: str | None
) -> None:
    line.agent.answers["/session_start"] = answer
    async with call(line) as one:
        await one.until_over()
        _, twiml = await ask(line, "after")
        _, again = await ask(line, "after")
    (does,) = ElementTree.fromstring(twiml)
    assert (does.tag, does.text) == (verb, number)
    assert ElementTree.fromstring(again)[0].tag == "Hangup"


@pytest.mark.parametrize("to", ["sip:cards@bank.example", "sips:a@b.example;transport=tls?X-a=b"])
@pytest.mark.asyncio
async def test_a_caller_who_is_passed_on_by_sip_has_the_handover_record_with_them(
    line: RasaLine, to: str
) -> None:
    line.agent.answers["/session_start"] = passed_on(to, reason="asked for a person", goal="Zoë")
    async with call(line) as one:
        await one.until_over()
        _, twiml = await ask(line, "after")
    ((sip,),) = ElementTree.fromstring(twiml)
    assert sip.tag == "Sip" and sip.text and sip.text.startswith(to)
    call_id = line.agent.messages[0].metadata["call_id"]
    record = {"call_id": call_id, "reason": "asked for a person", "goal": "Zoë"}
    assert told_of(sip.text) == record


@pytest.mark.asyncio
async def test_that_a_record_cannot_travel_to_a_number_is_in_the_log_but_not_the_record(
    line: RasaLine, caplog: pytest.LogCaptureFixture
) -> None:
    line.agent.answers["/session_start"] = passed_on(reason="lost the card of aunt Zoë")
    async with call(line) as one:
        await one.until_over()
        await ask(line, "after")
    assert "cannot go with it to a number" in caplog.text
    assert "Zoë" not in caplog.text and "+15550111" not in caplog.text


# The end, by the REST API


@pytest_asyncio.fixture
async def api(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Api]:
    async with rest_api(ACCOUNT, TOKEN) as api:
        monkeypatch.setattr(twilio_ends, "API_URL", api.url)
        yield api


async def ended(answer: dict[str, Any], told: Mapping[str, str] = NUMBERS) -> str:
    """A call that the assistant ends so, with REST credentials; what `after` would say then."""
    settings = {**CREDENTIALS, "account_sid": ACCOUNT}
    async with rasa_line(settings, kind=TwilioMediaStreamsInput) as line:
        line.agent.answers["/session_start"] = answer
        async with call(line, told=told) as one:
            await one.until_over()
            _, twiml = await ask(line, "after")
        await line.is_idle()
    return ElementTree.fromstring(twiml)[0].tag


@pytest.mark.asyncio
async def test_a_call_that_other_twiml_has_sent_is_hung_up_by_the_rest_api(api: Api) -> None:
    await ended({"text": "Goodbye.", "custom": {"hang_up": True}})
    assert api.changes == [(CALL, {"Status": "completed"})]


@pytest.mark.asyncio
async def test_a_call_that_other_twiml_has_sent_is_passed_on_by_the_rest_api(api: Api) -> None:
    afterwards = await ended(passed_on("sip:cards@bank.example", reason="asked"))
    ((sid, change),) = api.changes
    ((sip,),) = ElementTree.fromstring(change["Twiml"])
    assert sid == CALL and told_of(sip.text or "")["reason"] == "asked"
    assert afterwards == "Hangup"


@pytest.mark.asyncio
async def test_a_call_that_our_twiml_has_sent_needs_no_rest_api(api: Api) -> None:
    assert await ended(passed_on(), OUR_PARAMETERS) == "Dial"
    assert api.changes == []


@pytest.mark.parametrize("trouble", ["status", "credentials", "connection", "time-out"])
@pytest.mark.asyncio
async def test_a_rest_api_that_fails_is_logged_without_what_was_said_and_the_stream_closes(
    api: Api, trouble: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.status = 500 if trouble == "status" else 200
    api.auth_token = "another" if trouble == "credentials" else TOKEN
    if trouble == "connection":
        monkeypatch.setattr(twilio_ends, "API_URL", "http://127.0.0.1:1")
    if trouble == "time-out":
        monkeypatch.setattr(twilio_ends, "API_WITHIN_S", 1e-9)
    assert await ended(passed_on(reason="aunt Zoë")) == "Dial"
    assert "Twilio's REST API" in caplog.text
    logged = "".join(one.getMessage() for one in caplog.records if one.name != "aiohttp.access")
    assert not [word for word in ("Zoë", "+15550", TOKEN) if word in logged]


@pytest.mark.asyncio
async def test_a_caller_who_hangs_up_needs_no_rest_api(api: Api) -> None:
    settings = {**CREDENTIALS, "account_sid": ACCOUNT}
    async with rasa_line(settings, kind=TwilioMediaStreamsInput) as line:
        async with call(line, told=NUMBERS) as one:
            await one.until_mark()
            one.stream.hang_up()
            await one.flush()
            await one.until_over()
        await line.is_idle()
    assert api.changes == []


@pytest.mark.asyncio
async def test_without_a_number_to_transfer_to_the_call_ends_and_the_log_says_why(
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings = {**CREDENTIALS, "transfer_to": None}
    async with rasa_line(settings, kind=TwilioMediaStreamsInput) as line:
        line.agent.answers["/session_start"] = {"custom": {"transfer": True}}
        async with call(line) as one:
            await one.until_over()
        _, twiml = await ask(line, "after")
        await line.is_idle()
    assert ElementTree.fromstring(twiml)[0].tag == "Hangup"
    assert "transfer_to is not set" in caplog.text
