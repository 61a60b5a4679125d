"""GET /health and GET /metrics of the Rasa process.

Green only when a caller would be answered: the dialogue model is loaded and has parsed a first
message, the recognizer and the detector are warm, and the synthesizer says that it can speak.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from channels.errors import ChannelError
from channels.session import Engines
from channels.voice import fixed_sentences

PACKAGES = ("rasa", "rasa-sdk", "sanic", "onnxruntime", "vosk")


def serve(app: Sanic, engines: Engines) -> None:
    """Adds the routes to Rasa's server, and the warming-up to its start."""
    warm: set[str] = set()
    versions = {name: version(name) for name in PACKAGES}

    async def warm_up(app: Sanic, _: Any) -> None:
        if app.ctx.agent.is_ready():
            engines.fixed_sentences.extend(fixed_sentences(_texts(app.ctx.agent.domain)))
            await app.ctx.agent.parse_message("hello")  # the first one builds caches
        warm.add("dialogue")

    async def health(_: Request) -> HTTPResponse:
        body = {
            "versions": versions,
            "engines": {
                "recognizer": asdict(engines.recognizer.info),
                "detector": asdict(engines.detector.info),
                "synthesizer": asdict(engines.synthesizer.info),
            },
        }
        return await _judge(body, app, engines, bool(warm))

    async def metrics(_: Request) -> HTTPResponse:
        return response.raw(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    app.register_listener(warm_up, "after_server_start")
    app.add_route(health, "/health", name="voicedesk_health")
    app.add_route(metrics, "/metrics", name="voicedesk_metrics")


async def _judge(body: dict[str, Any], app: Sanic, engines: Engines, warm: bool) -> HTTPResponse:
    if not warm:
        reason = "the dialogue model is being loaded"
        return response.json({"status": "starting", "reason": reason, **body}, 503)
    if not app.ctx.agent.is_ready():
        reason = "there is no dialogue model; make one with: make train"
        return response.json({"status": "failing", "reason": reason, **body}, 503)
    try:
        body["speech_server"] = await engines.synthesizer.health()
    except ChannelError as error:
        return response.json({"status": "failing", "reason": str(error), **body}, 503)
    return response.json({"status": "ok", "model": app.ctx.agent.model_id, **body})


def _texts(domain: Any) -> Iterator[str]:
    """Every variant of every response; one of only buttons or a custom payload has no text."""
    for variants in domain.responses.values():
        yield from (str(variant.get("text") or "") for variant in variants)
