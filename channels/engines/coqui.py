"""Speaks through the speech server: OpenAI's `POST /v1/audio/speech`, streamed as raw PCM.

https://platform.openai.com/docs/api-reference/audio/createSpeech, with our extensions
`sample_rate`, `cache` and `needed_in_ms`.
"""

from __future__ import annotations

import asyncio
import wave
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import aiohttp
import numpy as np
import soxr
from async_timeout import timeout

from channels.engines.interfaces import EngineInfo, Samples
from channels.errors import SynthesisError
from channels.options import address, number, read, text

SERVER_KEYS = {
    *("cache_mb", "cache_path", "device", "language", "max_chars", "max_waiting", "model"),
    *("seed", "threads"),
}
"""The same section of credentials.yml holds what only the speech server reads."""


@dataclass(frozen=True)
class Options:
    url: str = address("http://127.0.0.1:5002", "the speech server's address, http://host:port")
    voice: str | None = text(None, "a voice that the speech server has")
    speed: float = number(1.0, low=0.25, high=4.0)
    timeout_s: float = number(1.4, low=0.1, high=60.0)


class Coqui:
    """A client of the speech server, for all calls of one event loop."""

    def __init__(self, settings: Mapping[str, Any]):
        own = {key: value for key, value in settings.items() if key not in SERVER_KEYS}
        self._options = read(Options, "tts", own)
        self._url = self._options.url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None
        self.info = EngineInfo("coqui", str(settings.get("model") or "default"), self._url)

    async def speak(
        self, text: str, sample_rate_hz: int, keep: bool = False, needed_in_ms: int = 0
    ) -> AsyncIterator[Samples]:
        """Each piece comes within `timeout_s` of when it is needed, or SynthesisError."""
        heard, request = False, self._request(text, sample_rate_hz, keep, needed_in_ms)
        with self._translated():
            async with aclosing(self._bytes(request)) as chunks:
                async for samples in whole_samples(chunks):
                    heard = True
                    yield samples
        if not heard:
            raise SynthesisError(f"the speech server at {self._url} sent no audio")

    async def health(self) -> dict[str, Any]:
        with self._translated():
            limit = aiohttp.ClientTimeout(total=self._options.timeout_s)
            async with self._client().get(f"{self._url}/health", timeout=limit) as response:
                await self._check(response)
                return dict(await response.json())

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
        self._session = None

    async def _bytes(self, request: dict[str, Any]) -> AsyncGenerator[bytes, None]:
        """The answer's body as it arrives; closing this closes the connection."""
        now_s = asyncio.get_running_loop().time
        covered_s: float = now_s() + request["needed_in_ms"] / 1000

        def limit_s() -> float:
            return self._options.timeout_s + max(0.0, covered_s - now_s())

        url = f"{self._url}/v1/audio/speech"
        # Python 3.10's own wait_for forgets that it was cancelled if the result is there as well.
        async with timeout(limit_s()):
            response = await self._client().post(url, json=request)
        async with response:
            await self._check(response)
            while chunk := await self._next(response, limit_s()):
                yield chunk
                played_s = len(chunk) / 2 / request["sample_rate"]
                covered_s = max(covered_s, now_s()) + played_s

    @staticmethod
    async def _next(response: aiohttp.ClientResponse, limit_s: float) -> bytes:
        async with timeout(limit_s):
            return await response.content.readany()

    def _request(
        self, text: str, sample_rate_hz: int, keep: bool, needed_in_ms: int
    ) -> dict[str, Any]:
        options = self._options
        return {
            "model": "tts-1",
            "input": text,
            "response_format": "pcm",
            "sample_rate": sample_rate_hz,
            "speed": options.speed,
            "cache": keep,
            "needed_in_ms": needed_in_ms,
        } | ({"voice": options.voice} if options.voice else {})

    def _client(self) -> aiohttp.ClientSession:
        """Opened on the event loop that first asks: connections belong to a loop."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None))
        return self._session

    async def _check(self, response: aiohttp.ClientResponse) -> None:
        """Names the status only: the server's message might quote what was to be said."""
        if response.status != 200:
            raise SynthesisError(
                f"the speech server at {self._url} answered {response.status} "
                f"({response.reason}); its own log says why"
            )

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """aiohttp's errors as ours, without the text that was to be spoken."""
        try:
            yield
        except asyncio.TimeoutError as error:
            raise SynthesisError(
                f"the speech server at {self._url} was silent for {self._options.timeout_s:g} s"
            ) from error
        except aiohttp.ClientConnectorError as error:
            raise SynthesisError(
                f"no speech server at {self._url}; start it with: .venv-speech/bin/python -m speech"
            ) from error
        except (aiohttp.ClientError, ValueError) as error:
            raise SynthesisError(
                f"the speech server at {self._url} broke off: {type(error).__name__}"
            ) from error


async def whole_samples(chunks: AsyncIterator[bytes]) -> AsyncIterator[Samples]:
    """Little-endian int16 samples from bytes that may be split within a sample."""
    rest = b""
    async for chunk in chunks:
        data = rest + chunk
        even = len(data) & ~1
        rest = data[even:]
        if even:
            yield np.frombuffer(data[:even], "<i2").astype(np.int16)


def apology(sample_rate_hz: int) -> Samples:
    """What is played when nothing can be synthesized: "I'm sorry, I'm having trouble ..."."""
    path = files("channels.engines") / "assets" / "apology.wav"
    with path.open("rb") as file, wave.open(file) as wav:
        rate_hz, data = wav.getframerate(), wav.readframes(wav.getnframes())
    samples = np.frombuffer(data, "<i2").astype(np.int16)
    return np.asarray(soxr.resample(samples, rate_hz, sample_rate_hz), np.int16)
