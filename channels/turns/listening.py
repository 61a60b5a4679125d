"""The caller's side of a call: from voice to utterances.

An utterance is recognized at each pause that may be its end, so that the text is ready when the
pause has lasted long enough to be one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from channels.turns.commands import (
    CloseHearing,
    Command,
    Guess,
    OpenHearing,
    Recognize,
    StopRecognizing,
)
from channels.turns.endpointing import Change, VoiceTracker, silence_needed_ms
from channels.turns.events import RecognitionFailed, Recognized
from channels.turns.keypad import Entry
from channels.turns.settings import TurnSettings

PREROLL_MS = 320
"""Audio from before the voice was certain: soft first sounds."""


@dataclass(frozen=True)
class Utterance:
    """A complete one. Times in ms on the call's clock."""

    result: Recognized | RecognitionFailed
    last_voice_ms: int
    ended_ms: int
    """When the silence was long enough; its text may have come later."""


class Listening:
    """Follows the caller's voice and has their utterances recognized."""

    def __init__(self, settings: TurnSettings):
        self.settings = settings
        self.voice = VoiceTracker(settings)
        self.utterance = 0
        self.pause = 0
        self.entry = Entry()
        """What the assistant has asked for, if digits."""
        self._open_ms = 0
        self._guessed_ms = 0
        self._last_voice_ms = 0
        self._result: Recognized | RecognitionFailed | None = None
        self._forced = False

    @property
    def open(self) -> bool:
        """An utterance has begun and is not over."""
        return self.voice.speaking

    @property
    def speaking(self) -> bool:
        """The caller is speaking, and not pausing."""
        return self.voice.speaking and not self.voice.paused

    @property
    def text(self) -> str:
        """The open utterance's words, as far as they are known at this pause."""
        return self._result.text if isinstance(self._result, Recognized) else ""

    def hear(self, speech: float, now_ms: int) -> tuple[Change | None, list[Command]]:
        """The next frame's speech probability."""
        change = self.voice.hear(speech)
        self._last_voice_ms = now_ms - self.voice.silence_ms
        return change, [*self._follow(change), *self._grow()]

    def _follow(self, change: Change | None) -> Iterator[Command]:
        if change is Change.BEGAN:
            self.utterance += 1
            self._open_ms = self._guessed_ms = 0
            preroll_ms = PREROLL_MS + self.settings.onset_ms
            yield OpenHearing(self.utterance, preroll_ms, digits=self.entry.length > 0)
        elif change is Change.PAUSED:
            yield self._recognize()
        elif change is Change.RESUMED and not self._forced:
            self._result = None
            yield StopRecognizing(self.utterance)

    def _grow(self) -> Iterator[Command]:
        if not self.open or self._forced:
            return
        self._open_ms += self.settings.frame_ms
        if self._open_ms >= self.settings.max_utterance_ms:
            yield self.force()
        elif not self.voice.paused and self._open_ms - self._guessed_ms >= self.settings.partial_ms:
            self._guessed_ms = self._open_ms
            yield Guess(self.utterance)

    def _recognize(self) -> Recognize:
        self.pause += 1
        self._result = None
        return Recognize(self.utterance, self.pause)

    def force(self) -> Recognize:
        """The utterance ends here, whatever is still to be heard."""
        self._forced = True
        return self._recognize()

    def take(self, result: Recognized | RecognitionFailed) -> bool:
        """A recognizer's answer; false if the caller has spoken on meanwhile."""
        current = result.utterance == self.utterance and result.pause == self.pause
        if self.open and current and (self.voice.paused or self._forced):
            self._result = result
            return True
        return False

    def finished(self, now_ms: int) -> Utterance | None:
        """The utterance, once its silence is long enough and its text is there."""
        if self._result is None:
            return None
        needed_ms = silence_needed_ms(self.text, self.entry.length, self.settings)
        if self._forced:
            return Utterance(self._result, self._last_voice_ms, now_ms)
        if self.voice.silence_ms < needed_ms:
            return None
        return Utterance(self._result, self._last_voice_ms, self._last_voice_ms + needed_ms)

    def close(self) -> CloseHearing:
        """The utterance is over."""
        self.voice.reset()
        self._result = None
        self._forced = False
        return CloseHearing(self.utterance)
