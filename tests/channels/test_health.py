"""What Rasa's server says of itself, with a line on it."""

from __future__ import annotations

import json

import pytest
from rasa.shared.exceptions import RasaException

from tests.channels.rasa_line import SCRIPTED, START, RasaLine, rasa_line

pytestmark = pytest.mark.filterwarnings("ignore:The explicit passing:DeprecationWarning:sanic")


@pytest.mark.asyncio
async def test_health_is_green_when_a_caller_would_be_answered(line: RasaLine) -> None:
    status, body = await line.get("/health")
    health = json.loads(body)
    assert (status, health["status"], health["model"]) == (200, "ok", "m1")
    assert health["engines"]["browser_audio"]["recognizer"]["name"] == "scripted"
    assert health["versions"]["rasa"]
    assert line.agent.parsed == ["hello"]


@pytest.mark.asyncio
async def test_health_is_not_green_without_a_speech_server(line: RasaLine) -> None:
    line.channel.engines.synthesizer.fails = True  # type: ignore[attr-defined]
    status, body = await line.get("/health")
    health = json.loads(body)
    assert (status, health["status"]) == (503, "failing")
    assert health["reason"] == "the tone synthesizer was told to fail"


@pytest.mark.asyncio
async def test_without_a_dialogue_model_rasa_is_stopped_with_the_command_that_makes_one() -> None:
    def unready(line: RasaLine) -> None:
        line.agent.ready = False

    with pytest.raises(RasaException, match="make train"):
        async with rasa_line(SCRIPTED, unready):
            pass


@pytest.mark.asyncio
async def test_health_is_not_green_until_the_model_server_has_sent_a_model() -> None:
    def unready(line: RasaLine) -> None:
        line.agent.ready = False
        line.agent.model_server = "http://models"

    async with rasa_line(SCRIPTED, unready) as line:
        status, body = await line.get("/health")
        assert (status, json.loads(body)["status"]) == (503, "failing")
        assert "make train" in json.loads(body)["reason"]
        line.agent.ready = True
        assert (await line.get("/health"))[0] == 200


@pytest.mark.asyncio
async def test_health_is_not_green_before_the_model_is_warm() -> None:
    def ask_while_warming(line: RasaLine) -> None:
        async def parse_message(_: str) -> None:
            seen.append(await line.get("/health"))

        line.agent.parse_message = parse_message  # type: ignore[method-assign]

    seen: list[tuple[int, str]] = []
    async with rasa_line(SCRIPTED, ask_while_warming):
        ((status, body),) = seen
        assert (status, json.loads(body)["status"]) == (503, "starting")


@pytest.mark.asyncio
async def test_calls_are_counted_for_prometheus(line: RasaLine) -> None:
    async with line.call(START) as caller:
        await caller.until("said")
        await caller.send({"type": "stop"})
        await caller.rest()
    await line.is_idle()
    status, numbers = await line.get("/metrics")
    assert status == 200
    assert 'voicedesk_calls_now{line="browser_audio"} 0.0' in numbers
    assert 'voicedesk_calls_total{line="browser_audio",reason="caller"}' in numbers
