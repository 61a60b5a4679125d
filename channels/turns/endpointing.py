"""When an utterance begins, pauses and ends.

`VoiceTracker` turns one probability a frame into changes; `silence_needed_ms` says how much
silence ends an utterance, given its words: more than the setting where they promise more
("I would like to", four digits of eight).

Durations are counted in frames, so audio that comes late or in bursts is judged like any other.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from channels.turns.english import DIGITS, HOMOPHONES, REPEATS, UNFINISHED
from channels.turns.settings import TurnSettings

HYSTERESIS = 0.15


class Change(Enum):
    """What a frame changed."""

    SUSPECTED = auto()
    """There may be a voice."""
    RETRACTED = auto()
    """There was none."""
    BEGAN = auto()
    """It is a voice."""
    PAUSED = auto()
    """Silent for so long that it may have been the end."""
    RESUMED = auto()
    """It was not."""


class VoiceTracker:
    """Follows one caller's voice, frame by frame."""

    def __init__(self, settings: TurnSettings):
        self.settings = settings
        self.voiced_ms = 0
        """Voice since it was suspected."""
        self.silence_ms = 0
        """Silence since the voice ended, which on average it did in mid-frame."""
        self.speaking = False
        self.paused = False
        self._voiced = False

    @property
    def suspected(self) -> bool:
        """A voice that may be one: heard, but not yet long enough to count."""
        return not self.speaking and self.voiced_ms >= self.settings.suspect_ms

    def hear(self, speech: float) -> Change | None:
        """The next frame's speech probability; what it changed, if anything."""
        threshold = self.settings.speech_threshold - HYSTERESIS * self._voiced
        self._voiced = speech >= threshold
        return self._voice() if self._voiced else self._silence()

    def reset(self) -> None:
        """The utterance is over, whatever is still to be heard."""
        self.voiced_ms = self.silence_ms = 0
        self.speaking = self.paused = False

    def _voice(self) -> Change | None:
        before = self.voiced_ms
        self.voiced_ms += self.settings.frame_ms
        self.silence_ms = self.settings.frame_ms // 2
        if self.paused:
            self.paused = False
            return Change.RESUMED
        if not self.speaking and self.voiced_ms >= self.settings.onset_ms:
            self.speaking = True
            return Change.BEGAN
        crossed = before < self.settings.suspect_ms <= self.voiced_ms
        return Change.SUSPECTED if crossed and not self.speaking else None

    def _silence(self) -> Change | None:
        self.silence_ms += self.settings.frame_ms
        if self.speaking:
            due = self.silence_ms >= self.settings.speculate_ms and not self.paused
            self.paused = self.paused or due
            return Change.PAUSED if due else None
        # one weak frame in a beginning voice is forgiven, two are not
        if self.voiced_ms and self.silence_ms > 2 * self.settings.frame_ms:
            was_suspected = self.suspected
            self.voiced_ms = 0
            return Change.RETRACTED if was_suspected else None
        return None


def words_of(text: str) -> list[str]:
    """The words in lower case, without punctuation but for apostrophes and hyphens."""
    return re.findall(r"[\w'’-]+", text.lower())


def digits_in(text: str) -> int:
    """How many digits these words say: "double four 1-7" are four, "talk to me" none."""
    count = more = 0
    certain = False
    for word in words_of(text):
        more, before = REPEATS.get(word, 0), more
        numerals = sum(character.isdigit() for character in word)
        certain = certain or bool(numerals) or word in DIGITS
        count += numerals or (1 + before if word in DIGITS | HOMOPHONES else 0)
    return count if certain else 0


def is_unfinished(text: str, expect_digits: int = 0) -> bool:
    """Do the words promise more: a number that lacks digits, a word that ends no sentence?"""
    if expect_digits and 0 < digits_in(text) < expect_digits:
        return True
    trails_off = text.rstrip().endswith(("-", "..."))
    return trails_off or bool(UNFINISHED.search(" ".join(words_of(text))))


def silence_needed_ms(text: str, expect_digits: int, settings: TurnSettings) -> int:
    """The silence that ends an utterance of these words."""
    if is_unfinished(text, expect_digits):
        return max(settings.unfinished_ms, settings.endpoint_ms)
    return settings.endpoint_ms
