"""What all lines have in common: settings, engines, the calls in progress, and their orderly end.

A line is a Rasa input channel. Its own file holds what is its own: how a call reaches it.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from typing import Any, Protocol

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.exceptions import RasaException

from channels import metrics
from channels.action_answers import check_schema_once
from channels.call_rate import CallRate
from channels.entries import entries
from channels.errors import ChannelError, ProtocolError
from channels.locality import engines_must_be_allowed
from channels.options import read
from channels.rehearsal import Rehearsal
from channels.sending import Line
from channels.session import Dialogue, Engines, Reply, Session
from channels.settings import ChannelSettings, mapping
from channels.shared_engines import engines_for
from channels.turns import commands as do
from channels.turns.call import Call
from channels.turns.events import Event, Held, LineClosed
from channels.turns.keypad import Entry
from channels.voice import fixed_sentences
from channels.voice_output import VoiceOutput
from channels.watch import Watch
from channels.wire.incoming import Audio, Incoming, Start
from discreet import discretion

logger = logging.getLogger(__name__)

START_WITHIN_S = 10.0

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


class FarEnd(Line, Protocol):
    """A line that can also be listened to."""

    @property
    def flooded(self) -> bool:
        """It has been cut because it sent too much."""

    async def receive(self, within_s: float | None = None) -> Incoming | None:
        """What the far end says next; None if it is nothing to us.

        Raises ProtocolError, TimeoutError, and OSError when the far end has hung up.
        """


@dataclass(frozen=True)
class NothingOwn:
    """A line without settings of its own."""


class VoiceChannel(InputChannel):  # type: ignore[misc]
    """A line. Its class is named in credentials.yml, its `name` in a response's `channel`."""

    Own: type = NothingOwn
    """The settings that only this line has."""
    rates_hz: tuple[int, ...] = ()
    """Of the assistant's audio, the default first, where the far end does not take any."""
    defaults: Mapping[str, Any] = {}
    """Of the settings that every line has, where this one's differ."""

    def __init__(self, settings: ChannelSettings, engines: Engines, own: Any):
        check_schema_once()
        self.settings = settings
        self.engines = engines
        self.own = own
        self.sessions: dict[str, Session] = {}
        self.entries: dict[str, Entry] = {}
        self.calls_in_all: Callable[[], int] = lambda: len(self.sessions)
        self._rate = CallRate(settings.limits.calls_a_minute)
        self.closing = False
        """No more calls are taken."""

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> VoiceChannel:
        """Checks the settings and loads the engines; refuses to start with a line that says why.

        Rasa makes its channels before it takes any message: from here on, logs quote none.
        """
        discretion.begin()
        try:
            given = {**cls.defaults, **mapping("the channel", credentials)}
            names = {one.name for one in fields(cls.Own)} & given.keys()
            own: Any = read(cls.Own, "", {name: given.pop(name) for name in names})
            settings = ChannelSettings.from_credentials(given, cls.rates_hz)
            engines_must_be_allowed(settings.engines)
            return cls(settings, engines_for(settings), own)
        except ChannelError as error:
            raise RasaException(str(error)) from error

    def learn(self, domain: Any) -> None:
        """What is to be known of Rasa's domain, once its model is loaded."""
        self.engines.fixed_sentences[:] = fixed_sentences(_texts(domain))
        try:
            self.entries = entries(domain)
        except ChannelError as error:
            raise RasaException(str(error)) from error

    @property
    def trouble(self) -> str:
        """What keeps it from taking calls, if anything does."""
        return ""

    async def open(self) -> None:
        """The process can take calls; a line that listens for itself begins to."""

    async def close(self) -> None:
        """All calls are over."""

    def rehearsal(self) -> Rehearsal:
        """Of the sentences, which are known by now."""
        sentences = self.engines.fixed_sentences
        return Rehearsal(self.name(), self.engines.synthesizer, self.out_hz, sentences)

    @property
    def out_hz(self) -> int:
        """The rate of the assistant's audio."""
        return self.settings.limits.sample_rate

    def rates_of(self, start: Start) -> tuple[int, int]:
        """Of the caller's audio, and of the assistant's."""
        return start.sample_rate_hz, self.out_hz

    @property
    def full(self) -> bool:
        """No further call can be taken now."""
        limits = self.settings.limits
        own_full = len(self.sessions) >= limits.max_calls
        return self.closing or own_full or self.calls_in_all() >= limits.max_calls_in_all

    def check_admission(self, caller: str) -> None:
        """Raises ProtocolError if this caller cannot be served now: busy, too_often."""
        if self.full:
            raise ProtocolError("busy", "all lines are busy; call again later")
        if self._rate.exceeded(caller, asyncio.get_running_loop().time()):
            raise ProtocolError("too_often", "too many calls in a minute; call again later")

    # One call

    async def take_call(self, line: FarEnd, on_new_message: OnNewMessage) -> None:
        """From the first message to the end of the line."""
        try:
            start = await self._started(line)
        except ProtocolError as error:
            await self._refuse(line, error)
            return
        except OSError:
            await line.close()
            return
        session = self._session(start, line, on_new_message)
        session.start()
        try:
            session.handle(await self._listen(session, line))
        finally:
            session.handle(LineClosed())  # whatever happened
            await asyncio.shield(session.done)  # the line is gone, but not what was said

    async def _started(self, line: FarEnd) -> Start:
        now_s = asyncio.get_running_loop().time
        deadline_s, start = now_s() + START_WITHIN_S, None
        try:
            while start is None:
                start = await line.receive(deadline_s - now_s())
        except asyncio.TimeoutError as error:
            raise ProtocolError("start_first", "no start message has come in time") from error
        if not isinstance(start, Start):
            raise ProtocolError("start_first", "the first message must be of type start")
        self._check_language(start.language)
        self.check_admission(start.caller)
        self._rate.count(start.caller, now_s())
        return start

    def _check_language(self, asked: str) -> None:
        own = self.settings.limits.language
        if asked and asked.lower().split("-")[0] != own.lower().split("-")[0]:
            raise ProtocolError("language", f"this line speaks {own}")

    async def _refuse(self, line: FarEnd, error: ProtocolError) -> None:
        metrics.refused.labels(error.code).inc()
        logger.warning("%s: a call was refused: %s", self.name(), error.code)
        with suppress(OSError):
            await line.send(do.Refuse(error.code, str(error)))
            await line.send(do.EndCall("error"))
        await line.close()

    def _session(self, start: Start, line: FarEnd, on_new_message: OnNewMessage) -> Session:
        call_id = uuid.uuid4().hex
        call = Call(
            call_id,
            self.name(),
            start.caller,
            start.called,
            start.stream_id or call_id,
            start.language or self.settings.limits.language,
            start.direction,
            start.custom_parameters,
        )
        detector = self.engines.detector
        frame_ms = 1000 * detector.frame_samples // detector.sample_rate_hz
        session = Session(
            call,
            self.rates_of(start),
            self.settings.turns(frame_ms),
            self.engines,
            self._dialogue(call_id, on_new_message),
            line,
        )
        self.sessions[call_id] = session
        session.done.add_done_callback(lambda _: self.sessions.pop(call_id))
        return session

    def _dialogue(self, call_id: str, on_new_message: OnNewMessage) -> Dialogue:
        name = self.name()

        async def ask(text: str, metadata: dict[str, Any], reply: Reply) -> None:
            output = VoiceOutput(name, reply, self.entries)
            await on_new_message(
                UserMessage(text, output, call_id, input_channel=name, metadata=metadata)
            )

        return ask

    async def _listen(self, session: Session, line: FarEnd) -> LineClosed:
        """Until the line is closed, and why."""
        watch = Watch(lambda: session.handle(LineClosed("error")))
        try:
            while True:
                message = await self._take(session, line)
                if isinstance(message, Held):
                    watch.on_hold = message.on
                watch.heard()
        except OSError:
            return LineClosed("error" if line.flooded else "caller")
        finally:
            watch.end()

    async def _take(self, session: Session, line: FarEnd) -> Incoming | None:
        """The next message. Raises OSError when the far end has hung up."""
        try:
            message = await line.receive()
            if isinstance(message, Start):
                raise ProtocolError("started", "the call has been started already")
        except ProtocolError as error:
            session.refuse(error)
            return None
        if isinstance(message, Audio):
            session.hear(message.samples)
        elif message is not None:
            session.handle(message)
        return message

    async def tell_all(self, event: Event, within_s: float) -> None:
        """All calls of it, and waits for them to end."""
        sessions = list(self.sessions.values())
        for session in sessions:
            session.handle(event)
        if sessions:
            await asyncio.wait([session.done for session in sessions], timeout=within_s)


def _texts(domain: Any) -> Iterator[str]:
    """Every variant of every response; one of only buttons or a custom payload has no text."""
    for variants in domain.responses.values():
        yield from (str(variant.get("text") or "") for variant in variants)
