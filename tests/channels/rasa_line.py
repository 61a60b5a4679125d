"""Rasa's server with our channel on it, an agent that answers as told, and callers by websocket."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import numpy as np
from rasa.core.actions.action import create_bot_utterance
from rasa.core.channels.channel import UserMessage, register
from rasa.shared.core.domain import Domain
from sanic import Sanic

from channels.browser_audio import BrowserAudioInput
from channels.exchange import Exchange
from channels.voice_channel import VoiceChannel

Sanic.test_mode = True  # one process may run several servers, one after the other
GREETING = "Hello."
START = {"type": "start", "sample_rate": 16000}
SCRIPTED: dict[str, Any] = {
    "asr": {"name": "scripted", "texts": ["what is my balance", "thanks"]},
    "vad": {"name": "loudness"},
    "tts": {"name": "tone"},
    "max_calls": 2,
    "hang_up_delay": 0,
}
"""Settings of a line whose engines do as told."""
VOICE = np.tile(np.array([8000, -8000], "<i2"), 160).tobytes()
QUIET = bytes(640)


class Agent:
    """What the channel needs of Rasa's agent. `answers`: a response for each text it is sent."""

    model_id = "m1"
    domain = Domain.from_dict(
        {
            "responses": {
                "utter_greet": [{"text": GREETING}, {"custom": {"hang_up": True}}],
                "utter_thanks": [{"text": "Thank you, {first_name}."}],
            },
            "slots": {
                "pin": {"type": "text", "mappings": [{"type": "custom", "dtmf": {"length": 4}}]}
            },
        }
    )

    def __init__(self) -> None:
        self.model_server: str | None = None
        self.remote_storage: str | None = None
        self.answers: dict[str, dict[str, Any]] = {"/session_start": {"text": GREETING}}
        self.ready = True
        self.messages: list[UserMessage] = []
        self.parsed: list[str] = []
        self.hold: dict[str, asyncio.Event] = {}
        self._news = asyncio.Condition()

    def is_ready(self) -> bool:
        return self.ready

    async def parse_message(self, text: str) -> None:
        self.parsed.append(text)

    async def handle_message(self, message: UserMessage) -> None:
        async with self._news:
            self.messages.append(message)
            self._news.notify_all()
        if message.text in self.hold:
            await self.hold[message.text].wait()
        if answer := self.answers.get(message.text):
            utterance = create_bot_utterance(dict(answer))
            await message.output_channel.send_response(message.sender_id, utterance.message())

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.messages]

    async def asked(self, text: str) -> UserMessage:
        """Waits for this message."""
        async with self._news:
            await self._news.wait_for(lambda: text in self.texts)
        return next(message for message in self.messages if message.text == text)


class Caller:
    """A program at the other end of the websocket."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse):
        self.ws = ws

    async def send(self, *messages: dict[str, Any] | str | bytes) -> None:
        for message in messages:
            if isinstance(message, bytes):
                await self.ws.send_bytes(message)
            else:
                await self.ws.send_str(message if isinstance(message, str) else json.dumps(message))

    async def next(self) -> dict[str, Any]:
        """The next message that is not audio; `closed` at the end."""
        while True:
            frame = await self.ws.receive(timeout=20)
            if frame.type is aiohttp.WSMsgType.TEXT:
                return dict(json.loads(frame.data))
            if frame.type is not aiohttp.WSMsgType.BINARY:
                return {"type": "closed"}

    async def until(self, kind: str) -> dict[str, Any]:
        """The next message of this type; those before it are passed over."""
        while (message := await self.next())["type"] != kind:
            assert message["type"] != "closed", f"closed before {kind}"
        return message

    async def rest(self) -> list[dict[str, Any]]:
        """All messages up to the end."""
        messages = []
        while (message := await self.next())["type"] != "closed":
            messages.append(message)
        return messages


class RasaLine:
    """A running server; `channel` and `agent` can be looked into."""

    def __init__(self, channel: VoiceChannel, http: aiohttp.ClientSession, url: str):
        self.channel, self.http, self.url = channel, http, url
        self.agent = Agent()
        self.app = Sanic("rasa_line", configure_logging=False)
        self.app.ctx.agent = self.agent
        register([channel], self.app, "/webhooks/")
        self.exchange = Exchange.of(self.app)

    async def start(self, listener: socket.socket) -> None:
        self.server = await self.app.create_server(sock=listener, return_asyncio_server=True)
        await self.server.startup()
        await self.server.before_start()
        await self.server.start_serving()
        await self.server.after_start()

    async def stop(self) -> None:
        """As Sanic does it at a SIGTERM: first its listeners, in reverse order."""
        await self.server.before_stop()
        await self.server.close()
        await self.server.after_stop()

    @asynccontextmanager
    async def call(self, *first: dict[str, Any] | str | bytes) -> AsyncIterator[Caller]:
        """A websocket, and the first messages on it."""
        url = f"{self.url}/webhooks/browser_audio/websocket"
        async with self.http.ws_connect(url, max_msg_size=0) as ws:
            caller = Caller(ws)
            await caller.send(*first)
            yield caller

    async def get(self, path: str) -> tuple[int, str]:
        async with self.http.get(self.url + path, allow_redirects=False) as response:
            return response.status, await response.text()

    async def is_idle(self) -> None:
        """Waits until no call is left."""
        while self.channel.sessions:
            await asyncio.wait([one.done for one in self.channel.sessions.values()])


@asynccontextmanager
async def rasa_line(
    credentials: dict[str, Any],
    before_start: Callable[[RasaLine], None] = lambda _: None,
    kind: type[VoiceChannel] = BrowserAudioInput,
) -> AsyncIterator[RasaLine]:
    """The server from its start to its orderly stop, on a free port of 127.0.0.1."""
    Sanic._app_registry.clear()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        async with aiohttp.ClientSession() as http:
            line = RasaLine(kind.from_credentials(credentials), http, url)
            before_start(line)
            await line.start(listener)
            yield line
            await line.stop()
