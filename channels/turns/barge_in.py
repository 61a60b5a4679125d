"""Is a voice over the assistant's speech an interruption?

A voice must stop playback within 200 ms, before anyone can know what it says. So playback stops
on the voice and, if it says nothing ("mm-hm", a cough), goes on from where the caller stopped
hearing it: as soon as that is known, even if the utterance is not over yet.
"""

from __future__ import annotations

from collections.abc import Iterator

from channels.turns.commands import Command
from channels.turns.endpointing import Change, words_of
from channels.turns.english import FILLERS
from channels.turns.settings import TurnSettings
from channels.turns.speaking import Speaking


def meaningful_words(text: str) -> list[str]:
    """The words that are not mere signs of listening, as "mm-hm" or "uh" are."""
    return [word for word in words_of(text) if not FILLERS.fullmatch(word)]


def is_interruption(text: str, min_words: int) -> bool:
    """Do these words, heard over the assistant's speech, mean to take the turn?"""
    return len(meaningful_words(text)) >= max(1, min_words)


class BargeIn:
    """Stops the assistant for a voice, and lets it go on if that says nothing."""

    def __init__(self, settings: TurnSettings, speaking: Speaking):
        self._settings = settings
        self._speaking, self._playback = speaking, speaking.playback
        self._over_speech = False
        """The voice began while the assistant spoke."""
        self._cut = False
        """Playback was stopped by a voice of which it is not known yet what it says."""

    def hear(self, change: Change | None, speaking: bool, now_ms: int) -> Iterator[Command]:
        """Holds at the suspicion of a voice, stops while one is `speaking`: tell it every frame."""
        if change is Change.BEGAN:
            self._over_speech = self._playback.audible(now_ms)
        if not self._settings.interruptions or self._cut:
            return
        if change is Change.SUSPECTED:
            self._playback.held = self._playback.interruptible(now_ms)
        elif change is Change.RETRACTED:
            self.go_on()
        elif speaking:
            self._cut = self._playback.held = self._playback.interruptible(now_ms)
            if self._cut:
                yield from self._speaking.stop(now_ms)

    def takes_turn(self, text: str) -> bool:
        """Do these words take the turn? Of those over the assistant's speech not all do."""
        if not self._over_speech:
            return bool(words_of(text))
        return is_interruption(text, self._settings.min_words)

    def go_on(self) -> None:
        """The voice says nothing."""
        self._cut = False
        self._speaking.resume()

    def interrupt(self, now_ms: int) -> Iterator[Command]:
        """The caller has taken the turn: what was still to be said is forgotten."""
        if self._settings.interruptions:
            if self._playback.interruptible(now_ms):
                yield from self._speaking.stop(now_ms)
            yield from self._speaking.drop()
        self.go_on()
