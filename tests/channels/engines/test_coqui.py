"""The client against a speech server of a few lines that misbehaves as it is told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from aiohttp import web

from channels.engines.coqui import SERVER_KEYS, Coqui, Options, apology
from channels.errors import SynthesisError
from channels.settings import ChannelSettings

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
SECRET = "your PIN is four eight two one"
HZ = 16000


@asynccontextmanager
async def serving(handler: Handler, **settings: object) -> AsyncIterator[Coqui]:
    app = web.Application()
    app.router.add_post("/v1/audio/speech", handler)
    app.router.add_get("/health", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    coqui = Coqui({"url": f"http://127.0.0.1:{port}/", **settings})
    try:
        yield coqui
    finally:
        await coqui.close()
        await runner.cleanup()


async def spoken(coqui: Coqui, keep: bool = False) -> list[int]:
    return [int(s) async for piece in coqui.speak(SECRET, HZ, keep) for s in piece]


def streaming(*chunks: bytes, after: float = 0.0, cut: bool = False) -> Handler:
    """Answers with these chunks; `after` the first, waits so long; `cut` breaks the connection."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for chunk in chunks:
            await response.write(chunk)
            await asyncio.sleep(after)
        if cut:
            assert request.transport
            request.transport.abort()
        return response

    return answer


@pytest.mark.asyncio
async def test_samples_arrive_whole_wherever_the_bytes_are_split() -> None:
    data = np.arange(-500, 500, dtype="<i2").tobytes()
    chunks = [data[:1], data[1:4], data[4:5], data[5:1000], data[1000:]]
    async with serving(streaming(*chunks, after=0.005)) as coqui:
        assert await spoken(coqui) == list(range(-500, 500))


@pytest.mark.asyncio
async def test_the_request_is_openais_with_a_sample_rate_and_leaves_no_trace() -> None:
    asked: list[dict[str, object]] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(json.loads(await request.text()))
        return web.Response(body=bytes(4))

    async with serving(answer, voice="joe", speed=1.1) as coqui:
        await spoken(coqui)
    assert asked == [
        {
            "model": "tts-1",
            "input": SECRET,
            "voice": "joe",
            "response_format": "pcm",
            "sample_rate": HZ,
            "speed": 1.1,
            "cache": False,
            "needed_in_ms": 0,
        }
    ]


@pytest.mark.asyncio
async def test_what_is_needed_later_may_come_later() -> None:
    asked: list[dict[str, object]] = []

    async def slow(request: web.Request) -> web.Response:
        asked.append(json.loads(await request.text()))
        await asyncio.sleep(0.1)
        return web.Response(body=bytes(4))

    async with serving(slow, timeout_s=0.1) as coqui:
        pieces = [samples async for samples in coqui.speak(SECRET, HZ, needed_in_ms=5000)]
    assert [len(samples) for samples in pieces] == [2]
    assert asked[0]["needed_in_ms"] == 5000


@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.asyncio
async def test_the_server_is_told_whether_it_may_keep_the_audio(keep: bool) -> None:
    asked: list[object] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(json.loads(await request.text())["cache"])
        return web.Response(body=bytes(4))

    async with serving(answer) as coqui:
        await spoken(coqui, keep)
    assert asked == [keep]


async def refuse(request: web.Request) -> web.Response:
    return web.json_response({"error": {"code": "x", "message": SECRET}}, status=503)


async def never(request: web.Request) -> web.Response:
    await asyncio.sleep(30)
    raise AssertionError("the client should have given up")


@pytest.mark.parametrize(
    ("handler", "why"),
    [
        (refuse, "503"),
        (never, "silent for 0.2 s"),
        (streaming(bytes(100), after=5), "silent for 0.2 s"),
        (streaming(bytes(100), cut=True), "broke off"),
        (streaming(), "no audio"),
        (streaming(b"\0"), "no audio"),
    ],
    ids=["refused", "no answer", "stalled", "cut", "empty", "half a sample"],
)
@pytest.mark.asyncio
async def test_trouble_is_a_synthesis_error_without_the_text(handler: Handler, why: str) -> None:
    async with serving(handler, timeout_s=0.2) as coqui:
        with pytest.raises(SynthesisError, match=why) as failed:
            await spoken(coqui)
    assert "PIN" not in str(failed.value)


