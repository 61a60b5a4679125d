"""The line for Genesys in Rasa's own server, called by a Genesys written from its documentation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from rasa.shared.exceptions import RasaException

from channels import genesys_line
from channels.genesys import GenesysInput
from tests.channels.rasa_line import GREETING, SCRIPTED, RasaLine, rasa_line
from tests.far_ends.genesys import Session
from tools.caller.genesys import CONVERSATION, ORGANIZATION, SESSION, Messages, upgrade

pytestmark = pytest.mark.filterwarnings("ignore:The explicit passing:DeprecationWarning:sanic")

KEY, SECRET = "0123456789abcdef", "c2VjcmV0c2VjcmV0c2VjcmV0"
HOST, HERE = "bank.example", "/webhooks/genesys/websocket"
CREDENTIALS: dict[str, Any] = {
    "api_key": KEY,
    "client_secret": SECRET,
    "organization_id": ORGANIZATION.upper(),
    "transfer_to": "service",
    **SCRIPTED,
    "max_calls": 1,
}
LOUD = (b"\x10" * 4 + b"\x90" * 4) * 200  # 200 ms of 1 kHz
QUIET = b"\xff" * 1600
LETTER = 480
"""Samples of it in the speech of this line."""


@pytest_asyncio.fixture
async def line(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RasaLine]:
    monkeypatch.setattr(genesys_line, "EARLY_S", 60)  # this Genesys plays in no time
    async with rasa_line(CREDENTIALS, kind=GenesysInput) as line:
        yield line
        await line.is_idle()


class Call:
    """A session on a websocket; audio is played as it comes, unless a test wants to wait."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse, session: Session):
        self.ws, self.session = ws, session
        self.over = False

    async def flush(self) -> None:
        for message in self.session.out:
            await (self.ws.send_str if isinstance(message, str) else self.ws.send_bytes)(message)
        self.session.out.clear()

    async def next(self, plays: bool = True) -> None:
        """Takes the next message; once the session is closed, so is the socket."""
        message = await self.ws.receive(timeout=20)
        self.over = message.type not in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY)
        if not self.over:
            self.session.take(message.data)
        if plays:
            self.session.play()
        await self.flush()
        if self.session.of("closed"):
            self.over = True
            await self.ws.close()

    async def until(self, kind: str) -> dict[str, Any]:
        """Parameters of the next text of this type."""
        known = len(self.session.of(kind))
        while len(self.session.of(kind)) == known:
            assert not self.over, f"over before {kind}"
            await self.next()
        return self.session.of(kind)[-1]

    async def until_voice(self) -> None:
        heard = len(self.session.played)
        while len(self.session.played) == heard:
            assert not self.over
            await self.next()

    async def until_greeted(self) -> None:
        while len(self.session.played) < len(GREETING) * LETTER:
            await self.next()

    async def until_over(self) -> None:
        while not self.over:
            await self.next()

    async def hang_up(self) -> None:
        self.session.tell("close", reason="end")
        await self.flush()
        await self.until("closed")


@asynccontextmanager
async def call(
    line: RasaLine, first: str | None = None, key: str = KEY, secret: str = SECRET, **variables: str
) -> AsyncIterator[Call]:
    headers = upgrade(key, secret, HOST, HERE)
    async with line.http.ws_connect(line.url + HERE, headers=headers) as ws:
        call = Call(ws, Session(first, **variables))
        await call.flush()
        yield call


# Who may call


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"key": "another"}, "its X-API-KEY is not the api_key"),
        ({"key": ""}, "its X-API-KEY is not the api_key"),
        ({"secret": "YW5vdGhlcg=="}, "not made with the client_secret"),
        ({"secret": ""}, "Signature-Input are not there"),
    ],
)
@pytest.mark.asyncio
async def test_who_has_not_the_key_is_refused_and_the_log_says_why(
    line: RasaLine, caplog: pytest.LogCaptureFixture, wrong: dict[str, str], why: str
) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        async with call(line, **wrong):
            pass
    assert refused.value.status == 401
    assert why in caplog.text
    assert KEY not in caplog.text and SECRET not in caplog.text
    assert line.agent.messages == []


@pytest.mark.asyncio
async def test_another_organization_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    settings = {**CREDENTIALS, "organization_id": "another"}
    async with rasa_line(settings, kind=GenesysInput) as line:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            async with call(line):
                pass
    assert "its Audiohook-Organization-Id is not the organization_id" in caplog.text


