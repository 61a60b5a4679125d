"""What the lines of one process do together: before the first call, and at the end."""

from __future__ import annotations

import asyncio

import pytest

from channels import exchange
from tests.channels.rasa_line import GREETING, QUIET, SCRIPTED, START, VOICE, RasaLine, rasa_line

pytestmark = pytest.mark.filterwarnings("ignore:The explicit passing:DeprecationWarning:sanic")


@pytest.mark.asyncio
async def test_the_fixed_sentences_are_spoken_before_anybody_calls(line: RasaLine) -> None:
    assert line.exchange.rehearsing
    await line.exchange.rehearsing
    assert line.channel.engines.synthesizer.kept == [GREETING]  # type: ignore[attr-defined]


@pytest.mark.asyncio
async def test_when_rasa_is_stopped_calls_end_in_order_and_engines_are_freed() -> None:
    async with rasa_line(SCRIPTED) as line:
        async with line.call(START) as speaking, line.call(START) as leaving:
            await speaking.until("said")
            await speaking.send(*[QUIET] * 2, *[VOICE] * 30)
            await speaking.until("partial")
            await leaving.until("said")
            line.agent.hold["/session_end"] = asyncio.Event()
            await leaving.send({"type": "stop"})
            await leaving.rest()
            asyncio.get_running_loop().call_soon(line.agent.hold.pop("/session_end").set)
            line.agent.answers["/line_closing"] = {"text": "Bye.", "custom": {"hang_up": True}}
            await line.exchange.end_all_calls()
            messages = await speaking.rest()
            assert "Bye." in [message.get("text") for message in messages]
            assert messages[-1] == {"type": "ended", "reason": "assistant"}
        reasons = [m.metadata["reason"] for m in line.agent.messages if m.text == "/session_end"]
        assert sorted(reasons) == ["assistant", "caller"]
        assert "what is my balance" in line.agent.texts
        with pytest.raises(RuntimeError):
            await line.channel.engines.workers.run(lambda: "the threads have ended")


@pytest.mark.asyncio
async def test_while_rasa_is_being_stopped_no_call_is_taken() -> None:
    async with rasa_line(SCRIPTED) as line:
        await line.exchange.end_all_calls()
        async with line.call(START) as late:
            assert [message.get("code") for message in await late.rest()] == ["busy", None]
        assert line.channel.sessions == {}


@pytest.mark.parametrize(
    ("limit", "code"),
    [({"max_calls_in_all": 1}, "busy"), ({"calls_a_minute": 1}, "too_often")],
)
@pytest.mark.asyncio
async def test_a_call_beyond_a_limit_is_refused(limit: dict[str, int], code: str) -> None:
    dialled = {**START, "caller": "+15550100"}
    async with rasa_line({**SCRIPTED, **limit}) as line, line.call(dialled) as one:
        await one.until("said")
        async with line.call(dialled) as another:
            assert (await another.next())["code"] == code


@pytest.mark.asyncio
async def test_sanic_cuts_no_call_before_its_leave() -> None:
    async with rasa_line(SCRIPTED) as line, line.call(START) as caller:
        await line.agent.asked("/session_start")
        await line.stop()
        assert line.agent.texts == ["/session_start", "/line_closing", "/session_end"]
        assert line.agent.messages[-1].metadata["reason"] == "assistant"
        assert line.channel.sessions == {}
        assert (await caller.rest())[-1] == {"type": "ended", "reason": "assistant"}


@pytest.mark.asyncio
async def test_a_dialogue_that_hangs_does_not_hold_up_the_stop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(exchange, "FAREWELL_WITHIN_S", 0.01)
    monkeypatch.setattr(exchange, "LEAVE_WITHIN_S", 0.01)
    async with rasa_line(SCRIPTED) as line:
        line.agent.hold["/session_start"] = asyncio.Event()
        async with line.call(START) as caller:
            await line.agent.asked("/session_start")
            await line.exchange.end_all_calls()
            assert (await caller.rest())[-1]["type"] == "ended"
        assert len(line.channel.sessions) == 1
        line.agent.hold["/session_start"].set()
        await line.agent.asked("/session_end")
