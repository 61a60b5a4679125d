"""The HTTP routes: POST /v1/audio/speech, GET /v1/models, GET /health, GET /metrics.

Errors are OpenAI's: `{"error": {"message", "type", "param", "code"}}`.
https://platform.openai.com/docs/guides/error-codes
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from contextlib import aclosing
from importlib import metadata

from aiohttp import web
from aiohttp.typedefs import Handler
from prometheus_client import generate_latest

from speech import __version__, audio
from speech.errors import OverloadError, RequestError, SynthesisError
from speech.metrics import Metrics
from speech.request import SpeechRequest, parse
from speech.service import Service

logger = logging.getLogger(__name__)

RETRY_AFTER_S = 1
LOADING = "the model is loading"
STOPPED = "synthesis has stopped; start the speech server again"
_LARGEST_BODY = 1 << 20
_BEGUN = web.RequestKey("begun", bool)
_PACKAGES = ("coqui-tts", "onnxruntime", "torch", "espeakng-loader", "aiohttp")


class Server:
    """The application. Answers 503 until a service is there, and again once it stops."""

    def __init__(self) -> None:
        self.metrics = Metrics()
        self.service: Service | None = None
        self._versions = {name: metadata.version(name) for name in _PACKAGES}
        self.app = web.Application(client_max_size=_LARGEST_BODY, middlewares=[_errors])
        self.app.add_routes(
            [
                web.post("/v1/audio/speech", self.speech),
                web.get("/v1/models", self.models),
                web.get("/health", self.health),
                web.get("/metrics", self.numbers),
            ]
        )

    async def speech(self, request: web.Request) -> web.StreamResponse:
        """Streams: the answer begins when the first audio is there."""
        try:
            response = await self._speech(request)
        except asyncio.CancelledError:
            self.metrics.cancelled.inc()
            raise
        except Exception as error:
            self.metrics.requests.labels(_status(error)).inc()
            raise
        self.metrics.requests.labels(200).inc()
        return response

    async def models(self, request: web.Request) -> web.Response:
        """https://platform.openai.com/docs/api-reference/models/list"""
        offer = self._ready().offer
        model = {"id": offer.model, "object": "model", "created": 0, "owned_by": "voicedesk"}
        return web.json_response({"object": "list", "data": [model | {"voices": offer.voices}]})

    async def health(self, request: web.Request) -> web.Response:
        try:
            service = self._ready()
        except OverloadError as error:
            status = "failing" if self.service else "starting"
            return web.json_response({"status": status, "reason": str(error)}, status=503)
        engines = {"synthesizer": service.describe()}
        versions = {"speech": __version__, **self._versions}
        return web.json_response({"status": "ok", "versions": versions, "engines": engines})

    async def numbers(self, request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(self.metrics.registry), content_type="text/plain")

    def _ready(self) -> Service:
        if self.service is None:
            raise OverloadError(LOADING)
        if not self.service.alive:
            raise OverloadError(STOPPED)
        return self.service

    async def _speech(self, request: web.Request) -> web.StreamResponse:
        service = self._ready()
        asked = parse(await request.read(), service.offer)
        async with aclosing(service.speak(asked)) as chunks:
            first = await anext(chunks, b"")  # a voice may be silent
            response = await _begun(request, asked)
            await response.write(first)
            async for data in chunks:
                await response.write(data)
        await response.write_eof()
        return response


async def _begun(request: web.Request, asked: SpeechRequest) -> web.StreamResponse:
    """The head of the answer; a WAV's header too."""
    kinds = {"pcm": f"audio/pcm; rate={asked.sample_rate_hz}; channels=1", "wav": "audio/wav"}
    response = web.StreamResponse(headers={"Content-Type": kinds[asked.format]})
    response.enable_chunked_encoding()
    await response.prepare(request)
    request[_BEGUN] = True
    if asked.format == "wav":
        await response.write(audio.wav_header(asked.sample_rate_hz))
    return response


@web.middleware
async def _errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every error as JSON; one in mid-stream breaks the connection so that the client sees it."""
    try:
        return await handler(request)
    except ConnectionError:
        raise
    except Exception as error:
        _log(error)
        if request.get(_BEGUN) and request.transport is not None:
            request.transport.abort()
        return _answer(error)


def _answer(error: Exception) -> web.Response:
    status = _status(error)
    kind = "invalid_request_error" if status < 500 else "server_error"
    code, message = _code(error)
    body = {"message": message, "type": kind, "param": getattr(error, "param", None), "code": code}
    headers = {"Retry-After": str(RETRY_AFTER_S)} if status == 503 else None
    return web.json_response({"error": body}, status=status, headers=headers)


def _status(error: Exception) -> int:
    if isinstance(error, (RequestError, web.HTTPRequestEntityTooLarge)):
        return 400
    if isinstance(error, OverloadError):
        return 503
    return error.status if isinstance(error, web.HTTPException) else 500


def _code(error: Exception) -> tuple[str, str]:
    if isinstance(error, RequestError):
        return error.code, str(error)
    if isinstance(error, OverloadError):
        return "overloaded", str(error)
    if isinstance(error, web.HTTPRequestEntityTooLarge):
        return "string_above_max_length", f"the body is longer than {_LARGEST_BODY} bytes"
    if isinstance(error, web.HTTPException):
        return error.reason.lower().replace(" ", "_"), error.reason
    return "synthesis_failed", "the text could not be spoken; the server's log says where"


def _log(error: Exception) -> None:
    """Where it failed and what kind it is; never the error's own words, which may quote a text."""
    if isinstance(error, (web.HTTPException, RequestError, OverloadError)):
        return
    cause = error.__cause__ if isinstance(error, SynthesisError) and error.__cause__ else error
    where = "".join(traceback.format_tb(cause.__traceback__))
    logger.error("a request failed: %s\n%s", type(cause).__name__, where)
