"""The line for Genesys Cloud: its Audio Connector calls in on a websocket.

docs/telephony/genesys.md says what is set on Genesys' side. Every upgrade must bring the API key of
the integration, and, if that has a client secret, a signature made with it:
https://developer.genesys.cloud/devapps/audiohook/security
"""

from __future__ import annotations

import hmac
import logging
import time
from base64 import b64decode
from dataclasses import dataclass
from typing import Any

from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from channels import http_signature, metrics
from channels.errors import ProtocolError
from channels.exchange import Exchange
from channels.genesys_line import GenesysLine
from channels.options import needed, text
from channels.voice_channel import OnNewMessage, VoiceChannel
from channels.wire.genesys import SAMPLE_RATE_HZ, GenesysWire

logger = logging.getLogger(__name__)

SIGNED = (
    "@request-target",
    "@authority",
    "audiohook-organization-id",
    "audiohook-session-id",
    "audiohook-correlation-id",
    "x-api-key",
)
"""What a signature must cover."""


def _is_base64(value: str) -> bool:
    try:
        return bool(b64decode(value, validate=True))
    except ValueError:
        return False


@dataclass(frozen=True)
class Integration:
    """The line's own settings."""

    api_key: str = needed("the API key of the integration, as ${GENESYS_API_KEY}", secret=True)
    client_secret: str | None = text(
        None, "the client secret, in base64, as ${GENESYS_CLIENT_SECRET}", _is_base64, secret=True
    )
    organization_id: str | None = text(None, "the organization's UUID")
    transfer_to: str | None = text(None, "a text that the Architect flow knows, as a queue's name")


class GenesysInput(VoiceChannel):
    """`channels.genesys.GenesysInput` in credentials.yml."""

    Own = Integration
    rates_hz = (SAMPLE_RATE_HZ,)
    defaults = {"playback_lead": 0.3}  # so that less than MESSAGES_A_S are needed

    @classmethod
    def name(cls) -> str:
        return "genesys"

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The websocket, for those who have the key."""

        async def check(request: Request) -> HTTPResponse | None:
            return self.refusal(request)

        async def websocket(request: Request, ws: Any) -> None:
            session_id = request.headers.get("audiohook-session-id", "")
            wire = GenesysWire(session_id, self.own.transfer_to or "")
            await self.take_call(GenesysLine(ws, wire), on_new_message)

        routes = Blueprint("genesys", __name__)
        routes.middleware(check, "request")  # a method would be ignored without a word
        routes.add_websocket_route(websocket, "/websocket")
        Exchange.of(Sanic.get_app()).connect(self)
        return routes

    def refusal(self, request: Request) -> HTTPResponse | None:
        """None if the request comes from our integration."""
        try:
            self._check(request)
        except ProtocolError as error:
            metrics.refused.labels(error.code).inc()
            logger.warning("genesys: a request was refused: %s", error)
            return response.text(str(error), 401)
        return None

    def _check(self, request: Request) -> None:
        headers, own = request.headers, self.own
        given = headers.get("x-api-key", "")
        if not hmac.compare_digest(_bytes(given), _bytes(own.api_key)):
            raise ProtocolError("api_key", "its X-API-KEY is not the api_key of credentials.yml")
        organization = headers.get("audiohook-organization-id", "")
        if own.organization_id and organization.lower() != own.organization_id.lower():
            why = "its Audiohook-Organization-Id is not the organization_id of credentials.yml"
            raise ProtocolError("organization", why)
        if own.client_secret:
            self._check_signature(request, b64decode(own.client_secret))

    def _check_signature(self, request: Request, secret: bytes) -> None:
        headers = request.headers
        derived = {
            "@request-target": request.raw_url.decode(errors="replace"),
            "@authority": headers.get("host", "").lower(),
        }

        def value_of(name: str) -> str:
            return derived.get(name) or str(headers.get(name, "")).strip()

        signature = headers.get("signature-input", ""), headers.get("signature", "")
        key_id = headers["x-api-key"]
        http_signature.verify(value_of, SIGNED, signature, key_id, secret, time.time())


def _bytes(text_: str) -> bytes:
    return text_.encode(errors="replace")
