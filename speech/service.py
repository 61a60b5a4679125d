"""A loaded voice, shared among requests: what the HTTP routes call. Knows no HTTP."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from pathlib import Path
from typing import Any

from speech.audio import Resampler
from speech.cache import Cache
from speech.errors import SettingError
from speech.metrics import Metrics
from speech.request import Offer, SpeechRequest
from speech.scheduler import Scheduler, Stream
from speech.settings import SECTION, Settings
from speech.synthesis import steps
from speech.voices.interface import Voice

_BYTES_PER_SAMPLE = 2
Pcm = AsyncGenerator[bytes, None]


class Service:
    """Must be made on the event loop; `close` ends it."""

    def __init__(self, voice: Voice, settings: Settings, metrics: Metrics):
        self.voice, self._metrics = voice, metrics
        self.offer = _offer(voice, settings)
        self._cache = Cache(Path(settings.cache_path), settings.cache_mb, voice.info.revision)
        self._scheduler = Scheduler(settings.max_waiting, at_once=voice.at_once)
        self._task = asyncio.create_task(self._scheduler.serve())
        metrics.watch(self._scheduler)

    async def speak(self, request: SpeechRequest) -> Pcm:
        """The request's PCM as it becomes ready. Close it to drop the rest.

        Raises OverloadError or SynthesisError, the former before the first piece.
        """
        begun_s = time.monotonic()
        kept = await self._cache.get(request)
        own = self._whole(kept) if kept is not None else self._synthesized(request)
        source, first = "cache" if kept is not None else "model", True
        async with aclosing(self._resampled(own, request.sample_rate_hz)) as chunks:
            async for data in chunks:
                if first:
                    self._metrics.first_chunk.labels(source).observe(time.monotonic() - begun_s)
                first = False
                seconds = len(data) / _BYTES_PER_SAMPLE / request.sample_rate_hz
                self._metrics.audio.labels(source).inc(seconds)
                yield data

    @property
    def alive(self) -> bool:
        return not self._task.done()

    def describe(self) -> dict[str, Any]:
        """What /health shows of the engine."""
        info = self.voice.info
        return {
            "engine": info.engine,
            "model": info.model,
            "voice": self.offer.voice,
            "device": info.device,
            "sample_rate_hz": self.voice.sample_rate_hz,
        }

    async def close(self) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        await self._scheduler.close()
        self._cache.close()

    async def _resampled(self, own: Pcm, to_hz: int) -> Pcm:
        """From the voice's own rate."""
        resampler = Resampler(self.voice.sample_rate_hz, to_hz)
        async with aclosing(own) as chunks:
            async for data in chunks:
                if ready := resampler.more(data):
                    yield ready
        if ready := resampler.rest():
            yield ready

    async def _whole(self, pcm: bytes) -> Pcm:
        """In pieces of a second: so the first is sent before the last is resampled."""
        second = self.voice.sample_rate_hz * _BYTES_PER_SAMPLE
        for at in range(0, len(pcm), second):
            yield pcm[at : at + second]

    async def _synthesized(self, request: SpeechRequest) -> Pcm:
        """What is complete is kept; what was broken off is not."""
        stream: Stream = self._scheduler.open(
            steps(self.voice, request), request.needed_in_ms / 1000
        )
        parts = []
        try:
            async for chunk in stream:
                parts.append(chunk.data)
                yield chunk.data
        finally:
            stream.close()
        await self._cache.put(request, b"".join(parts))


def _offer(voice: Voice, settings: Settings) -> Offer:
    info, voices = voice.info, voice.info.voices
    chosen = settings.voice or voices[0]
    if chosen not in voices:
        raise SettingError(f"{SECTION}.voice", chosen, ", ".join(voices))
    rate_hz, longest = voice.sample_rate_hz, settings.max_chars
    return Offer(info.model, voices, chosen, rate_hz, longest, info.speeds)
