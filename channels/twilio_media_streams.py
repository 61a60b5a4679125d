"""The line for Twilio: Media Streams on a websocket, and the webhook that sends calls to it.

docs/telephony/twilio.md says what is set on Twilio's side. Every request must be signed with the
account's auth token, the upgrade to a websocket as well:
https://www.twilio.com/docs/usage/webhooks/webhooks-security
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from sanic import Blueprint, Sanic, response
from sanic.request import Request, RequestParameters
from sanic.response import HTTPResponse
from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import VoiceResponse

from channels import metrics
from channels.errors import ProtocolError, SettingError
from channels.exchange import Exchange
from channels.options import is_https, needed, text
from channels.session import Engines
from channels.settings import ChannelSettings
from channels.twilio_ends import Ends
from channels.voice_channel import OnNewMessage, VoiceChannel
from channels.websocket_line import WebsocketLine
from channels.wire.twilio import ASKS_AFTER, SAMPLE_RATE_HZ, TwilioWire

_TOLD = {"caller": "From", "called": "To", "direction": "Direction"}
"""The stream's parameters, by what Twilio calls them in its request."""


@dataclass(frozen=True)
class Account:
    """The line's own settings."""

    server_url: str = needed("https://HOST, as Twilio reaches this Rasa", is_https)
    auth_token: str = needed("the account's auth token, as ${TWILIO_AUTH_TOKEN}", secret=True)
    account_sid: str | None = text(None, "the account's SID")
    transfer_to: str | None = text(None, "a telephone number or address, as +15550100")

    def __post_init__(self) -> None:
        sid = self.account_sid
        if sid and not (sid.startswith("AC") and sid.isalnum()):
            raise SettingError("account_sid", sid, "the account's SID, as AC0123456789abcdef")


class TwilioMediaStreamsInput(VoiceChannel):
    """`channels.twilio_media_streams.TwilioMediaStreamsInput` in credentials.yml."""

    Own = Account
    rates_hz = (SAMPLE_RATE_HZ,)

    def __init__(self, settings: ChannelSettings, engines: Engines, own: Account):
        super().__init__(settings, engines, own)
        self._validator = RequestValidator(own.auth_token)
        self._ends = Ends(own.account_sid, own.auth_token, own.transfer_to)

    @classmethod
    def name(cls) -> str:
        return "twilio_media_streams"

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """What Twilio asks: where to send a call, and what to do with it after the stream."""

        async def check(request: Request) -> HTTPResponse | None:
            return self.refusal(request)

        async def webhook(request: Request) -> HTTPResponse:
            return _xml(self.destination(request))

        async def after(request: Request) -> HTTPResponse:
            return _xml(self._ends.sequel(request.form.get("CallSid", "")))

        async def websocket(_: Request, ws: Any) -> None:
            await self.take_call(TwilioLine(ws, self._ends), on_new_message)

        routes = Blueprint("twilio_media_streams", __name__)
        routes.middleware(check, "request")  # a method would be ignored without a word
        routes.add_route(webhook, "/webhook", methods=["POST"])
        routes.add_route(after, "/after", methods=["POST"])
        routes.add_websocket_route(websocket, "/websocket")
        Exchange.of(Sanic.get_app()).connect(self)
        return routes

    def refusal(self, request: Request) -> HTTPResponse | None:
        """None if Twilio has signed the request with our token."""
        signature = request.headers.get("x-twilio-signature", "")
        upgrades = request.headers.get("upgrade", "").lower() == "websocket"
        url = self._url(request.path, "wss" if upgrades else "https")
        if request.query_string:
            url += f"?{request.query_string}"
        if self._validator.validate(url, _form(request), signature):
            return None
        metrics.refused.labels("signature").inc()
        why = f"This request is not signed for {url} with the auth_token of credentials.yml."
        return response.text(why, 403)

    def _url(self, path: str, scheme: str) -> str:
        """A path of ours, as Twilio knows it."""
        base = self.own.server_url.rstrip("/").removeprefix("https")
        return f"{scheme}{base}{path}"

    def destination(self, request: Request) -> VoiceResponse:
        """Where a call is to go: to our websocket, unless all lines are busy."""
        twiml, here = VoiceResponse(), request.path.removesuffix("/webhook")
        try:
            self.check_admission(request.form.get("From", ""))
        except ProtocolError:
            twiml.reject(reason="busy")
        else:
            connect = twiml.connect(action=self._url(f"{here}/after", "https"))
            stream = connect.stream(url=self._url(f"{here}/websocket", "wss"))
            for name, key in _TOLD.items():
                stream.parameter(name=name, value=request.form.get(key, ""))
            stream.parameter(name=ASKS_AFTER, value="yes")
        return twiml


class TwilioLine(WebsocketLine):
    """A stream; what becomes of its call is settled before it closes."""

    def __init__(self, ws: Any, ends: Ends):
        self._twilio, self._ends = TwilioWire(), ends
        super().__init__(ws, self._twilio)

    async def close(self) -> None:
        twilio, end = self._twilio, self._twilio.end
        twilio.end = None  # it is closed again by whoever is not sure
        try:
            if end and twilio.call_sid:
                await self._ends.end(twilio.call_sid, end, twilio.asks_after)
        finally:
            await super().close()


def _form(request: Request) -> RequestParameters:
    """With its empty fields, which Sanic leaves out and Twilio signs."""
    return RequestParameters(
        parse_qs(request.body.decode(errors="replace"), keep_blank_values=True)
    )


def _xml(twiml: VoiceResponse) -> HTTPResponse:
    return response.text(str(twiml), content_type="text/xml")