@pytest.mark.asyncio
async def test_without_a_client_secret_the_key_is_enough() -> None:
    settings = {**CREDENTIALS, "client_secret": None, "organization_id": None}
    async with rasa_line(settings, kind=GenesysInput) as line:
        async with call(line, secret="") as one:
            await one.until_voice()
            await one.hang_up()
        await line.is_idle()


@pytest.mark.asyncio
async def test_a_probe_is_answered_though_all_lines_are_busy(line: RasaLine) -> None:
    async with call(line) as one:
        await one.until_voice()
        async with call(line, first=Messages().probe()) as probe:
            probe.session.messages.seq = 1
            assert (await probe.until("opened"))["media"] == []
            await probe.hang_up()
        await one.hang_up()
    assert line.agent.texts.count("/session_start") == 1


@pytest.mark.asyncio
async def test_when_all_lines_are_busy_the_flow_is_told(line: RasaLine) -> None:
    async with call(line) as one:
        await one.until_voice()
        async with call(line) as other:
            ended = await other.until("disconnect")
            assert (ended["reason"], ended["info"][:20]) == ("error", "all lines are busy; ")
            await other.until("closed")
            assert not other.session.of("opened")
        await one.hang_up()


@pytest.mark.asyncio
async def test_who_does_not_begin_with_an_opening_is_refused(line: RasaLine) -> None:
    async with call(line, first=Messages().text("dtmf", digit="5")) as one:
        one.session.messages.seq = 1
        assert (await one.until("disconnect"))["reason"] == "error"
        await one.ws.send_str("{")
        await one.until("closed")
    assert line.agent.messages == []


# A call


@pytest.mark.asyncio
async def test_a_call_from_open_to_close(line: RasaLine) -> None:
    async with call(line, segment="gold") as one:
        await one.until_greeted()
        await one.hang_up()
    last = await line.agent.asked("/session_end")
    first = line.agent.messages[0]
    about = {"caller": "+15550100", "called": "+15550199", "stream_id": CONVERSATION}
    custom = {"session_id": SESSION, "segment": "gold"}
    assert {**about, "line": "genesys", "custom_parameters": custom}.items() <= (
        first.metadata.items()
    )
    assert last.metadata["reason"] == "caller"
    assert last.metadata["previous"]["heard"] == [{"text": GREETING, "heard": GREETING}]


@pytest.mark.asyncio
async def test_keys_are_one_entry(line: RasaLine) -> None:
    async with call(line) as one:
        await one.until_voice()
        one.session.press("4821#")
        await one.flush()
        await line.agent.asked('/keyed_digits{"digits": "4821"}')
        await one.hang_up()


@pytest.mark.asyncio
async def test_a_ping_is_answered_with_its_number(line: RasaLine) -> None:
    async with call(line) as one:
        await one.until_voice()
        one.session.tell("ping")
        ping = one.session.messages.seq
        await one.flush()
        await one.until("pong")
        assert one.session.pongs == [ping]
        await one.hang_up()


@pytest.mark.asyncio
async def test_what_the_caller_says_is_answered(line: RasaLine) -> None:
    line.agent.answers["what is my balance"] = {"text": "Ten dollars."}
    async with call(line) as one:
        await one.until_voice()
        one.session.say(QUIET, *[LOUD] * 4, *[QUIET] * 4)
        await one.flush()
        await one.until_voice()
        await line.agent.asked("what is my balance")
        await one.hang_up()


@pytest.mark.asyncio
async def test_who_speaks_over_the_assistant_has_its_buffer_cleared(line: RasaLine) -> None:
    line.agent.answers["/session_start"] = {"text": "A long greeting. " * 20}
    async with call(line) as one:
        while not one.session.buffer:
            await one.next(plays=False)
        assert one.session.buffered_ms < 500
        one.session.say(QUIET, *[LOUD] * 4, *[QUIET] * 4)
        await one.flush()
        while not one.session.of("event"):
            await one.next(plays=False)
        assert one.session.of("event") == [{"entities": [{"type": "barge_in", "data": {}}]}]
        assert one.session.buffered_ms == 0
        await line.agent.asked("what is my balance")
        await one.hang_up()


@pytest.mark.asyncio
async def test_speech_comes_in_few_messages(line: RasaLine) -> None:
    line.agent.answers["/session_start"] = {"text": "A long greeting that goes on and on. " * 3}
    async with call(line) as one:
        while len(one.session.sizes) < 8:
            await one.next()
        assert min(one.session.sizes[1:]) >= 1600
        await one.hang_up()


