"""A call on a virtual clock: plays the session, the engines, the dialogue and the far end.

stage = Stage(replies={"what is my balance": ["You have ten dollars."]})
stage.call().caller_says("what is my balance")
assert stage.heard_by_caller == ["You have ten dollars."]

One sample lasts one millisecond, so lengths of audio read as times.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any

import numpy as np

from channels.turns import commands as do
from channels.turns import events as on
from channels.turns.call import Call
from channels.turns.conversation import Conversation
from channels.turns.handoff import Handoff
from channels.turns.settings import TurnSettings

RATE_HZ = 1000
FRAME_MS = 32
MS_PER_LETTER = 60
GREETING = "Welcome to Harbor Bank."
LONG = "One two three four five six. Seven eight nine ten eleven twelve."
PASSED_ON = do.EndCall("transfer", Handoff(record={"call_id": "c1"}))
BALANCE = {"balance please": ["You have ten dollars."]}

Answer = str | on.Replied


class Stage:
    """`replies` answers messages; one that is missing gets none. `said` collects commands."""

    def __init__(
        self,
        replies: Mapping[str, Sequence[Answer]] | None = None,
        dialogue_ms: int = 20,
        recognition_ms: int = 80,
        synthesis_ms: int = 100,
        says_played: bool = True,
        **settings: Any,
    ):
        self.replies = {"/session_start": [GREETING], **(replies or {})}
        self.dialogue_ms, self.recognition_ms = dialogue_ms, recognition_ms
        self.synthesis_ms, self.says_played = synthesis_ms, says_played
        self.settings = TurnSettings(**settings)
        self.conversation = Conversation(Call("c1", "test"), self.settings, RATE_HZ)
        self.now_ms = 0
        self.commands: list[tuple[int, do.Command]] = []
        self.mute = False
        """Synthesis fails."""
        self.breaks_off = False
        """Synthesis fails in the middle."""
        self.deaf = False
        """Recognition fails."""
        self.utterance = ""
        """What the recognizer hears."""
        self._agenda: list[tuple[int, int, on.Event]] = []
        self._order = count()
        self._frames_ms = 0
        self._far_end_ms = 0

    # What the test does

    def call(self) -> Stage:
        """The line opens; returns when the greeting has been heard."""
        self.happen(on.CallStarted())
        return self.wait_until_quiet()

    def caller_says(self, text: str, ms: int = 800) -> Stage:
        """The caller speaks for so long, and is answered."""
        return self.voice(text, ms).wait_until_quiet()

    def voice(self, text: str, ms: int = 800) -> Stage:
        """The caller speaks; the time stands at their last voiced sample."""
        self.utterance = text
        return self.frames(0.95, ms)

    def silence(self, ms: int) -> Stage:
        """Nobody speaks on the caller's side."""
        return self.frames(0.01, ms)

    def frames(self, speech: float, ms: int) -> Stage:
        """The detector judges the caller's audio as this for so long."""
        until_ms = self._frames_ms + ms
        while self._frames_ms < until_ms:
            self._frames_ms += FRAME_MS
            self.advance_to(self._frames_ms)
            self.happen(on.FrameHeard(speech))
        return self

    def keys(self, digits: str) -> Stage:
        """The caller keys digits, one every 200 ms."""
        for digit in digits:
            self.silence(200).happen(on.KeyPressed(digit))
        return self

    def wait_until_quiet(self, at_most_ms: int = 20_000) -> Stage:
        """Until the assistant has said what it has to say, and nothing is under way."""
        quiet_ms, until_ms = 0, self.now_ms + at_most_ms
        while quiet_ms < 600 and self.now_ms < until_ms:
            self.silence(FRAME_MS)
            quiet_ms = 0 if self._busy else quiet_ms + FRAME_MS
        return self

    @property
    def _busy(self) -> bool:
        it = self.conversation
        return it.playback.busy or it.dialogue.busy or it.listening.open

    def happen(self, event: on.Event) -> Stage:
        """An event, now; its commands are carried out."""
        for command in self.conversation.handle(event, self.now_ms):
            self.commands.append((self.now_ms, command))
            self._carry_out(command)
        return self

    def advance_to(self, at_ms: int) -> Stage:
        """Time passes; what falls due happens."""
        while self._agenda and self._agenda[0][0] <= at_ms:
            due_ms, _, event = heapq.heappop(self._agenda)
            self.now_ms = max(self.now_ms, due_ms)
            self.happen(event)
        self.now_ms = max(self.now_ms, at_ms)
        return self

    # What the test asks

    def of(self, kind: type[Any]) -> list[Any]:
        """All commands of a kind, in order."""
        return [command for _, command in self.commands if isinstance(command, kind)]

    def times_of(self, kind: type[Any]) -> list[int]:
        """When they were given."""
        return [at_ms for at_ms, command in self.commands if isinstance(command, kind)]

    @property
    def asked(self) -> list[str]:
        """The messages to the dialogue."""
        return [command.text for command in self.of(do.Ask)]

    @property
    def said(self) -> list[str]:
        """The sentences that began to be played."""
        return [command.text for command in self.of(do.BeginSentence)]

    def metadata(self, text: str) -> dict[str, Any]:
        """What the dialogue was told with the last such message."""
        return next(ask.metadata for ask in reversed(self.of(do.Ask)) if ask.text == text)

    # What the session, the engines and the far end do

    def _later(self, ms: float, event: on.Event) -> None:
        heapq.heappush(self._agenda, (self.now_ms + round(ms), next(self._order), event))

    def _carry_out(self, command: do.Command) -> None:
        reactions: dict[type, Callable[[Any], None]] = {
            do.Ask: self._answer,
            do.Recognize: self._recognize,
            do.Guess: self._guess,
            do.Synthesize: self._synthesize,
            do.Apologize: lambda it: self._speak(it.mark, 1000, 0),
            do.SetTimer: self._set_timer,
            do.SendAudio: self._play,
            do.EndSentence: self._finish,
            do.ClearPlayback: self._clear,
        }
        if reaction := reactions.get(type(command)):
            reaction(command)

    def _answer(self, ask: do.Ask) -> None:
        for answer in self.replies.get(ask.text, []):
            reply = on.Replied(answer) if isinstance(answer, str) else answer
            self._later(self.dialogue_ms, reply)
        self._later(self.dialogue_ms, on.DialogueEnded())

    def _recognize(self, it: do.Recognize) -> None:
        heard = on.Recognized(it.utterance, it.pause, self.utterance, 0.9, (0.9,), 80)
        failed = on.RecognitionFailed(it.utterance, it.pause)
        self._later(self.recognition_ms, failed if self.deaf else heard)

    def _guess(self, it: do.Guess) -> None:
        self._later(self.recognition_ms, on.Guessed(it.utterance, self.utterance))

    def _synthesize(self, it: do.Synthesize) -> None:
        failed = on.SynthesisFailed(it.mark)
        if self.mute:
            self._later(self.synthesis_ms, failed)
        elif self.breaks_off:
            half = np.full(MS_PER_LETTER * len(it.text) // 2, 100, np.int16)
            self._later(self.synthesis_ms, on.AudioReady(it.mark, half))
            self._later(self.synthesis_ms, failed)
        else:
            self._speak(it.mark, MS_PER_LETTER * len(it.text), self.synthesis_ms)

    def _speak(self, mark: str, ms: int, after_ms: int) -> None:
        self._later(after_ms, on.AudioReady(mark, np.full(ms // 2, 100, np.int16)))
        self._later(after_ms, on.AudioReady(mark, np.full(ms - ms // 2, 100, np.int16)))
        self._later(after_ms, on.AudioComplete(mark))

    def _set_timer(self, it: do.SetTimer) -> None:
        self._later(it.at_ms - self.now_ms, on.TimerFired(it.timer, it.number))

    def _play(self, it: do.SendAudio) -> None:
        self._far_end_ms = max(self._far_end_ms, self.now_ms) + len(it.samples)

    def _finish(self, it: do.EndSentence) -> None:
        if self.says_played:
            self._later(self._far_end_ms - self.now_ms, on.Played(it.mark))

    def _clear(self, _: do.ClearPlayback) -> None:
        self._far_end_ms = self.now_ms

    @property
    def in_flight_ms(self) -> int:
        """What the far end still has to play."""
        return max(0, self._far_end_ms - self.now_ms)
