"""The channel in Rasa's own server, called over real websockets, with scripted engines."""

from __future__ import annotations

import asyncio
import gc
import re
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest

from channels import inflow, voice_channel
from tests.channels.rasa_line import GREETING, QUIET, START, VOICE, RasaLine

pytestmark = pytest.mark.filterwarnings("ignore:The explicit passing:DeprecationWarning:sanic")

ON_THE_LINE = "/webhooks/browser_audio"


# The page


@pytest.mark.asyncio
async def test_the_softphone_is_served_with_all_that_it_names(line: RasaLine) -> None:
    status, page = await line.get(f"{ON_THE_LINE}/")
    assert status == 200
    files = re.findall(r'(?:href|src)="(softphone/[^"]+)"', page)
    assert len(files) >= 3
    for file in files:
        assert (await line.get(f"{ON_THE_LINE}/{file}"))[0] == 200


@pytest.mark.asyncio
async def test_the_page_is_found_without_its_last_slash(line: RasaLine) -> None:
    async with line.http.get(line.url + ON_THE_LINE) as response:
        assert response.status == 200
        assert response.url.path == f"{ON_THE_LINE}/"


@pytest.mark.asyncio
async def test_no_other_file_is_served(line: RasaLine) -> None:
    for path in ("softphone/../browser_audio.py", "softphone/%2e%2e/settings.py", "softphone/x"):
        assert (await line.get(f"{ON_THE_LINE}/{path}"))[0] in (400, 404)


@pytest.mark.asyncio
async def test_of_a_call_only_the_audio_of_fixed_sentences_may_be_kept(line: RasaLine) -> None:
    line.agent.answers["/session_start"] = {"text": f"{GREETING} Thank you, Maria."}
    async with line.call(START) as caller:
        await caller.until("said")
        await caller.until("said")
    synthesizer: Any = line.channel.engines.synthesizer
    assert synthesizer.spoken[-2:] == [GREETING, "Thank you, Maria."]
    assert set(synthesizer.kept) == {GREETING}


# A call


@pytest.mark.asyncio
async def test_a_call_from_start_to_stop(line: RasaLine) -> None:
    async with line.call({**START, "caller": "+15550100", "called": "100"}) as caller:
        started = await caller.next()
        assert (started["type"], started["sample_rate"]) == ("started", 16000)
        assert (await caller.next())["text"] == GREETING
        said = await caller.until("said")
        await caller.send({"type": "played", "mark": said["mark"]}, {"type": "stop"})
        assert await caller.rest() == [{"type": "ended", "reason": "caller"}]
    await line.is_idle()
    first, last = line.agent.messages
    assert first.sender_id == last.sender_id == started["call_id"]
    assert first.input_channel == "browser_audio"
    about = {"caller": "+15550100", "called": "100", "language": "en", "direction": "inbound"}
    assert about.items() <= first.metadata.items()
    assert last.metadata["reason"] == "caller"
    assert last.metadata["previous"]["heard"] == [{"text": GREETING, "heard": GREETING}]


@pytest.mark.asyncio
async def test_what_the_caller_says_is_answered(line: RasaLine) -> None:
    line.agent.answers["what is my balance"] = {"text": "Ten dollars."}
    async with line.call(START) as caller:
        await caller.until("said")
        await caller.send(*[QUIET] * 2, *[VOICE] * 30, *[QUIET] * 20)
        assert (await caller.until("final"))["text"] == "what is my balance"
        assert (await caller.until("say"))["text"] == "Ten dollars."
        assert (await caller.until("turn"))["response_ms"] >= 0
    assert (await line.agent.asked("/session_end")).metadata["reason"] == "caller"


@pytest.mark.asyncio
async def test_a_socket_that_breaks_in_mid_word_keeps_the_last_words(line: RasaLine) -> None:
    async with line.call(START) as caller:
        await caller.until("said")
        await caller.send(*[QUIET] * 2, *[VOICE] * 30)
        await caller.until("partial")
        transport = caller.ws._response.connection.transport  # type: ignore[union-attr]
        transport.abort()
    await line.agent.asked("/session_end")
    assert line.agent.texts == ["/session_start", "what is my balance", "/session_end"]


@pytest.mark.asyncio
async def test_the_assistant_hangs_up(line: RasaLine) -> None:
    goodbye = {"text": "Goodbye.", "custom": {"hang_up": True}}
    line.agent.answers["/session_start"] = goodbye
    async with line.call(START) as caller:
        said = await caller.until("said")
        await caller.send({"type": "played", "mark": said["mark"]})
        assert (await caller.rest())[-1] == {"type": "ended", "reason": "assistant"}
    assert (await line.agent.asked("/session_end")).metadata["reason"] == "assistant"


