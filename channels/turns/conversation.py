"""One call as a state machine: `handle(event, now_ms)` returns the commands to carry out.

No clock, no socket, no engine: the session (channels/session.py) feeds it what happens and
carries out what it says. `Listening` follows the caller, `Speaking` the assistant, `Dialogue`
the messages between them; here they meet.

After the line has closed the caller's last words are still recognized and handed to the dialogue,
then `/session_end`; only then comes `Release`, or when that takes too long.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from channels.turns import events as on
from channels.turns.barge_in import BargeIn
from channels.turns.call import Call
from channels.turns.commands import (
    Ask,
    Command,
    EndCall,
    Recognize,
    Release,
    ShowFinal,
    ShowPartial,
    ShowTurn,
)
from channels.turns.dialogue import Dialogue
from channels.turns.hang_up import HangUp
from channels.turns.keypad import KEYS, Entry, Keypad
from channels.turns.limits import (
    FAREWELL_MS,
    LAST_WORDS_MS,
    MOST_TURNS,
    MOST_WAITS,
    NO_INPUT_LIMIT,
    PACE_MS,
    RECOGNITION_MS,
    RETRY_MS,
    WAIT_MS,
)
from channels.turns.listening import Listening, Utterance
from channels.turns.playback import Playback
from channels.turns.settings import TurnSettings
from channels.turns.speaking import Speaking
from channels.turns.timers import Timers
from channels.turns.turn_times import Turns, TurnTimes

Commands = Iterator[Command]

LINE_CLOSING = "/line_closing"


class Conversation:
    """The call's state. Not safe to use from two threads."""

    def __init__(self, call: Call, settings: TurnSettings, sample_rate_hz: int):
        self.call = call
        self.settings = settings
        self.listening = Listening(settings)
        self.playback = Playback(sample_rate_hz, settings.lead_ms)
        self.speaking = Speaking(self.playback)
        self.barge_in = BargeIn(settings, self.speaking)
        self.dialogue = Dialogue()
        self.keypad = Keypad()
        self.timers = Timers()
        self.turns = Turns()
        self.ended: on.EndReason | None = None
        self._hang_up = HangUp(call.call_id)
        self._on_hold = False
        self._closing = False
        """The assistant has only its farewell to say."""
        self._released = False
        self._silences = 0
        self._waits = 0
        """How often the caller was told to wait for the message in flight."""
        self._now_ms = 0
        self._handlers: dict[type, Callable[[Any], Commands]] = {
            on.CallStarted: self._started,
            on.FrameHeard: self._frame,
            on.Guessed: self._guessed,
            on.Recognized: self._recognized,
            on.RecognitionFailed: self._recognized,
            on.KeyPressed: self._key,
            on.Replied: self._replied,
            on.DialogueEnded: self._dialogue_ended,
            on.AudioReady: self._audio_ready,
            on.AudioComplete: self._audio_complete,
            on.SynthesisFailed: self._synthesis_failed,
            on.Played: self._played,
            on.TimerFired: self._timer,
            on.Held: self._held,
            on.LineClosing: self._line_closing,
            on.LineClosed: self._line_closed,
        }

    def handle(self, event: on.Event, now_ms: int) -> list[Command]:
        """Takes note of an event at this time; the caller must carry out all that is returned.

        `now_ms` counts from any zero and never goes back.
        """
        self._now_ms = now_ms
        return [*self._handlers[type(event)](event), *self._play(), *self._rest()]

    # The call

    def _started(self, _: on.CallStarted) -> Commands:
        yield self.timers.set("call", self._now_ms + self.settings.max_call_ms)
        yield from self._ask("/session_start", **self.call.metadata())

    def _line_closing(self, _: on.LineClosing) -> Commands:
        if self.ended is None:
            yield from self.speaking.stop(self._now_ms)
            yield from self.speaking.drop(protected=True)  # there is no time for it
            self.barge_in.go_on()
            self._hang_up.want("assistant", for_certain=True)
            self._closing = True
            yield from self._ask(LINE_CLOSING)

    def _held(self, event: on.Held) -> Commands:
        """On hold nobody is spoken to, nor asked why they are silent."""
        self._on_hold = event.on
        if event.on:
            yield from self.speaking.stop(self._now_ms)
        else:
            self.speaking.resume()

    def _line_closed(self, event: on.LineClosed) -> Commands:
        if self.ended is None:
            yield from self._end(event.reason)

    def _end(self, reason: on.EndReason) -> Commands:
        self.ended = reason
        yield EndCall(reason, self._hang_up.handoff(reason))
        yield from self.speaking.end(self._now_ms)
        if entry := self.keypad.take():
            yield from self._keyed(entry)
        if self.listening.open:
            yield from self._recognize(self.listening.force())
            yield self.timers.set("farewell", self._now_ms + LAST_WORDS_MS)
        else:
            yield from self._take_leave()

    def _take_leave(self) -> Commands:
        yield self.timers.set("farewell", self._now_ms + FAREWELL_MS)
        yield from self._ask("/session_end", reason=self.ended)

    def _farewell(self) -> Commands:
        """What was waited for did not come."""
        if self.listening.open:
            yield self.listening.close()
            yield from self._take_leave()
        else:
            yield from self._release()

    def _release(self) -> Commands:
        if not self._released:
            self._released = True
            yield Release()

    def _ask(self, text: str, **metadata: Any) -> Commands:
        yield from self._send(self.dialogue.ask(text, lambda: {**metadata, **self._common()}))

    def _send(self, asks: list[Ask]) -> Commands:
        for ask in asks:
            self._waits = 0
            yield ask
            if self.ended is None:
                yield self.timers.set("patience", self._now_ms + self.settings.patience_ms)

    def _common(self) -> dict[str, Any]:
        previous = {"heard": self.speaking.take_heard(), **self.turns.take_previous()}
        return {"call_id": self.call.call_id, "line": self.call.line, "previous": previous}

    # The caller speaks

    def _frame(self, event: on.FrameHeard) -> Commands:
        if self.ended:
            return
        change, commands = self.listening.hear(event.speech, self._now_ms)
        yield from self.barge_in.hear(change, self.listening.speaking, self._now_ms)
        for command in commands:
            yield from self._recognize(command)
        if self.listening.open or self.playback.held:
            yield self.timers.set("stall", self._now_ms + self.settings.stall_ms)
        if self.listening.open:
            yield from self._finish_utterance()

    def _recognize(self, command: Command) -> Commands:
        """A recognizer that does not answer is not waited for."""
        if isinstance(command, Recognize):
            yield self.timers.set("recognition", self._now_ms + RECOGNITION_MS)
        yield command

    def _guessed(self, event: on.Guessed) -> Commands:
        if self.listening.open and event.utterance == self.listening.utterance:
            yield ShowPartial(event.text)

    def _recognized(self, event: on.Recognized | on.RecognitionFailed) -> Commands:
        if self.listening.take(event):
            if not self.barge_in.takes_turn(self.listening.text):
                self.barge_in.go_on()
            yield from self._finish_utterance()

    def _finish_utterance(self) -> Commands:
        utterance = self.listening.finished(self._now_ms)
        if utterance is None:
            return
        yield self.listening.close()
        self.timers.cancel("stall")
        self.timers.cancel("recognition")
        leaving = self.ended is not None
        yield from self._take_turn(utterance)
        if leaving:
            yield from self._take_leave()

    def _take_turn(self, utterance: Utterance) -> Commands:
        result = utterance.result
        if isinstance(result, on.Recognized) and self.barge_in.takes_turn(result.text):
            yield from self._said(utterance, result)
            return
        self.barge_in.go_on()
        if isinstance(result, on.RecognitionFailed) and not self.ended:
            yield from self.speaking.apologize(again=True)

    def _said(self, utterance: Utterance, result: on.Recognized) -> Commands:
        yield from self.barge_in.interrupt(self._now_ms)
        yield ShowFinal(result.text, result.confidence)
        times = TurnTimes(utterance.last_voice_ms, utterance.ended_ms, self._now_ms)
        recognition = {
            "confidence": result.confidence,
            "word_confidences": list(result.word_confidences),
            "ms": result.recognition_ms,
        }
        yield from self._turn_of_caller(result.text, "speech", times, recognition=recognition)

    def _turn_of_caller(self, text: str, kind: str, times: TurnTimes, **metadata: Any) -> Commands:
        if self.turns.count >= MOST_TURNS:
            yield from self._line_closed(on.LineClosed("timeout"))
            return
        turn = self.turns.begin(times)
        self._silences = 0
        self._hang_up.caller_goes_on()
        self.listening.entry = Entry()
        yield from self._ask(text, turn=turn, input=kind, **metadata)

    # The caller keys

    def _key(self, event: on.KeyPressed) -> Commands:
        expected = self.listening.entry
        finishes_nothing = event.key == expected.finish_on_key and not self.keypad.digits
        if self.ended or event.key not in KEYS or finishes_nothing:
            return  # after an entry that was complete without it, "#" is no interruption
        yield from self.barge_in.interrupt(self._now_ms)
        if digits := self.keypad.press(event.key, expected):
            yield from self._keyed(digits)
        else:
            yield self.timers.set("keys", self._now_ms + self.settings.key_gap_ms)

    def _keyed(self, digits: str) -> Commands:
        self.timers.cancel("keys")
        times = TurnTimes(self._now_ms, self._now_ms, self._now_ms)
        text = "/keyed_digits" + json.dumps({"digits": digits})
        yield from self._turn_of_caller(text, "keys", times)

    # The assistant answers

    def _replied(self, event: on.Replied) -> Commands:
        if self.ended:
            return
        self.dialogue.answered = True
        if self._closing and self.dialogue.asked != LINE_CLOSING:
            return
        if self.dialogue.busy:
            yield self.timers.set("patience", self._now_ms + WAIT_MS)
        self.turns.replied(self._now_ms)
        self._hang_up.replied(event)
        self.listening.entry = event.entry or self.listening.entry
        for command in self.speaking.say(event):
            self.turns.answered(command.mark)
            yield command

    def _dialogue_ended(self, _: on.DialogueEnded) -> Commands:
        self.timers.cancel("patience")
        leaving = self.ended is not None
        if not leaving and not self.dialogue.answered:
            yield from self.speaking.apologize(again=self._waits > 0)
        yield from self._send(self.dialogue.ended())
        if leaving and not self.dialogue.busy and not self.listening.open:
            yield from self._release()

    def _audio_ready(self, event: on.AudioReady) -> Commands:
        self.playback.fill(event.mark, event.samples)
        yield from ()

    def _audio_complete(self, event: on.AudioComplete) -> Commands:
        self.playback.complete(event.mark)
        yield from ()

    def _synthesis_failed(self, event: on.SynthesisFailed) -> Commands:
        if self.speaking.failed(event.mark):
            yield from self.speaking.apologize(first=True)
            yield self.timers.set("retry", self._now_ms + RETRY_MS)

    def _played(self, event: on.Played) -> Commands:
        self.playback.played(event.mark)
        yield from ()

    # Time passes

    def _timer(self, event: on.TimerFired) -> Commands:
        if not self.timers.fired(event):
            return
        if event.timer == "farewell":
            yield from self._farewell()
        elif self.ended is None:
            yield from self._elapsed(event.timer)

    def _elapsed(self, timer: str) -> Commands:
        if timer == "silence":
            yield from self._no_input()
        elif timer == "keys" and (entry := self.keypad.take()):
            yield from self._keyed(entry)
        elif timer == "patience":
            yield from self._be_patient()
        elif timer == "retry":
            yield from self.speaking.retry()
        elif timer == "stall":
            yield from self._stalled()
        elif timer == "recognition":
            listening = self.listening
            yield from self._recognized(on.RecognitionFailed(listening.utterance, listening.pause))
        elif timer == "hang_up" and self._hang_up.reason:
            yield from self._end(self._hang_up.reason)
        elif timer == "call":
            yield from self._end("timeout")

    def _stalled(self) -> Commands:
        """The line sends nothing any more: whoever spoke has stopped."""
        if self.listening.open:
            yield from self._recognize(self.listening.force())
        else:
            self.listening.voice.reset()
            self.barge_in.go_on()

    def _be_patient(self) -> Commands:
        """The dialogue does not go on: the caller is told to wait, then passed on to a person."""
        yield self.timers.set("patience", self._now_ms + WAIT_MS)
        if self.playback.busy:
            return
        self._waits += 1
        if self._waits > MOST_WAITS:
            yield from self._end("transfer")
        else:
            yield from self.speaking.apologize(again=True)

    def _no_input(self) -> Commands:
        self._silences += 1
        final = self._silences > NO_INPUT_LIMIT
        if final:
            self._hang_up.want("timeout")
        yield from self._ask("/no_input_final" if final else "/no_input")

    def _play(self) -> Commands:
        """Sends what is due, keeps the pace, and hangs up after the last word."""
        if self.ended or self._on_hold:
            return
        self.playback.more_expected = self.dialogue.busy
        for command in self.playback.due(self._now_ms):
            yield command
            if times_ms := self.turns.sent(command, self._now_ms):
                yield ShowTurn(times_ms)
        self.playback.expired(self._now_ms)
        if self.playback.busy and not self.timers.running("pace"):
            yield self.timers.set("pace", self._now_ms + PACE_MS)

    def _rest(self) -> Commands:
        """Waits for the caller when all is quiet, if only to hang up."""
        quiet = not (self.playback.busy or self.dialogue.busy or self.listening.open)
        if self.ended or self._on_hold or not quiet or self.keypad.digits:
            self.timers.cancel("silence")
            self.timers.cancel("hang_up")
        elif self._hang_up.reason:
            if not self.timers.running("hang_up"):
                delay_ms = 0 if self._hang_up.for_certain else self.settings.hang_up_ms
                yield self.timers.set("hang_up", self._now_ms + delay_ms)
        elif not self.timers.running("silence"):
            yield self.timers.set("silence", self._now_ms + self.settings.silence_timeout_ms)
