"""The transcripts' API over HTTP; the routes are routes.py's, the answers desk.py's.

* Errors are problem details (RFC 9457), `application/problem+json`; none quotes the request or an
  exception.
* `GET /health`, without a key: 200 only when the database has the schema of this version and the
  audit log can be gone on with.
"""

from __future__ import annotations

import asyncio
import json
import logging
import traceback
from collections.abc import Callable, Coroutine, Iterator, Mapping
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from actions.access.audit import AuditLog
from actions.access.desk import Asked, Desk
from actions.access.framing import guard
from actions.access.openapi import document
from actions.access.routes import JSON, LINES, OPENAPI, ROUTES, Route
from actions.database import is_migrated, open_engine
from actions.errors import AccessRefused, SettingError
from actions.settings import Settings

logger = logging.getLogger(__name__)

LARGEST_BODY = 4096
"""Bytes; a caller's number needs less."""
PROBLEM = "application/problem+json"
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_LIBRARIES = ("sanic", "sqlalchemy", "limits")
_DATABASE_FAILS = "The database does not answer, or is not that of this version."
_LOG_FAILS = "The audit log cannot be written, and without it nothing is given."

Handler = Callable[..., Coroutine[Any, Any, HTTPResponse | None]]


def build(settings: Settings) -> Sanic:
    """The app; it neither makes nor migrates tables, and waits until the action server has."""
    app = Sanic("transcripts", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = LARGEST_BODY
    guard(app)
    engine = open_engine(settings.database_url, settings.keys)
    desk = Desk(engine, settings)
    for route in ROUTES:
        path = route.path.replace("{", "<").replace("}", ">")
        name, methods = route.action, [route.method]
        app.add_route(
            _handler(desk, route), path, methods, name=name, strict_slashes=True, unquote=True
        )
    _add_open_routes(app, engine, settings)
    app.error_handler.add(Exception, _failed)

    @app.after_server_stop
    async def stop(_app: Sanic, _loop: object) -> None:
        engine.dispose()

    @app.on_response  # type: ignore[untyped-decorator]
    async def secure(_request: Request, response: HTTPResponse) -> None:
        response.headers.update(_HEADERS)

    return app


def _add_open_routes(app: Sanic, engine: Engine, settings: Settings) -> None:
    """Those that need no key."""
    described = json.dumps(document())

    @app.get(OPENAPI, strict_slashes=True)
    async def openapi(_request: Request) -> HTTPResponse:
        return HTTPResponse(described, content_type=JSON)

    @app.get("/health", strict_slashes=True)
    async def health(_request: Request) -> HTTPResponse:
        return await _health(engine, settings)


def _handler(desk: Desk, route: Route) -> Handler:
    async def handle(request: Request, **in_path: str) -> HTTPResponse | None:
        asked = Asked(
            route,
            request.ip,
            ", ".join(request.headers.getall("authorization", [])),  # of two none is good
            request.query_string,
            in_path,
            request.headers.get("content-type", ""),
            request.body,
        )
        answer = await asyncio.to_thread(desk.answer, asked)
        if answer.lines is None:
            return HTTPResponse(json.dumps(answer.body), content_type=JSON)
        await _stream(request, answer.lines)
        return None

    return handle


async def _stream(request: Request, lines: Iterator[bytes]) -> None:
    """What breaks off has no last chunk: the reader's library tells that it is not whole."""
    response = await request.respond(content_type=LINES)
    try:
        while (piece := await asyncio.to_thread(next, lines, None)) is not None:
            await response.send(piece)
    except Exception:
        request.transport.abort()  # type: ignore[attr-defined]  # Sanic would end it properly
        raise


async def _health(engine: Engine, settings: Settings) -> HTTPResponse:
    reason = await asyncio.to_thread(_trouble, engine, AuditLog(engine, settings.audit_key))
    body = {
        "status": "failing" if reason else "ok",
        **({"reason": reason} if reason else {}),
        "versions": {name: version(name) for name in _LIBRARIES},
        "engines": {"database": settings.database_url.partition(":")[0]},
    }
    return HTTPResponse(json.dumps(body), 503 if reason else 200, content_type=JSON)


def _trouble(engine: Engine, log: AuditLog) -> str | None:
    try:
        if not is_migrated(engine):
            return "the database's schema is not this version's"
        log.check()
    except SQLAlchemyError as error:
        return f"the database cannot be reached ({type(error).__name__})"
    except SettingError as error:
        return str(error)
    return None


def _failed(request: Request, error: Exception) -> HTTPResponse:
    """Every answer that is none."""
    if isinstance(error, AccessRefused):
        return _problem(error.status, str(error), error.headers)
    if isinstance(error, SanicException):  # its text quotes the request
        status = getattr(error, "status_code", 500)
        return _problem(status, None, getattr(error, "headers", {}))
    if isinstance(error, SQLAlchemyError):
        logger.error("%s failed: %s", request.name, type(error).__name__)
        return _problem(503, _DATABASE_FAILS)
    if isinstance(error, SettingError):
        logger.error("%s failed: %s", request.name, error)
        return _problem(503, _LOG_FAILS)
    if request.method == "NONE":  # Sanic's for a request that it could not read
        return _problem(400)
    place = traceback.extract_tb(error.__traceback__)[-1]
    logger.error(
        "%s failed: %s in %s, line %s", request.name, type(error).__name__, place.name, place.lineno
    )
    return _problem(500)


def _problem(
    status: int, detail: str | None = None, headers: Mapping[str, str] | None = None
) -> HTTPResponse:
    title = HTTPStatus(status).phrase
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    if detail:
        body["detail"] = detail
    return HTTPResponse(json.dumps(body), status, dict(headers or {}), content_type=PROBLEM)
