"""The line for jambonz: its `listen` verb on a websocket, and the webhooks that send calls to it.

docs/telephony/jambonz.md says what is set on jambonz's side. Webhooks must be signed with the
account's webhook secret; the websocket must bring the user name and password that the verb names.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any

from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from channels import basic_auth, metrics
from channels.errors import ProtocolError, SettingError
from channels.exchange import Exchange
from channels.options import is_https, needed, text
from channels.session import Engines
from channels.settings import ChannelSettings
from channels.transfers import Transfers
from channels.turns import commands as do
from channels.voice_channel import OnNewMessage, VoiceChannel
from channels.websocket_line import WebsocketLine
from channels.wire import jambonz_webhook as webhooks
from channels.wire.jambonz import SUBPROTOCOL, JambonzWire
from channels.wire.jambonz_webhook import Verb

LONGEST_CREDENTIAL = 90
"""Characters of both: jambonz's media server leaves out a longer one, without a word (the buffer of
dch_lws_http_basic_auth_gen in mod_audio_fork/audio_pipe.cpp)."""


_CREDENTIAL = re.compile(r"[A-Za-z0-9._~-]+")
"""What no step on the way to jambonz's media server takes for punctuation of its own."""


def _is_credential(value: str) -> bool:
    return bool(_CREDENTIAL.fullmatch(value))


@dataclass(frozen=True)
class Application:
    """The line's own settings."""

    server_url: str = needed("https://HOST, as jambonz reaches this Rasa", is_https)
    webhook_secret: str = needed("the account's webhook secret, as ${JAMBONZ_SECRET}", secret=True)
    username: str = needed("letters, digits and ._~- of your choice", _is_credential)
    password: str = needed("letters, digits and ._~-, as ${PASSWORD}", _is_credential, secret=True)
    transfer_to: str | None = text(None, "a telephone number, as +15550100, or sip:NAME@HOST")

    def __post_init__(self) -> None:
        if len(self.username) + len(self.password) > LONGEST_CREDENTIAL:
            allowed = f"with the username {LONGEST_CREDENTIAL} characters at most"
            raise SettingError("password", "(not shown)", allowed)


class JambonzInput(VoiceChannel):
    """`channels.jambonz.JambonzInput` in credentials.yml."""

    Own = Application
    rates_hz = (8000, 16000, 24000, 48000)

    def __init__(self, settings: ChannelSettings, engines: Engines, own: Application):
        super().__init__(settings, engines, own)
        self._transfers = Transfers(own.transfer_to)

    @classmethod
    def name(cls) -> str:
        return "jambonz"

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """What jambonz asks: what to do with a call, and what after the websocket."""

        async def check(request: Request) -> HTTPResponse | None:
            return self.refusal(request)

        async def webhook(request: Request) -> HTTPResponse:
            return response.json(self.destination(request))

        async def after(request: Request) -> HTTPResponse:
            return response.json(self.sequel(_told(request, "call_sid")))

        async def status(_: Request) -> HTTPResponse:
            return response.empty()

        async def websocket(_: Request, ws: Any) -> None:
            await self.take_call(JambonzLine(ws, self._transfers), on_new_message)

        routes = Blueprint("jambonz", __name__)
        routes.middleware(check, "request")  # a method would be ignored without a word
        routes.add_route(webhook, "/webhook", methods=["POST"])
        routes.add_route(after, "/after", methods=["POST"])
        routes.add_route(status, "/status", methods=["POST"])
        routes.add_websocket_route(websocket, "/websocket", subprotocols=[SUBPROTOCOL])
        Exchange.of(Sanic.get_app()).connect(self)
        return routes

    def refusal(self, request: Request) -> HTTPResponse | None:
        """None if it is jambonz that asks."""
        own = self.own
        if request.headers.get("upgrade", "").lower() == "websocket":
            if basic_auth.allowed(request, own.username, own.password):
                return None
            metrics.refused.labels("credential").inc()
            why = "This websocket needs the username and password of credentials.yml."
            return response.text(why, 401, headers=basic_auth.CHALLENGE)
        signature = request.headers.get("jambonz-signature", "")
        if webhooks.is_signed(signature, request.body, own.webhook_secret, time.time()):
            return None
        metrics.refused.labels("signature").inc()
        why = (
            "This request is not signed with the webhook_secret of credentials.yml, or not within"
            f" {webhooks.SIGNED_WITHIN_S} s of this machine's clock."
        )
        return response.text(why, 403)

    def destination(self, request: Request) -> list[Verb]:
        """Where a call is to go: to our websocket, unless all lines are busy."""
        try:
            self.check_admission(_told(request, "from"))
        except ProtocolError:
            return webhooks.refuse(_told(request, "direction"))
        own, base = self.own, self.own.server_url.rstrip("/")
        here = request.path.removesuffix("/webhook")
        url = f"wss{base.removeprefix('https')}{here}/websocket"
        credential = (own.username, own.password)
        return webhooks.listen(url, f"{base}{here}/after", self.out_hz, credential)

    def sequel(self, call_sid: str) -> list[Verb]:
        """What becomes of a call whose `listen` is over."""
        handoff = self._transfers.take(call_sid)
        return webhooks.dial(handoff.to, handoff.record) if handoff.to else webhooks.hang_up()


class JambonzLine(WebsocketLine):
    """A call's websocket; one that ends for a transfer says so first."""

    def __init__(self, ws: Any, transfers: Transfers):
        self._jambonz, self._transfers = JambonzWire(), transfers
        super().__init__(ws, self._jambonz)

    async def send(self, command: do.Command) -> None:
        if isinstance(command, do.EndCall) and command.reason == "transfer":
            self._transfers.keep(self._jambonz.call_sid, command.handoff)
        await super().send(command)


def _told(request: Request, key: str) -> str:
    """A text that jambonz has sent with its request, if it has."""
    body = request.json
    value = body.get(key) if isinstance(body, dict) else None
    return value if isinstance(value, str) else ""
