"""How long a request's body is must be said once and plainly, before Sanic reads it.

Sanic 21.12 takes any number for a length: at -5 it reads for ever, and nobody else is answered.
"""

from __future__ import annotations

import re

from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request

_LENGTH = re.compile(r"[0-9]{1,9}")


def guard(app: Sanic) -> None:
    """Refuse what RFC 9112, 6.3 calls an unrecoverable error, and bodies in chunks (411)."""

    @app.signal("http.lifecycle.request")
    async def check(request: Request) -> None:
        lengths = request.headers.getall("content-length", [])
        if "transfer-encoding" in request.headers:
            raise SanicException("Length Required", 411)
        if len(lengths) > 1 or not all(map(_LENGTH.fullmatch, lengths)):
            raise SanicException("Bad Request", 400)
