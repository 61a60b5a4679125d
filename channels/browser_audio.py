"""The line for browsers and for programs: a websocket at /webhooks/browser_audio/websocket.

docs/protocol.md describes what travels; this file only ties the socket, Rasa and a session
together. The softphone page is served beside it.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, Sanic, response
from sanic.exceptions import ServerError, WebsocketClosed
from sanic.request import Request
from sanic.response import HTTPResponse
from websockets.exceptions import ConnectionClosed

from channels import health, metrics
from channels.action_answers import check_schema_once
from channels.engines import registry
from channels.engines.coqui import apology
from channels.errors import ChannelError, ProtocolError
from channels.rehearsal import Rehearsal
from channels.session import Engines, Session
from channels.settings import ChannelSettings
from channels.turns import commands as do
from channels.turns.call import Call
from channels.turns.events import Event, LineClosed, LineClosing, Replied
from channels.wire import browser
from channels.workers import Workers

logger = logging.getLogger(__name__)

SOFTPHONE = Path(__file__).parent / "softphone"
START_WITHIN_S = 10.0
CLOSE_WITHIN_S = 2.0
"""A far end that does not answer the closing of its socket has it cut after this."""
FAREWELL_WITHIN_S = 10.0
"""When Rasa is stopped, the assistant has this long to take leave of its callers."""
LEAVE_WITHIN_S = 8.0
"""Then calls have this long to end; longer than LAST_WORDS_MS of the turn core."""

BURST, MOST_MESSAGES_A_S = 1000, 500
"""Who sends more is no telephone: Sanic would read it all into memory, so the socket is cut."""

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


class VoiceOutput(OutputChannel):  # type: ignore[misc]  # Rasa is untyped
    """Hands the assistant's messages to the session; nothing in here waits or fails."""

    def __init__(self, reply: Callable[[Replied], None]):
        self._reply = reply

    @classmethod
    def name(cls) -> str:
        return BrowserAudioInput.name()

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Speaks the text; buttons, images and the like are for lines that can show them."""
        options = {**_mapping(message.get("metadata")), **_mapping(message.get("custom"))}
        digits = str(_mapping(options.get("expect")).get("digits"))
        text = str(message.get("text") or "")
        if not text and not options.get("hang_up") and not options.get("transfer"):
            return
        self._reply(
            Replied(
                text,
                allow_interruptions=options.get("allow_interruptions") is not False,
                hang_up=bool(options.get("hang_up")),
                transfer=bool(options.get("transfer")),
                expect_digits=int(digits) if digits.isdecimal() else 0,
            )
        )


def _mapping(value: object) -> Mapping[str, Any]:
    """What a designer wrote where a mapping belongs; anything else says nothing to us."""
    return value if isinstance(value, Mapping) else {}


class WebsocketLine:
    """The far end of a browser call."""

    def __init__(self, ws: Any):
        self._ws = ws

    async def open(self, call_id: str, sample_rate_hz: int) -> None:
        with _closed_as_oserror():
            await self._ws.send(browser.started(call_id, sample_rate_hz))

    async def send(self, command: do.Command) -> None:
        if (data := browser.encode(command)) is not None:
            with _closed_as_oserror():
                await self._ws.send(data)

    async def receive(self, within_s: float | None = None) -> str | bytes:
        """The next message. Raises OSError when the far end has hung up, TimeoutError."""
        with _closed_as_oserror():
            data: str | bytes | None = await self._ws.recv(within_s)
        if data is None:
            raise asyncio.TimeoutError
        return data

    def cut(self) -> None:
        """Reads nothing more."""
        self._ws.fail_connection()

    async def close(self) -> None:
        """Closes the socket; one whose far end does not play its part is cut."""
        with suppress(OSError, asyncio.TimeoutError), _closed_as_oserror():
            await asyncio.wait_for(self._ws.close(), CLOSE_WITHIN_S)
        if not await self._ws.wait_for_connection_lost(CLOSE_WITHIN_S):
            self._ws.fail_connection()


@contextmanager
def _closed_as_oserror() -> Iterator[None]:
    """Sanic tells in four ways that a websocket is closed; one is to cancel who waits for it."""
    try:
        yield
    except (ConnectionClosed, WebsocketClosed, ServerError, asyncio.CancelledError) as error:
        raise ConnectionResetError("the caller's websocket is closed") from error


class BrowserAudioInput(InputChannel):  # type: ignore[misc]
    """The channel as credentials.yml names it: `channels.browser_audio.BrowserAudioInput`."""

    def __init__(self, settings: ChannelSettings, engines: Engines):
        check_schema_once()
        self.settings = settings
        self.engines = engines
        self.sessions: dict[str, Session] = {}
        self.rehearsing: asyncio.Task[None] | None = None
        self._closing = False

    @classmethod
    def name(cls) -> str:
        return "browser_audio"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> BrowserAudioInput:
        """Checks the settings and loads the engines; refuses to start with a line that says why."""
        try:
            settings = ChannelSettings.from_credentials(credentials)
            return cls(settings, load_engines(settings))
        except ChannelError as error:
            raise RasaException(str(error)) from error

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The page, the websocket, and for the whole process /health and /metrics."""

        async def page(request: Request) -> HTTPResponse:
            if not request.path.endswith("/"):
                return response.redirect(f"{self.name()}/")  # the page's links are relative
            return await response.file(SOFTPHONE / "index.html")

        async def websocket(_: Request, ws: Any) -> None:
            await self.take_call(WebsocketLine(ws), on_new_message)

        routes = Blueprint("browser_audio", __name__)
        routes.static("/softphone", str(SOFTPHONE), name="softphone")
        routes.add_route(page, "/")
        routes.add_websocket_route(websocket, "/websocket")
        app = Sanic.get_app()
        # Sanic's own listener cuts every websocket; ours, added later, is called before it.
        app.enable_websocket()  # type: ignore[no-untyped-call]
        app.register_listener(self.end_all_calls, "before_server_stop")
        health.serve(app, self.engines)
        app.register_listener(self.rehearse, "after_server_start")
        return routes

    async def rehearse(self, *_: Any) -> None:
        """Begins to; the sentences are known by now."""
        rehearsal = Rehearsal(
            self.name(), self.engines.synthesizer, self.out_hz, lambda: bool(self.sessions)
        )
        self.rehearsing = asyncio.create_task(rehearsal.run(self.engines.fixed_sentences))

    # One call

    async def take_call(self, line: WebsocketLine, on_new_message: OnNewMessage) -> None:
        """From the first message to the end of the socket."""
        try:
            start = await self._started(line)
        except ProtocolError as error:
            await self._refuse(line, error)
            return
        except OSError:
            return
        session = self._session(start, line, on_new_message)
        session.start()
        try:
            with suppress(OSError):
                await self._listen(session, line)
        finally:
            session.handle(LineClosed("caller"))
            await asyncio.shield(session.done)  # the socket is gone, but not what was said

    async def _started(self, line: WebsocketLine) -> browser.Start:
        try:
            start = browser.decode(await line.receive(START_WITHIN_S))
        except asyncio.TimeoutError as error:
            raise ProtocolError("start_first", "no start message has come in time") from error
        if not isinstance(start, browser.Start):
            raise ProtocolError("start_first", "the first message must be of type start")
        self._check_language(start.language)
        if self._closing or len(self.sessions) >= self.settings.limits.max_calls:
            raise ProtocolError("busy", "all lines are busy; call again later")
        return start

    def _check_language(self, asked: str) -> None:
        own = self.settings.limits.language
        if asked and asked.lower().split("-")[0] != own.lower().split("-")[0]:
            raise ProtocolError("language", f"this line speaks {own}")

    async def _refuse(self, line: WebsocketLine, error: ProtocolError) -> None:
        metrics.refused.labels(error.code).inc()
        try:
            await line.send(do.Refuse(error.code, str(error)))
            await line.send(do.EndCall("error"))
        except OSError:
            return
        await line.close()

    @property
    def out_hz(self) -> int:
        """The rate of the assistant's audio."""
        return self.settings.limits.sample_rate

    def _session(
        self, start: browser.Start, line: WebsocketLine, on_new_message: OnNewMessage
    ) -> Session:
        call_id = uuid.uuid4().hex
        language = start.language or self.settings.limits.language
        call = Call(call_id, self.name(), start.caller, start.called, call_id, language)

        async def dialogue(text: str, metadata: dict[str, Any], reply: Any) -> None:
            output = VoiceOutput(reply)
            message = UserMessage(
                text, output, call_id, input_channel=self.name(), metadata=metadata
            )
            await on_new_message(message)

        detector = self.engines.detector
        frame_ms = 1000 * detector.frame_samples // detector.sample_rate_hz
        turns = self.settings.turns(frame_ms)
        rates_hz = (start.sample_rate_hz, self.out_hz)
        session = Session(call, rates_hz, turns, self.engines, dialogue, line)
        self.sessions[call_id] = session
        session.done.add_done_callback(lambda _: self.sessions.pop(call_id))
        return session

    async def _listen(self, session: Session, line: WebsocketLine) -> None:
        now_s, count = asyncio.get_running_loop().time, 0
        begun_s = now_s()
        while True:
            data = await line.receive()
            count += 1
            if count > BURST + MOST_MESSAGES_A_S * (now_s() - begun_s):
                metrics.refused.labels("too_many").inc()
                session.handle(LineClosed("error"))
                line.cut()
                return
            try:
                message = browser.decode(data)
                if isinstance(message, browser.Start):
                    raise ProtocolError("started", "the call has been started already")
            except ProtocolError as error:
                session.refuse(error)
                continue
            if isinstance(message, browser.Audio):
                session.hear(message.samples)
            else:
                session.handle(message)

    async def end_all_calls(self, *_: Any) -> None:
        """Rasa is being stopped: callers are told, and what was said is kept."""
        self._closing = True
        if self.rehearsing:
            self.rehearsing.cancel()
        await self._tell_all(LineClosing(), FAREWELL_WITHIN_S)
        await self._tell_all(LineClosed("error"), LEAVE_WITHIN_S)
        await self.engines.synthesizer.close()
        self.engines.workers.close()

    async def _tell_all(self, event: Event, within_s: float) -> None:
        """All calls of it, and waits for them to end."""
        sessions = list(self.sessions.values())
        for session in sessions:
            session.handle(event)
        if sessions:
            await asyncio.wait([session.done for session in sessions], timeout=within_s)


def load_engines(settings: ChannelSettings) -> Engines:
    """All engines, loaded and warm. Raises SettingError, ModelError."""
    limits = settings.limits
    return Engines(
        recognizer=registry.recognizer(settings.asr, limits.language),
        detector=registry.detector(settings.vad),
        synthesizer=registry.synthesizer(settings.tts),
        workers=Workers(limits.workers, limits.max_waiting),
        apology=cache(apology),
    )
