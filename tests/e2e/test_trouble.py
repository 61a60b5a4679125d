"""Broken messages, vanished callers and dead servers: the call goes on where it can."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiohttp
import pytest

from tests.e2e.open_line import OpenLine
from tools.bench.callers import spoken
from tools.caller.script import RATE_HZ, Recorded, Say, Situation, Step

Socket = aiohttp.ClientWebSocketResponse
START = {"type": "start", "sample_rate": RATE_HZ, "caller": "+15550100", "language": "en"}
HOURS = Say(spoken("what are your opening hours?", "rms"))


def on_the_line(line: OpenLine, talk: Callable[[Socket], Awaitable[Any]]) -> Any:
    """What `talk` makes of a raw websocket to the line."""

    async def run() -> Any:
        url = line.addresses.websocket
        async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
            return await asyncio.wait_for(talk(socket), 30)

    return asyncio.run(run())


async def until(socket: Socket, kind: str) -> dict[str, Any]:
    """The next message of that type; fails if the line closes first."""
    async for message in socket:
        body = json.loads(message.data) if message.type is aiohttp.WSMsgType.TEXT else {}
        if body.get("type") == kind:
            return dict(body)
    raise AssertionError(f"closed before {kind}")


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("no json", "invalid_json"),
        ("[]", "invalid_json"),
        ('{"type": "dance"}', "unknown_type"),
        ('{"type": "dtmf", "digit": "55"}', "digit"),
        (json.dumps({"type": "played", "mark": "m" * 70_000}), "too_long"),
        (json.dumps(START), "started"),
        (b"\0\1\2", "odd_audio"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_broken_message_gets_an_error_and_the_call_goes_on(
    line: OpenLine, message: str | bytes, code: str
) -> None:
    async def talk(socket: Socket) -> tuple[str, str]:
        await socket.send_json(START)
        await until(socket, "started")
        await (socket.send_str if isinstance(message, str) else socket.send_bytes)(message)
        error = await until(socket, "error")
        await until(socket, "said")
        await socket.send_json({"type": "stop"})
        return error["code"], (await until(socket, "ended"))["reason"]

    assert on_the_line(line, talk) == (code, "caller")


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ('{"type": "stop"}', "start_first"),
        (b"\0\0", "start_first"),
        ('{"type": "start"}', "sample_rate"),
        (json.dumps({**START, "sample_rate": 12345}), "sample_rate"),
        ("no json", "invalid_json"),
    ],
)
def test_a_broken_start_ends_the_call_with_its_reason(
    line: OpenLine, message: str | bytes, code: str
) -> None:
    async def talk(socket: Socket) -> tuple[str, str]:
        await (socket.send_str if isinstance(message, str) else socket.send_bytes)(message)
        return (await until(socket, "error"))["code"], (await until(socket, "ended"))["reason"]

    assert on_the_line(line, talk) == (code, "error")


def test_a_caller_who_vanishes_in_mid_word_leaves_a_transcript_and_no_call_behind(
    line: OpenLine,
) -> None:
    async def talk(socket: Socket) -> str:
        await socket.send_json(START)
        call_id = (await until(socket, "started"))["call_id"]
        samples = HOURS.speech.samples
        for at in range(HOURS.speech.first, (HOURS.speech.first + HOURS.speech.last) // 2, 320):
            await socket.send_bytes(samples[at : at + 320].tobytes())
            await asyncio.sleep(0.02)
        socket._response.connection.transport.abort()  # type: ignore[union-attr]
        return str(call_id)

    transcript = line.transcript(on_the_line(line, talk))
    assert "ended by: caller" in transcript
    deadline = time.monotonic() + 10
    while line.metric("voicedesk_calls_now") and time.monotonic() < deadline:
        time.sleep(0.1)
    assert line.metric("voicedesk_calls_now") == 0


def test_audio_faster_than_it_can_be_heard_is_dropped_and_the_call_goes_on(line: OpenLine) -> None:
    before = line.metric("voicedesk_audio_dropped_seconds_total")

    async def talk(socket: Socket) -> str:
        await socket.send_json(START)
        await until(socket, "started")
        second = bytes(2 * RATE_HZ)
        for _ in range(60):
            await socket.send_bytes(second)
        await until(socket, "said")
        await socket.send_json({"type": "stop"})
        return str((await until(socket, "ended"))["reason"])

    assert on_the_line(line, talk) == "caller"
    assert line.metric("voicedesk_audio_dropped_seconds_total") - before > 30


def test_without_the_speech_server_callers_hear_an_apology_and_afterwards_it_speaks_again(
    line: OpenLine,
) -> None:
    with line.processes.killed("speech"):
        heard = line.call([HOURS, HOURS])
        assert heard.problem == ""
        assert None not in [turn.response_ms for turn in heard.turns]
    assert "open" in line.call([HOURS]).said


class Killing(Recorded):
    """Speaks once the action server is dead, which has told of the record before."""

    def __init__(self, line: OpenLine, steps: Sequence[Step]):
        super().__init__(steps)
        self._line = line

    def decide(self, now: Situation) -> Step | None:
        step = super().decide(now)
        if step is not None:
            self._line.processes.tell("actions", signal.SIGKILL)
        return step


def test_without_the_action_server_callers_hear_an_apology_and_nothing_is_lost(
    line: OpenLine,
) -> None:
    balance = Say(spoken("how much money do I have in my account?", "rms"))
    with line.processes.mended("actions"):
        heard = line.call(Killing(line, [balance, HOURS]))
        assert heard.problem == ""
        assert None not in [turn.response_ms for turn in heard.turns]
    transcript = line.transcript(heard.recording.call_id)
    for text in heard.understood:
        assert text in transcript


def test_when_the_line_is_closed_the_caller_is_told_and_the_call_is_recorded(
    line: OpenLine,
) -> None:
    async def talk(socket: Socket) -> tuple[str, str]:
        await socket.send_json(START)
        call_id = (await until(socket, "started"))["call_id"]
        await until(socket, "said")
        line.processes.tell("rasa", signal.SIGTERM)
        while "Goodbye" not in (await until(socket, "say"))["text"]:
            pass
        return call_id, (await until(socket, "ended"))["reason"]

    with line.processes.mended("rasa"):
        call_id, reason = on_the_line(line, talk)
        line.processes.running["rasa"].wait()
    assert reason == "assistant"
    assert "ended by: assistant" in line.transcript(call_id)