# Bad input


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ("{", "invalid_json"),
        ("7", "invalid_json"),
        ({"type": "begin"}, "unknown_type"),
        ({"type": "dtmf", "digit": "5"}, "start_first"),
        ({"type": "stop"}, "start_first"),
        (QUIET, "start_first"),
        (b"\x00", "odd_audio"),
        ({"type": "start", "sample_rate": 12345}, "sample_rate"),
        ({"type": "start"}, "sample_rate"),
        ({**START, "caller": ["+15550100"]}, "field"),
        ({**START, "language": "de"}, "language"),
        ({**START, "caller": "x" * 65_536}, "too_long"),
    ],
)
@pytest.mark.asyncio
async def test_a_call_that_does_not_begin_with_a_good_start_ends(
    line: RasaLine, first: Any, code: str
) -> None:
    async with line.call(first) as caller:
        refusal, end = await caller.rest()
        assert (refusal["type"], refusal["code"]) == ("error", code)
        assert end == {"type": "ended", "reason": "error"}
    assert line.agent.messages == [] and line.channel.sessions == {}


@pytest.mark.asyncio
async def test_a_caller_who_never_starts_is_not_waited_for(
    line: RasaLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice_channel, "START_WITHIN_S", 0.01)
    async with line.call() as caller:
        refusal, end = await caller.rest()
        assert (refusal["code"], end["reason"]) == ("start_first", "error")


@pytest.mark.asyncio
async def test_a_caller_who_hangs_up_before_the_start_leaves_nothing(line: RasaLine) -> None:
    async with line.call():
        pass
    assert (await line.get("/health"))[0] == 200
    assert line.agent.messages == [] and line.channel.sessions == {}


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("{", "invalid_json"),
        ("[]", "invalid_json"),
        ({"type": "shout"}, "unknown_type"),
        ({"type": "dtmf", "digit": "55"}, "digit"),
        ({"type": "played", "mark": 1}, "field"),
        ({"type": "stop", "why": "x" * 65_536}, "too_long"),
        (b"\x00\x01\x02", "odd_audio"),
        (START, "started"),
        ({"type": "start", "sample_rate": 1}, "sample_rate"),
    ],
)
@pytest.mark.asyncio
async def test_a_bad_message_is_refused_and_the_call_goes_on(
    line: RasaLine, message: Any, code: str
) -> None:
    async with line.call(START, message, {"type": "dtmf", "digit": "5"}) as caller:
        assert (await caller.until("error"))["code"] == code
        await caller.send({"type": "dtmf", "digit": "#"})
        await line.agent.asked('/keyed_digits{"digits": "5"}')
        await caller.send({"type": "stop"})
        assert (await caller.rest())[-1] == {"type": "ended", "reason": "caller"}


@pytest.mark.parametrize(
    "break_off",
    [
        lambda ws: ws.send_bytes(bytes(2**20 + 2)),
        lambda ws: ws._writer._send_frame(b"\xff\xfe", aiohttp.WSMsgType.TEXT),
        lambda ws: ws._writer._send_frame(b"", 0x3),
    ],
    ids=["more than a mebibyte", "text that is not UTF-8", "an unknown opcode"],
)
@pytest.mark.asyncio
async def test_a_broken_websocket_ends_in_order(
    line: RasaLine, break_off: Callable[[Any], Any]
) -> None:
    async with line.call(START) as caller:
        await caller.until("said")
        await break_off(caller.ws)
        await caller.ws.close()
    await line.agent.asked("/session_end")


@pytest.mark.asyncio
async def test_when_all_lines_are_busy_a_call_is_refused_and_the_next_is_taken(
    line: RasaLine,
) -> None:
    async with line.call(START) as one, line.call(START) as two:
        await one.until("said")
        await two.until("said")
        async with line.call(START) as third:
            refusal, end = await third.rest()
            assert (refusal["code"], end) == ("busy", {"type": "ended", "reason": "error"})
        await one.send({"type": "stop"})
        await one.rest()
        await line.agent.asked("/session_end")
        while len(line.channel.sessions) == 2:
            await asyncio.sleep(0)
        async with line.call(START) as fourth:
            await fourth.until("said")


@pytest.mark.parametrize("language", ["en", "EN", "en-GB", "", None])
@pytest.mark.asyncio
async def test_the_lines_language_may_be_asked_for(line: RasaLine, language: str | None) -> None:
    async with line.call({**START, "language": language}) as caller:
        assert (await caller.next())["type"] == "started"
    assert (await line.agent.asked("/session_start")).metadata["language"] == (language or "en")


@pytest.mark.asyncio
async def test_a_client_that_floods_the_line_is_cut_off(
    line: RasaLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inflow, "MOST_AT_ONCE", 10)
    monkeypatch.setattr(inflow, "MOST_A_S", 0)
    async with line.call(START) as caller:
        await caller.until("said")
        await caller.send(*["no json"] * 11)
        await caller.rest()
    ended = await line.agent.asked("/session_end")
    assert ended.metadata["reason"] == "error"


@pytest.mark.asyncio
async def test_a_text_that_is_not_utf_8_is_no_json_and_not_in_the_log(
    line: RasaLine, caplog: pytest.LogCaptureFixture
) -> None:
    async with line.call(START) as caller:
        await caller.until("said")
        for message in (b"\xff4821", b'"\xe9"'):
            await caller.ws._writer._send_frame(message, aiohttp.WSMsgType.TEXT)
            assert (await caller.until("error"))["code"] == "invalid_json"
        await caller.send({"type": "stop"})
        assert (await caller.until("ended"))["reason"] == "caller"
    gc.collect()  # asyncio tells then what nobody has asked a task for
    assert caplog.text == ""
