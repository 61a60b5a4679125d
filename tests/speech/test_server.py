"""The API as a client sees it, with a fake voice; and the real voice under many at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import pytest_asyncio
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from speech.errors import SettingError
from speech.metrics import Metrics
from speech.server import Server
from speech.service import Service
from speech.settings import Settings
from speech.voices.interface import Samples, Voice, VoiceInfo

pytestmark = pytest.mark.asyncio
URL = "/v1/audio/speech"
Serve = Callable[..., Awaitable[TestClient[Any, Any]]]


@pytest_asyncio.fixture
async def serve(tmp_path: Path) -> AsyncIterator[Serve]:
    """`await serve(voice, **settings)` is a client of a server with that voice."""
    opened: list[tuple[TestClient[Any, Any], Server]] = []

    async def start(voice: Voice | None, **changes: Any) -> TestClient[Any, Any]:
        server = Server()
        if voice is not None:
            settings = Settings(**{"cache_path": str(tmp_path / "cache")} | changes)
            server.service = Service(voice, settings, server.metrics)
        listening = TestServer(server.app)
        await listening.start_server(access_log=None)
        client = TestClient(listening)
        opened.append((client, server))
        return client

    yield start
    for client, server in opened:
        await client.close()
        if server.service is not None:
            await server.service.close()


async def error(response: ClientResponse) -> tuple[int, str]:
    return response.status, (await response.json())["error"]["code"]


async def metric(client: TestClient[Any, Any], name: str) -> float:
    lines = (await (await client.get("/metrics")).text()).splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.split("{")[0].split()[0] == name)


class GatedVoice:
    """Speaks a chunk only when the test lets it."""

    info = VoiceInfo("gated", "gated", "cpu", "1", ("only",))
    sample_rate_hz = 8000
    at_once = 1

    def __init__(self) -> None:
        self.gate = threading.Semaphore(0)
        self.begun: list[str] = []
        self.chunks = 0

    def speak(self, text: str, voice: str, speed: float) -> Iterator[Samples]:
        self.begun.append(text)
        for _ in range(3):
            assert self.gate.acquire(timeout=10)
            self.chunks += 1
            yield np.full(8000, 0.5, np.float32)


async def test_text_comes_back_as_audio(serve: Serve, tone: Voice) -> None:
    client = await serve(tone)
    response = await client.post(URL, json={"input": "One two. Three.", "voice": "low"})
    assert response.status == 200
    assert response.headers["Content-Type"] == "audio/pcm; rate=16000; channels=1"
    assert len(await response.read()) == 2 * (3 * 1600 + 16 * 200)


async def test_wav_is_a_header_before_the_same_audio(serve: Serve, tone: Voice) -> None:
    client = await serve(tone)
    pcm = await (await client.post(URL, json={"input": "One two."})).read()
    response = await client.post(URL, json={"input": "One two.", "response_format": "wav"})
    assert response.headers["Content-Type"] == "audio/wav"
    assert (await response.read())[44:] == pcm


async def test_another_rate_takes_as_long(serve: Serve, tone: Voice) -> None:
    client = await serve(tone)
    response = await client.post(URL, json={"input": "One two.", "sample_rate": 8000})
    assert abs(len(await response.read()) - 2 * 1600) < 8


async def test_audio_leaves_before_the_text_is_spoken(serve: Serve) -> None:
    voice = GatedVoice()
    client = await serve(voice)
    voice.gate.release()
    response = await client.post(URL, json={"input": "One."})
    assert len(await response.content.readexactly(16000)) == 16000
    assert voice.chunks == 1
    voice.gate.release(2)
    assert len(await response.read()) == 32000


async def test_a_long_text_does_not_keep_others_waiting(serve: Serve) -> None:
    voice = GatedVoice()
    client = await serve(voice)
    voice.gate.release()
    long = await client.post(URL, json={"input": "Long one. Long two. Long three."})
    short = asyncio.create_task(client.post(URL, json={"input": "Short."}))
    while await metric(client, "speech_open_requests") < 2:
        await asyncio.sleep(0)
    voice.gate.release(100)
    await (await short).read()
    await long.read()
    assert voice.begun == ["Long one.", "Short.", "Long two.", "Long three."]


async def test_who_hangs_up_costs_nothing_more(serve: Serve) -> None:
    voice = GatedVoice()
    client = await serve(voice)
    voice.gate.release()
    response = await client.post(URL, json={"input": "Long one. Long two. Long three."})
    response.close()
    while not await metric(client, "speech_cancelled_total"):
        await asyncio.sleep(0)
    voice.gate.release(100)
    assert (await client.post(URL, json={"input": "Next."})).status == 200
    assert voice.begun == ["Long one.", "Next."]
    assert await metric(client, "speech_open_requests") <= 1


async def test_one_too_many_is_asked_to_come_back(serve: Serve) -> None:
    voice = GatedVoice()
    client = await serve(voice, max_waiting=1)
    first = asyncio.create_task(client.post(URL, json={"input": "One."}))
    while not voice.begun:
        await asyncio.sleep(0)
    refused = await client.post(URL, json={"input": "Two."})
    assert refused.headers["Retry-After"] == "1"
    assert await error(refused) == (503, "overloaded")
    voice.gate.release(100)
    await (await first).read()
    assert (await client.post(URL, json={"input": "Three."})).status == 200


async def test_what_was_spoken_once_comes_from_the_cache(serve: Serve, tone: Any) -> None:
    client = await serve(tone)
    replies = [await (await client.post(URL, json={"input": "Hello."})).read() for _ in "12"]
    assert replies[0] == replies[1]
    narrow = await (await client.post(URL, json={"input": "Hello.", "sample_rate": 8000})).read()
    assert len(narrow) == len(replies[0]) // 2
    assert tone.spoken == ["Hello."]
    for _ in "12":
        await (await client.post(URL, json={"input": "Maria.", "cache": False})).read()
    assert tone.spoken == ["Hello.", "Maria.", "Maria."]


async def test_what_was_broken_off_is_not_kept(serve: Serve, tone: Any) -> None:
    client = await serve(tone)
    broken = await client.post(URL, json={"input": "One. fail."})
    with pytest.raises(Exception, match=r"(?i)payload|connection|disconnect"):
        await broken.read()
    again = await client.post(URL, json={"input": "One. fail."})
    with pytest.raises(Exception, match=r"(?i)payload|connection|disconnect"):
        await again.read()
    assert tone.spoken.count("One.") == 2


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"{", 400, "invalid_json"),
        (b'{"input": ""}', 400, "invalid_input"),
        (b'{"input": "' + b"x" * 2001 + b'"}', 400, "string_above_max_length"),
        (b"x" * (2 << 20), 400, "string_above_max_length"),
        (b'{"input": "a", "voice": "alloy"}', 400, "invalid_voice"),
        (b'{"input": "fail"}', 500, "synthesis_failed"),
    ],
)
async def test_errors_are_openais(
    serve: Serve, tone: Voice, data: bytes, status: int, code: str
) -> None:
    client = await serve(tone)
    response = await client.post(URL, data=data)
    assert await error(response) == (status, code)
    assert await metric(client, "speech_requests_total") == 1


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [("GET", "/nowhere", 404, "not_found"), ("GET", URL, 405, "method_not_allowed")],
)
async def test_wrong_routes_too(
    serve: Serve, tone: Voice, method: str, path: str, status: int, code: str
) -> None:
    client = await serve(tone)
    assert await error(await client.request(method, path)) == (status, code)


async def test_a_failure_is_logged_without_the_text(
    serve: Serve, tone: Voice, caplog: pytest.LogCaptureFixture
) -> None:
    client = await serve(tone)
    await client.post(URL, json={"input": "fail Maria Lopez"})
    assert "RuntimeError" in caplog.text
    assert "Maria" not in caplog.text


async def test_until_the_model_is_loaded_nothing_is_promised(serve: Serve) -> None:
    client = await serve(None)
    health = await client.get("/health")
    assert (health.status, (await health.json())["status"]) == (503, "starting")
    assert await error(await client.post(URL, json={"input": "a"})) == (503, "overloaded")
    assert (await client.get("/v1/models")).status == 503


async def test_a_healthy_server_shows_what_it_runs(serve: Serve, tone: Voice) -> None:
    client = await serve(tone)
    health = await (await client.get("/health")).json()
    assert health["status"] == "ok"
    assert health["versions"]["coqui-tts"]
    assert health["engines"]["synthesizer"] == {
        "engine": "tone",
        "model": "tone",
        "voice": "low",
        "device": "cpu",
        "sample_rate_hz": 16000,
    }
    models = await (await client.get("/v1/models")).json()
    assert [model["id"] for model in models["data"]] == ["tone"]


async def test_a_server_whose_worker_died_is_not_healthy_and_says_so(tone: Voice) -> None:
    server = Server()
    server.service = Service(tone, Settings(cache_mb=0), server.metrics)
    await server.service.close()
    async with TestClient(TestServer(server.app)) as client:
        health = await client.get("/health")
        assert (health.status, (await health.json())["status"]) == (503, "failing")
        assert "start the speech server again" in (await health.json())["reason"]
        assert await error(await client.post(URL, json={"input": "One."})) == (503, "overloaded")


async def test_a_voice_that_makes_no_sound_is_no_error(serve: Serve) -> None:
    class Mute(GatedVoice):
        def speak(self, text: str, voice: str, speed: float) -> Iterator[Samples]:
            yield np.zeros(8000, np.float32)

    response = await (await serve(Mute())).post(URL, json={"input": "One."})
    assert (response.status, await response.read()) == (200, b"")


async def test_a_voice_that_the_model_lacks_is_refused_at_start(tone: Voice) -> None:
    with pytest.raises(SettingError, match="allowed: low, high"):
        Service(tone, Settings(voice="joe"), Metrics())


async def test_metrics_count_what_was_sent(serve: Serve, tone: Voice) -> None:
    client = await serve(tone)
    await (await client.post(URL, json={"input": "One two."})).read()
    assert await metric(client, "speech_audio_seconds_total") == pytest.approx(0.2, abs=0.01)
    assert await metric(client, "speech_first_chunk_seconds_count") == 1


async def test_many_at_once_get_what_each_would_get_alone(serve: Serve, joe: Voice) -> None:
    client = await serve(joe, cache_mb=0)
    texts = [f"Your balance is ${number}.00. Anything else?" for number in range(6)]

    async def ask(text: str) -> bytes:
        response = await client.post(URL, json={"input": text, "sample_rate": 8000})
        return await response.read()

    alone = [await ask(text) for text in texts]
    assert await asyncio.gather(*map(ask, texts)) == alone
    assert len(set(alone)) == len(texts)