@pytest.mark.asyncio
async def test_on_hold_nobody_is_spoken_to(line: RasaLine) -> None:
    line.agent.answers["/session_start"] = {"text": "A long greeting. " * 20}
    async with call(line) as one:
        await one.until_voice()
        one.session.tell("paused")
        await one.flush()
        await one.until("event")
        heard = len(one.session.played)
        one.session.tell("ping")
        await one.flush()
        await one.until("pong")
        assert len(one.session.played) == heard
        one.session.tell("resumed", start="PT1S", discarded="PT10S")
        await one.flush()
        await one.until_voice()
        await one.hang_up()


@pytest.mark.asyncio
async def test_a_message_that_is_none_of_genesys_is_passed_over(
    line: RasaLine, caplog: pytest.LogCaptureFixture
) -> None:
    async with call(line) as one:
        await one.until_voice()
        await one.ws.send_str("{")
        one.session.tell("shout")
        for _ in range(2):
            one.session.tell("error", code=429, message="slow down")
        one.session.press("5#")
        await one.flush()
        await line.agent.asked('/keyed_digits{"digits": "5"}')
        await one.hang_up()
    assert caplog.text.count("Genesys reports error 429") == 1


# The end


@pytest.mark.parametrize(
    ("custom", "variables"),
    [
        ({"hang_up": True}, {"outcome": "assistant"}),
        ({"transfer": True}, {"outcome": "transfer", "transfer_to": "service"}),
        (
            {"transfer": {"to": "cards"}, "handover": {"goal": "a lost card"}},
            {"outcome": "transfer", "transfer_to": "cards", "goal": "a lost card"},
        ),
    ],
)
@pytest.mark.asyncio
async def test_the_flow_learns_what_the_assistant_wanted(
    line: RasaLine, custom: dict[str, Any], variables: dict[str, str]
) -> None:
    line.agent.answers["/session_start"] = {"text": "One moment.", "custom": custom}
    async with call(line) as one:
        ended = await one.until("disconnect")
        await one.until_over()
    assert ended["reason"] == "completed"
    assert variables.items() <= ended["outputVariables"].items()
    assert ("call_id" in ended["outputVariables"]) == ("transfer" in custom)
    assert len(one.session.played) > 0


@pytest.mark.asyncio
async def test_numbers_out_of_order_end_the_call(line: RasaLine) -> None:
    async with call(line) as one:
        await one.until_voice()
        one.session.messages.seq += 1
        one.session.tell("ping")
        await one.flush()
        assert (await one.until("disconnect"))["reason"] == "error"
        await one.until_over()


@pytest.mark.parametrize("refused", [False, True])
@pytest.mark.asyncio
async def test_a_genesys_that_does_not_close_is_not_waited_for(
    line: RasaLine, monkeypatch: pytest.MonkeyPatch, refused: bool
) -> None:
    monkeypatch.setattr(genesys_line, "FAREWELL_WITHIN_S", 0.05)
    line.agent.answers["/session_start"] = {"custom": {"hang_up": True}}
    first = Messages().text("dtmf", digit="5") if refused else None
    async with call(line, first=first) as one:
        one.session.closes = False
        await one.until("disconnect")
        await one.until_over()
    assert not one.session.of("closed")


# Settings


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"api_key": None}, "api_key is None; allowed: the API key of the integration"),
        ({"api_key": 4821}, "api_key is '(not shown)'"),
        ({"client_secret": "no base64!"}, "client_secret is '(not shown)'; allowed: the client"),
        ({"client_secret": 4821}, "client_secret is '(not shown)'"),
        ({"client_secret": "===="}, "client_secret is '(not shown)'"),
        ({"organization_id": 7}, "organization_id is 7"),
        ({"sample_rate": 16000}, "sample_rate is 16000; allowed: 8000, on this line"),
        ({"transfer_too": "1"}, "transfer_too is '1'"),
    ],
)
def test_a_wrong_setting_stops_rasa_with_a_line_that_says_why(
    wrong: dict[str, Any], named: str
) -> None:
    with pytest.raises(RasaException) as refused:
        GenesysInput.from_credentials({**CREDENTIALS, **wrong})
    assert named in str(refused.value)


@pytest.mark.parametrize(("given", "lead_s"), [({}, 0.3), ({"playback_lead": 0.2}, 0.2)])
def test_speech_is_sent_further_ahead_than_elsewhere(given: dict[str, Any], lead_s: float) -> None:
    line = GenesysInput.from_credentials({**CREDENTIALS, **given})
    assert line.settings.timing.playback_lead == lead_s
