"""HTTP's Basic credential, on the request that opens a websocket: RFC 7617."""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Mapping
from typing import Protocol

CHALLENGE = {"WWW-Authenticate": 'Basic realm="voicedesk", charset="UTF-8"'}
"""Header of the 401 that asks for it."""


class Request(Protocol):
    """What is needed of a request."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Their names in any case."""


def allowed(request: Request, username: str, password: str) -> bool:
    """Whether the request carries this credential; compared in constant time."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    expected = b64encode(f"{username}:{password}".encode())
    right = hmac.compare_digest(given.strip().encode(errors="replace"), expected)
    return scheme.lower() == "basic" and right
