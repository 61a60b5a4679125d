"""GET /health and GET /metrics of the Rasa process.

Green only when a caller would be answered: the dialogue model is loaded and has parsed a first
message, the recognizers and detectors are warm, and each line's synthesizer says that it can speak.
Without a model Rasa is stopped at its start, unless it may get one later from a model server.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from rasa.shared.exceptions import RasaException
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from channels.errors import ChannelError
from channels.session import Engines
from channels.voice_channel import VoiceChannel

NO_MODEL = "there is no dialogue model; make one with: rm -f models/*.tar.gz && make train"
PACKAGES = ("rasa", "rasa-sdk", "sanic", "onnxruntime", "vosk")


def serve(app: Sanic, lines: Sequence[VoiceChannel]) -> None:
    """Adds the routes to Rasa's server, and the warming-up to its start."""
    warm: set[str] = set()
    versions = {name: version(name) for name in PACKAGES}

    async def warm_up(app: Sanic, _: Any) -> None:
        agent = app.ctx.agent
        if not agent.is_ready() and not (agent.model_server or agent.remote_storage):
            raise RasaException(f"{NO_MODEL}; the log says above what is wrong with the last one")
        if agent.is_ready():
            for line in lines:
                line.learn(agent.domain)
            await agent.parse_message("hello")  # the first one builds caches
        warm.add("dialogue")

    async def health(_: Request) -> HTTPResponse:
        engines = {line.name(): _shown(line.engines) for line in lines}
        return await _judge({"versions": versions, "engines": engines}, app, lines, bool(warm))

    async def metrics(_: Request) -> HTTPResponse:
        return response.raw(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    app.register_listener(warm_up, "after_server_start")
    app.add_route(health, "/health", name="voicedesk_health")
    app.add_route(metrics, "/metrics", name="voicedesk_metrics")


def _distinct(lines: Sequence[VoiceChannel]) -> list[Engines]:
    """Lines may share their engines."""
    return list({id(line.engines): line.engines for line in lines}.values())


def _shown(engines: Engines) -> dict[str, Any]:
    return {
        "recognizer": asdict(engines.recognizer.info),
        "detector": asdict(engines.detector.info),
        "synthesizer": asdict(engines.synthesizer.info),
    }


async def _judge(
    body: dict[str, Any], app: Sanic, lines: Sequence[VoiceChannel], warm: bool
) -> HTTPResponse:
    if not warm:
        reason = "the dialogue model is being loaded"
        return response.json({"status": "starting", "reason": reason, **body}, 503)
    if not app.ctx.agent.is_ready():
        return response.json({"status": "failing", "reason": NO_MODEL, **body}, 503)
    try:
        servers = [await engines.synthesizer.health() for engines in _distinct(lines)]
        if troubles := [f"{line.name()}: {line.trouble}" for line in lines if line.trouble]:
            raise ChannelError("; ".join(troubles))
    except ChannelError as error:
        return response.json({"status": "failing", "reason": str(error), **body}, 503)
    body["speech_servers"] = servers
    return response.json({"status": "ok", "model": app.ctx.agent.model_id, **body})