@pytest.mark.asyncio
async def test_no_server_is_an_error_that_says_how_to_start_it() -> None:
    coqui = Coqui({"url": "http://127.0.0.1:6499"})
    with pytest.raises(SynthesisError, match="python -m speech"):
        await spoken(coqui)
    await coqui.close()


@pytest.mark.asyncio
async def test_after_trouble_the_next_sentence_is_tried_afresh() -> None:
    answers = [refuse, streaming(b"\1\0", cut=True), streaming(b"\1\0\2\0")]

    async def answer(request: web.Request) -> web.StreamResponse:
        return await answers.pop(0)(request)

    async with serving(answer) as coqui:
        for _ in range(2):
            with pytest.raises(SynthesisError):
                await spoken(coqui)
        assert await spoken(coqui) == [1, 2]


@pytest.mark.asyncio
async def test_closing_the_iterator_ends_the_request() -> None:
    ended = asyncio.Event()

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(bytes(3200))
                await asyncio.sleep(0.01)
        finally:
            ended.set()

    async with serving(answer) as coqui:
        pieces = coqui.speak(SECRET, HZ)
        await anext(pieces)
        await pieces.aclose()
        await asyncio.wait_for(ended.wait(), 5)


@pytest.mark.asyncio
async def test_health_is_what_the_server_says_of_itself() -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async with serving(answer) as coqui:
        assert await coqui.health() == {"status": "ok"}


@pytest.mark.parametrize("handler", [refuse, never, streaming(b"not json")])
@pytest.mark.asyncio
async def test_a_server_that_cannot_serve_fails_the_health_check(handler: Handler) -> None:
    async with serving(handler, timeout_s=0.2) as coqui:
        with pytest.raises(SynthesisError):
            await coqui.health()


@pytest.mark.parametrize("moments", range(4))
@pytest.mark.asyncio
async def test_who_is_cancelled_stops_though_audio_has_come_in_the_same_moment(
    moments: int,
) -> None:
    arrived = asyncio.Event()

    class Arriving:
        async def readany(self) -> bytes:
            await arrived.wait()
            return b"\0\0"

    response: Any = SimpleNamespace(content=Arriving())
    reading = asyncio.create_task(Coqui._next(response, 5.0))
    await asyncio.sleep(0)
    arrived.set()
    for _ in range(moments):
        await asyncio.sleep(0)
    if reading.cancel():
        with pytest.raises(asyncio.CancelledError):
            await reading
    else:
        assert await reading == b"\0\0"


@pytest.mark.parametrize("rate_hz", [8000, 16000, 22050, 48000])
def test_the_apology_is_speech_at_any_rate(rate_hz: int) -> None:
    samples = apology(rate_hz)
    assert samples.dtype == np.int16
    assert len(samples) == pytest.approx(3.94 * rate_hz, rel=0.01)
    assert 3000 < np.abs(samples.astype(int)).max() < 32767


def test_the_servers_own_settings_are_left_to_it() -> None:
    Coqui({"name": "coqui", **dict.fromkeys(SERVER_KEYS, "x")})


def test_every_setting_of_the_server_is_known() -> None:
    """The server cannot be imported here: its settings are read as text."""
    source = Path("speech/settings.py").read_text()
    body = source.split("class Settings:")[1].split("@property")[0]
    keys = {line.split(":")[0].strip() for line in body.splitlines() if "_whole(" in line}
    keys |= {line.split(":")[0].strip() for line in body.splitlines() if "_setting(" in line}
    assert keys - {"name", "url", "voice"} == set(SERVER_KEYS)


def test_without_speech_a_caller_hears_an_apology_within_two_seconds() -> None:
    assert ChannelSettings().timing.endpoint_silence + Options().timeout_s < 2.0
