"""One call: the loop around the turn core.

The socket's messages become events, the turn core's commands are carried out here. Everything
runs on the event loop except recognition, which the workers do. Nothing in here waits for the
far end: what is to be sent is queued, and a far end that does not read is hung up on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from channels import metrics
from channels.audio.pcm import Samples
from channels.ear import Ear
from channels.engines.interfaces import Detector, Recognizer, Synthesizer
from channels.errors import ProtocolError, whereabouts
from channels.sending import Line, Sending
from channels.turns import commands as do
from channels.turns import events as on
from channels.turns.call import Call
from channels.turns.conversation import Conversation
from channels.turns.settings import TurnSettings
from channels.utterances import Utterances
from channels.voice import Voice
from channels.workers import Workers

logger = logging.getLogger(__name__)

ABANDON_S = 40.0
"""A call in which something unforeseen went wrong is over by then, whatever else goes wrong."""

Reply = Callable[[on.Replied], None]
Dialogue = Callable[[str, dict[str, Any], Reply], Awaitable[None]]
"""Hands a message and its metadata to the assistant; calls back with each reply, then returns."""


@dataclass(frozen=True)
class Engines:
    """What all calls share."""

    recognizer: Recognizer
    detector: Detector
    synthesizer: Synthesizer
    workers: Workers
    apology: Callable[[int], Samples]
    fixed_sentences: list[str] = field(default_factory=list)
    """Of the assistant's responses; filled when its model is loaded."""


class Session:
    """A call in progress. `done` when the assistant has taken leave of it."""

    def __init__(
        self,
        call: Call,
        rates_hz: tuple[int, int],
        settings: TurnSettings,
        engines: Engines,
        dialogue: Dialogue,
        line: Line,
    ):
        """`rates_hz`: of the caller's audio, and of the assistant's."""
        self.call = call
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        caller_hz, self._out_hz = rates_hz
        self._engines, self._dialogue = engines, dialogue
        self._conversation = Conversation(call, settings, self._out_hz)
        recognizer, workers = engines.recognizer, engines.workers
        self._ear = Ear(caller_hz, recognizer.sample_rate_hz, engines.detector)
        self._utterances = Utterances(recognizer, workers, self.handle, self._spawn)
        fixed = engines.fixed_sentences
        self._voice = Voice(engines.synthesizer, self._out_hz, self.handle, fixed)
        self._sending = Sending(line)
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.get_running_loop()
        self._begun_s = self._loop.time()
        self._carry_out: dict[type, Callable[[Any], None]] = {
            do.OpenHearing: self._open_hearing,
            do.Guess: self._utterances.guess,
            do.Recognize: self._utterances.recognize,
            do.StopRecognizing: self._utterances.stop_recognizing,
            do.CloseHearing: self._utterances.close,
            do.Ask: self._ask,
            do.Synthesize: self._voice.say,
            do.Apologize: self._apologize,
            do.DropSpeech: self._voice.drop,
            do.SetTimer: self._set_timer,
            do.ShowTurn: self._show_turn,
            do.ClearPlayback: self._clear_playback,
            do.EndCall: self._end_call,
            do.Release: self._release,
        }

    # What happens

    def start(self) -> None:
        """The line is open: the assistant may greet."""
        metrics.calls_now.labels(self.call.line).inc()
        self._spawn(self._send_all())
        self.handle(on.CallStarted())

    def hear(self, samples: Samples) -> None:
        """The caller's next samples, at the caller's rate, any number."""
        with self._surviving():
            for frame, speech in self._ear.hear(samples, self._now_ms()):
                self._utterances.feed(frame)
                self.handle(on.FrameHeard(speech))

    def refuse(self, error: ProtocolError) -> None:
        """A message of the far end broke the protocol: it is told, and the call goes on."""
        metrics.refused.labels(error.code).inc()
        self._send(do.Refuse(error.code, str(error)))

    def handle(self, event: on.Event) -> None:
        """Tells the turn core, and carries out what it says."""
        with self._surviving():
            for command in self._conversation.handle(event, self._now_ms()):
                self._carry_out.get(type(command), self._send)(command)

    @contextmanager
    def _surviving(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # ours, or a detector's
            self._unforeseen(error)

    def _unforeseen(self, error: BaseException) -> None:
        """Better to end the call than to leave the caller in silence."""
        logger.error("call %s: %s", self.call.call_id, whereabouts(error))
        if "abandon" not in self._timers:
            self._timers["abandon"] = self._loop.call_later(ABANDON_S, self._abandon)
            self.handle(on.LineClosed("error"))

    def _abandon(self) -> None:
        self._sending.break_off()
        self._voice.close()
        self._release(do.Release())

    def _now_ms(self) -> int:
        return round(1000 * (self._loop.time() - self._begun_s))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self._unforeseen(error)

    # Hearing, and the dialogue

    def _open_hearing(self, command: do.OpenHearing) -> None:
        self._utterances.open(command, self._ear.last(command.preroll_ms))

    def _ask(self, command: do.Ask) -> None:
        self._spawn(self._asking(command))

    async def _asking(self, command: do.Ask) -> None:
        metadata = dict(command.metadata)
        if "recognition" in metadata:
            engine = self._engines.recognizer.info.name
            metadata["recognition"] = {**metadata["recognition"], "engine": engine}
        try:
            await self._dialogue(command.text, metadata, self.handle)
        except Exception as error:  # its text may hold the caller's words
            why = type(error).__name__
            logger.error("call %s: the dialogue failed: %s", self.call.call_id, why)
        self.handle(on.DialogueEnded())

    # Speaking

    def _apologize(self, command: do.Apologize) -> None:
        samples = self._engines.apology(self._out_hz)
        self._loop.call_soon(self.handle, on.AudioReady(command.mark, samples))
        self._loop.call_soon(self.handle, on.AudioComplete(command.mark))

    def _clear_playback(self, command: do.ClearPlayback) -> None:
        metrics.interruptions.inc()
        self._voice.cleared()
        self._send(command)

    def _show_turn(self, command: do.ShowTurn) -> None:
        for stage, took_ms in command.times_ms.items():
            metrics.stage_s.labels(stage.removesuffix("_ms")).observe(took_ms / 1000)
        self._send(command)

    def _send(self, command: do.Command) -> None:
        if not self._sending.put(command):
            self._loop.call_soon(self.handle, on.LineClosed("error"))

    async def _send_all(self) -> None:
        try:
            await self._sending.run(self.call.call_id, self._out_hz)
        except OSError:
            self.handle(on.LineClosed("caller"))

    # Time, and the end

    def _set_timer(self, command: do.SetTimer) -> None:
        if earlier := self._timers.get(command.timer):
            earlier.cancel()
        event = on.TimerFired(command.timer, command.number)
        at_s = self._begun_s + command.at_ms / 1000
        self._timers[command.timer] = self._loop.call_at(at_s, self.handle, event)

    def _end_call(self, command: do.EndCall) -> None:
        metrics.calls_ended.labels(self.call.line, command.reason).inc()
        self._voice.close()
        self._sending.put_last(command)

    def _release(self, _: do.Release) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._utterances.close_all()
        if not self.done.done():
            metrics.calls_now.labels(self.call.line).dec()
            self.done.set_result(None)
