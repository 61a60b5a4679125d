"""The line for AudioSocket, called by an Asterisk written from its documentation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from rasa.shared.exceptions import RasaException

from channels import watch
from channels.audiosocket import AudioSocketInput
from tests.channels.rasa_line import GREETING, SCRIPTED, RasaLine, rasa_line
from tests.far_ends.audiosocket import QUIET, Channel

pytestmark = pytest.mark.filterwarnings("ignore:The explicit passing:DeprecationWarning:sanic")

CALL = UUID("40325ec25efd4bd3805f53576e581d13")
CREDENTIALS: dict[str, Any] = {
    "listen": "127.0.0.1:0",
    **SCRIPTED,
    "max_calls": 1,
}
LOUD = (b"\x00\x40" * 4 + b"\x00\xc0" * 4) * 20  # 20 ms of 1 kHz


@pytest_asyncio.fixture
async def line() -> AsyncIterator[RasaLine]:
    async with rasa_line(CREDENTIALS, kind=AudioSocketInput) as line:
        yield line
        await line.is_idle()


async def dial(line: RasaLine) -> Channel:
    server: Any = line.channel.server  # type: ignore[attr-defined]
    return await Channel.dial(server.sockets[0].getsockname()[1], CALL.bytes)


@pytest.mark.asyncio
async def test_a_call_from_the_uuid_to_the_hang_up(line: RasaLine) -> None:
    call = await dial(line)
    await call.until_voice()
    await call.until_silence()
    await call.hang_up()
    last = await line.agent.asked("/session_end")
    first = line.agent.messages[0]
    assert {"stream_id": str(CALL), "line": "audiosocket"}.items() <= first.metadata.items()
    assert last.metadata["reason"] == "caller"
    assert last.metadata["previous"]["heard"] == [{"text": GREETING, "heard": GREETING}]


@pytest.mark.asyncio
async def test_keys_are_one_entry(line: RasaLine) -> None:
    call = await dial(line)
    await call.until_voice()
    call.press("4821#")
    await line.agent.asked('/keyed_digits{"digits": "4821"}')
    await call.hang_up()


@pytest.mark.asyncio
async def test_what_the_caller_says_is_answered(line: RasaLine) -> None:
    line.agent.answers["what is my balance"] = {"text": "Ten dollars."}
    call = await dial(line)
    await call.until_voice()
    await call.until_silence()
    call.say(*[QUIET] * 4, *[LOUD] * 40, *[QUIET] * 40)
    await call.until_voice()
    assert "what is my balance" in line.agent.texts
    await call.hang_up()


@pytest.mark.asyncio
async def test_who_speaks_over_the_assistant_is_listened_to(line: RasaLine) -> None:
    line.agent.answers["/session_start"] = {"text": "A long greeting. " * 20}
    call = await dial(line)
    await call.until_voice()
    call.say(*[QUIET] * 4, *[LOUD] * 40, *[QUIET] * 40)
    await call.until_silence()
    said = (await line.agent.asked("what is my balance")).metadata["previous"]["heard"]
    assert said[-1]["heard"] != said[-1]["text"]
    await call.hang_up()


@pytest.mark.asyncio
async def test_the_assistant_hangs_up(line: RasaLine) -> None:
    line.agent.answers["/session_start"] = {"text": "Goodbye.", "custom": {"hang_up": True}}
    call = await dial(line)
    await call.until_over()
    assert call.hung_up and any(call.heard)


@pytest.mark.asyncio
async def test_who_should_be_passed_on_is_hung_up_and_the_log_says_why(
    line: RasaLine, caplog: pytest.LogCaptureFixture
) -> None:
    line.agent.answers["/session_start"] = {"custom": {"transfer": True}}
    call = await dial(line)
    await call.until_over()
    assert call.hung_up
    assert "no word for passing a caller on" in caplog.text


@pytest.mark.asyncio
async def test_frames_without_a_meaning_are_passed_over(line: RasaLine) -> None:
    call = await dial(line)
    await call.until_voice()
    call.send(0x55, b"what is this")
    call.send(0x10, b"\x00")
    call.send(0x12, QUIET)
    call.press("A5#")
    await line.agent.asked('/keyed_digits{"digits": "5"}')
    await call.hang_up()


@pytest.mark.asyncio
async def test_when_all_lines_are_busy_a_call_is_hung_up(line: RasaLine) -> None:
    call = await dial(line)
    await call.until_voice()
    other = await dial(line)
    await other.until_over()
    assert other.hung_up and not any(other.heard)
    await call.hang_up()


@pytest.mark.asyncio
async def test_a_line_from_which_nothing_comes_is_dead(
    line: RasaLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "DEAD_AFTER_S", 0.3)
    call = await dial(line)
    assert (await line.agent.asked("/session_end")).metadata["reason"] == "error"
    await call.until_over()
    assert call.hung_up


@pytest.mark.asyncio
async def test_a_port_in_use_stops_rasa_with_a_line_that_says_so(line: RasaLine) -> None:
    taken: Any = line.channel.server  # type: ignore[attr-defined]
    port = taken.sockets[0].getsockname()[1]
    other = AudioSocketInput.from_credentials({**CREDENTIALS, "listen": f"127.0.0.1:{port}"})
    with pytest.raises(RasaException, match=f"listen is '127.0.0.1:{port}'; allowed: HOST:PORT"):
        await other.open()


@pytest.mark.asyncio
async def test_who_is_no_peer_is_not_spoken_to() -> None:
    settings = {**CREDENTIALS, "peers": "192.0.2.0/24, 2001:db8::1"}
    async with rasa_line(settings, kind=AudioSocketInput) as line:
        call = await dial(line)
        await asyncio.wait_for(call.until_over(), 20)
        assert line.agent.messages == []


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"listen": "9092"}, "listen is '9092'; allowed: HOST:PORT"),
        ({"listen": "localhost:http"}, "listen is 'localhost:http'"),
        ({"listen": "127.0.0.1:65536"}, "listen is"),
        ({"listen": 9092}, "listen is 9092"),
        ({"peers": "asterisk.example"}, "peers is 'asterisk.example'; allowed: addresses"),
        ({"sample_rate": 22050}, "sample_rate is 22050; allowed: 8000, 12000"),
    ],
)
def test_a_wrong_setting_stops_rasa_with_a_line_that_says_why(
    wrong: dict[str, Any], named: str
) -> None:
    with pytest.raises(RasaException) as refused:
        AudioSocketInput.from_credentials({**CREDENTIALS, **wrong})
    assert named in str(refused.value)
