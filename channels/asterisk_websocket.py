"""The line for Asterisk's chan_websocket, whichever side connects to the other.

docs/telephony/asterisk_websocket.md has the dialplan. Every request must have the line's user name
and password (RFC 7617); to Asterisk's own websocket the connection's id is the credential.
"""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp
from sanic import Blueprint, Sanic, response
from sanic.request import Request, RequestParameters
from sanic.response import HTTPResponse

from channels import basic_auth, metrics
from channels.asterisk_line import AsteriskLine
from channels.errors import ProtocolError
from channels.exchange import Exchange
from channels.options import address, needed, text
from channels.session import Engines
from channels.settings import ChannelSettings
from channels.transfers import Transfers
from channels.voice_channel import OnNewMessage, VoiceChannel
from channels.websocket_client import WebsocketClient, open_websocket
from channels.websocket_line import WebsocketLine
from channels.wire.asterisk_websocket import FORMATS, SUBPROTOCOL, AsteriskWire
from channels.wire.incoming import Start

logger = logging.getLogger(__name__)

_CONNECTION = re.compile(r"[0-9A-Za-z-]{1,64}")


@dataclass(frozen=True)
class Peer:
    """The line's own settings."""

    username: str = text("asterisk", "a user name")
    password: str = needed("the password in websocket_client.conf, as ${NAME}", secret=True)
    asterisk_url: str = address(
        "http://127.0.0.1:8088", "http://HOST:PORT of Asterisk's own server"
    )
    transfer_to: str | None = text(None, "what the dialplan takes for a destination, as 2000")


class AsteriskWebsocketInput(VoiceChannel):
    """`channels.asterisk_websocket.AsteriskWebsocketInput` in credentials.yml."""

    Own = Peer
    rates_hz = tuple(sorted({one.rate_hz for one in FORMATS.values()}))

    def __init__(self, settings: ChannelSettings, engines: Engines, own: Peer):
        super().__init__(settings, engines, own)
        self.transfers = Transfers(own.transfer_to)
        self._http: aiohttp.ClientSession | None = None
        self._calls: set[asyncio.Task[None]] = set()

    @classmethod
    def name(cls) -> str:
        return "asterisk_websocket"

    def rates_of(self, start: Start) -> tuple[int, int]:
        """One codec for both directions: what Dial() says."""
        return start.sample_rate_hz, start.sample_rate_hz

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """Where Asterisk connects, where it asks us to, and what becomes of a call after that."""

        async def check(request: Request) -> HTTPResponse | None:
            return self.refusal(request)

        async def websocket(_: Request, ws: Any) -> None:
            # Not with the parameters of the URI: Asterisk (22.9) keeps those of v() in Dial() for
            # all calls of a connection, so that they may be another caller's.
            wire = AsteriskWire()
            line = AsteriskLine(WebsocketLine(ws, wire), wire, self.transfers)
            await self.take_call(line, on_new_message)

        async def connect(request: Request) -> HTTPResponse:
            return await self.connect(_texts(request.form), on_new_message)

        async def after(request: Request) -> HTTPResponse:
            return response.text(self.sequel(request.form.get("channel", "")))

        routes = Blueprint("asterisk_websocket", __name__)
        routes.middleware(check, "request")  # a method would be ignored without a word
        routes.add_websocket_route(websocket, "/websocket", subprotocols=[SUBPROTOCOL])
        routes.add_route(connect, "/connect", methods=["POST"])
        routes.add_route(after, "/after", methods=["POST"])
        Exchange.of(Sanic.get_app()).connect(self)
        return routes

    def refusal(self, request: Request) -> HTTPResponse | None:
        """None if the request has our name and password."""
        if basic_auth.allowed(request, self.own.username, self.own.password):
            return None
        metrics.refused.labels("credential").inc()
        why = "This request has not the username and password of credentials.yml."
        logger.warning("Asterisk, from %s: %s", request.ip, why)
        return response.text(why, 401, headers=basic_auth.CHALLENGE)

    # We connect to Asterisk

    async def open(self) -> None:
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout())

    async def close(self) -> None:
        if self._http:
            await self._http.close()

    async def connect(self, told: dict[str, str], on_new_message: OnNewMessage) -> HTTPResponse:
        """Takes the call that waits in Dial(WebSocket/INCOMING); says so when it is connected."""
        connection_id = told.pop("connection_id", "")
        if not _CONNECTION.fullmatch(connection_id):
            return response.text("connection_id is to be ${MEDIA_WEBSOCKET_CONNECTION_ID}", 400)
        url, wire = f"{self.own.asterisk_url.rstrip('/')}/media/{connection_id}", AsteriskWire(told)
        try:
            self.check_admission(told.get("caller", ""))
            assert self._http
            carrier = WebsocketClient(await open_websocket(self._http, url, SUBPROTOCOL), wire)
        except ProtocolError as error:
            return response.text(str(error), 503)
        except OSError as error:
            logger.error("Asterisk at %s: %s", self.own.asterisk_url, error)
            return response.text(f"{self.own.asterisk_url}: {error}", 502)
        call = self.take_call(AsteriskLine(carrier, wire, self.transfers), on_new_message)
        task = asyncio.create_task(call)
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)
        return response.text("connected")

    # After the call

    def sequel(self, channel: str) -> str:
        """`to`: where the caller is to be passed on to, empty if nowhere. And the handover record.

        In the form of which CURLOPT(hashcompat) makes a HASH().
        """
        handoff = self.transfers.take(channel)
        return urlencode({**handoff.record, "to": handoff.to}, quote_via=quote)


def _texts(fields: RequestParameters | None) -> dict[str, str]:
    """The first value of each."""
    return {name: values[0] for name, values in (fields or {}).items()}
