"""The line for browsers and for programs: a websocket at /webhooks/browser_audio/websocket.

docs/protocol.md describes what travels. The softphone page is served beside it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from channels.exchange import Exchange
from channels.voice_channel import OnNewMessage, VoiceChannel
from channels.websocket_line import WebsocketLine
from channels.wire import browser

SOFTPHONE = Path(__file__).parent / "softphone"


class BrowserAudioInput(VoiceChannel):
    """The channel as credentials.yml names it: `channels.browser_audio.BrowserAudioInput`."""

    @classmethod
    def name(cls) -> str:
        return "browser_audio"

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The page and the websocket."""

        async def page(request: Request) -> HTTPResponse:
            if not request.path.endswith("/"):
                return response.redirect(f"{self.name()}/")  # the page's links are relative
            return await response.file(SOFTPHONE / "index.html")

        async def websocket(_: Request, ws: Any) -> None:
            await self.take_call(WebsocketLine(ws, browser), on_new_message)

        routes = Blueprint("browser_audio", __name__)
        routes.static("/softphone", str(SOFTPHONE), name="softphone")
        routes.add_route(page, "/")
        routes.add_websocket_route(websocket, "/websocket")
        Exchange.of(Sanic.get_app()).connect(self)
        return routes
