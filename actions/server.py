"""The action server: rasa-sdk's app (`POST /webhook`, `GET /actions`) with our routes on it.

* `POST /events`: a JSON list of envelopes (actions/transcripts/envelope.py) to record;
  200 `{"refused": [ids]}`, 400 if it is no such list, 503 to come again with all of it.
* `GET /health`: 200 only when actions and recorder can really serve.
"""

from __future__ import annotations

import asyncio
import logging
import os
import traceback
from importlib.metadata import version
from typing import Any

from rasa_sdk.endpoint import create_app
from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json

from actions.database import open_engine
from actions.errors import ActionError, TranscriptsUnavailable
from actions.recording import Recording
from actions.settings import Settings
from actions.transcripts.envelope import Envelope
from actions.transcripts.queue_key import queue_cipher
from actions.transcripts.rabbitmq import Reader

logger = logging.getLogger(__name__)

_ACTIONS = "actions.actions"
_PURGING, _READING = "purge", "rabbitmq"
_STOP_READING_WITHIN_S = 3.0
_LIBRARIES = ("rasa-sdk", "sqlalchemy", "presidio-analyzer", "spacy")
# Said when an action failed in a way that it had not foreseen.
_APOLOGY = "utter_bank_unavailable"


def build(settings: Settings) -> Sanic:
    """The app; it listens at once and is healthy some seconds later.

    If it stops by itself, `app.ctx.trouble` says why.
    """
    app: Sanic = create_app(_ACTIONS, cors_origins=None)
    app.ctx.trouble = None
    engine = open_engine(settings.database_url, settings.keys)
    recording = Recording(engine, settings)
    reader = _reader(settings, recording)

    @app.before_server_start
    async def start(app: Sanic, _loop: object) -> None:
        app.add_task(_started(app, recording, reader))

    @app.before_server_stop
    async def leave_off(app: Sanic, _loop: object) -> None:
        await app.cancel_task(_PURGING, raise_exception=False)
        if reader and (reading := app.get_task(_READING, raise_exception=False)):
            reader.close()
            await asyncio.wait({reading}, timeout=_STOP_READING_WITHIN_S)

    @app.after_server_stop
    async def stop(_app: Sanic, _loop: object) -> None:
        recording.close()
        engine.dispose()

    # rasa-sdk has a /health of its own, green in any state, and a route cannot be replaced.
    @app.on_request  # type: ignore[untyped-decorator]
    async def health(request: Request) -> HTTPResponse | None:
        is_asked = request.path == "/health"
        return await _health(recording, reader, settings) if is_asked else None

    @app.post("/events")
    async def events(request: Request) -> HTTPResponse:
        return await _record(recording, request.json)

    app.error_handler.add(Exception, _failed)  # in place of rasa-sdk's, which logs the tracker
    return app


def _reader(settings: Settings, recording: Recording) -> Reader | None:
    """Of events that do not come by HTTP."""
    if settings.inbox is None:
        return None
    cipher = queue_cipher(os.environ, settings.inbox.key_file)
    return Reader(settings.inbox, cipher, recording.record)


async def _started(app: Sanic, recording: Recording, reader: Reader | None) -> None:
    try:
        await recording.start()
        app.add_task(recording.purge_for_ever(), name=_PURGING)
        if reader:
            app.add_task(reader.run(), name=_READING)
    except Exception as error:
        # Without a redactor nothing can be recorded, ever: stop, and let `main` say why.
        app.ctx.trouble = str(error) if isinstance(error, ActionError) else repr(error)
        app.stop()  # type: ignore[no-untyped-call]


async def _health(recording: Recording, reader: Reader | None, settings: Settings) -> HTTPResponse:
    trouble = await recording.trouble() or (reader.trouble() if reader else None)
    body: dict[str, Any] = {
        "versions": {name: version(name) for name in _LIBRARIES},
        "engines": {
            "database": settings.database_url.partition(":")[0],
            "redactor": settings.spacy_model or "en_core_web_sm",
        },
    }
    if trouble is None:
        return json({"status": "ok", **body})
    status, reason = trouble
    return json({"status": status, "reason": reason, **body}, status=503)


async def _record(recording: Recording, body: Any) -> HTTPResponse:
    try:
        envelopes = [Envelope.from_json(element) for element in body]
    except (ValueError, TypeError):
        return json({"error": "expected a JSON list of envelopes"}, status=400)
    try:
        return json({"refused": await recording.record(envelopes)})
    except TranscriptsUnavailable as error:
        logger.warning("Events must wait: %s", error)
        return json({"error": str(error)}, status=503)


def _failed(request: Request, error: Exception) -> HTTPResponse:
    """An unforeseen failure of an action is an apology, not silence.

    Neither the request (it holds the tracker) nor the error's text is logged or sent back.
    """
    if isinstance(error, SanicException):
        return json({"error": str(error)}, status=error.status_code)
    place = traceback.extract_tb(error.__traceback__)[-1]
    logger.error(
        "%s failed: %s in %s, line %s", request.path, type(error).__name__, place.name, place.lineno
    )
    if request.path != "/webhook":
        return json({"error": type(error).__name__}, status=500)
    return json({"events": [], "responses": [{"response": _APOLOGY}]})
