"""Ways by which events get to the action server: by HTTP, or by a queue of RabbitMQ."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http.client import HTTPException
from typing import Any, Protocol
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

Body = Sequence[Mapping[str, Any]]
"""Envelopes: actions/transcripts/envelope.py."""


class Undelivered(Exception):
    """The other side is away, or cannot take events now; they must be sent again."""


class Unwanted(Exception):
    """The other side is there, and says that it will never understand these events."""


class Carrier(Protocol):
    """Used by one thread; `destination` may be shown."""

    destination: str

    def bring(self, body: Body) -> set[str]:
        """The ids of events that can never be recorded; raises `Undelivered` or `Unwanted`."""


class HttpCarrier:
    """Posts them to the action server, which answers when they are recorded."""

    def __init__(self, url: str, timeout_s: float):
        self.destination = url
        self._timeout_s = timeout_s
        # Without proxies: the events are for the machine that the url names.
        self._opener = build_opener(ProxyHandler({}))

    def bring(self, body: Body) -> set[str]:
        """See `Carrier`."""
        content = {"Content-Type": "application/json"}
        request = Request(self.destination, json.dumps(body).encode(), content)
        try:
            with self._opener.open(request, timeout=self._timeout_s) as response:
                return set(json.load(response)["refused"])
        except HTTPError as error:
            if error.code in (400, 413, 422):
                raise Unwanted from None
            raise Undelivered(f"the action server answers {error.code}") from None
        except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
            raise Undelivered(f"no answer ({type(error).__name__})") from None
