"""How fast the speech server speaks: to the first audio, and per second of audio."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

import aiohttp

from tools.bench.calls import Spread

RATE_HZ = 16_000
TOWNS = [
    "Boston",
    "Denver",
    "Dallas",
    "Austin",
    "Tampa",
    "Reno",
    "Salem",
    "Omaha",
    "Tulsa",
    "Macon",
    "Provo",
    "Laredo",
]
SENTENCES = [f"The branch in {town} is open again on Monday morning." for town in TOWNS]


@dataclass(frozen=True)
class Speaking:
    """Ten-word sentences never said before, and the same ones again, from the cache."""

    cold_first_ms: Spread
    warm_first_ms: Spread
    real_time_factor: float  # seconds of work per second of audio, cold


async def _speak(session: aiohttp.ClientSession, url: str, text: str) -> tuple[float, float, float]:
    """Seconds to the first audio, seconds in all, seconds of audio."""
    body = {"input": text, "response_format": "pcm", "sample_rate": RATE_HZ}
    begun, first_s, size = time.perf_counter(), 0.0, 0
    async with session.post(f"{url}/v1/audio/speech", json=body) as answer:
        answer.raise_for_status()
        async for chunk in answer.content.iter_any():
            first_s = first_s or time.perf_counter() - begun
            size += len(chunk)
    return first_s, time.perf_counter() - begun, size / 2 / RATE_HZ


async def _measure(url: str) -> Speaking:
    async with aiohttp.ClientSession() as session:
        cold = [await _speak(session, url, text) for text in SENTENCES]
        warm = [await _speak(session, url, text) for text in SENTENCES]
    cold_ms, warm_ms = (Spread.of(1000 * first for first, _, _ in each) for each in (cold, warm))
    assert cold_ms is not None
    assert warm_ms is not None
    factor = sum(total for _, total, _ in cold) / sum(audio for _, _, audio in cold)
    return Speaking(cold_ms, warm_ms, round(factor, 3))


def measure(url: str) -> Speaking:
    return asyncio.run(_measure(url))
