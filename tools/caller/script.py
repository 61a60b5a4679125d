"""What a caller does, and when: the part of a call that differs from call to call. Pure.

A script is asked every 20 ms while the caller is neither speaking nor keying, told how things
stand, and returns what to do now, or None to go on listening.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tools.caller.sound import Samples, read_wav, voiced_span

RATE_HZ = 16_000  # of all that the caller sends
SETTLE_S = 0.6  # the bot has finished after this much silence
KEYS = re.compile(r"keys:([0-9*#]+)")
TIMEOUT_S = 15.0  # the longest wait for an answer


class CallError(Exception):
    """The call did not go as it should; says what happened and where."""


@dataclass(frozen=True)
class Speech:
    """A recording to be spoken; the voice lies in samples[first:last]."""

    name: str
    samples: Samples
    first: int
    last: int

    @classmethod
    def read(cls, path: Path) -> Speech:
        """Raises SoundError."""
        samples = read_wav(path, RATE_HZ)
        return cls(path.name, samples, *voiced_span(samples, RATE_HZ, str(path)))


@dataclass(frozen=True)
class Say:
    """Speak; with `after_s`, into the bot's answer, that long after it became audible."""

    speech: Speech
    after_s: float | None = None


@dataclass(frozen=True)
class Keys:
    """Press keys, one every 200 ms; with `after_s`, the first one so long into the answer."""

    digits: str
    after_s: float | None = None


@dataclass(frozen=True)
class HangUp:
    """End the call."""


Step = Say | Keys | HangUp


@dataclass(frozen=True)
class Situation:
    """How the call stands, as the caller notices it; times run since the caller's last step."""

    waited_s: float
    answering_s: float | None  # since the bot became audible; None: it has not answered yet
    quiet_s: float  # since the bot was last audible, 0 while more is announced
    said: tuple[str, ...]  # the texts of the bot's answer, as far as they are announced
    heard: tuple[str, ...] = ()  # those of them that have been played to their end

    def answered(self, settle_s: float = SETTLE_S) -> bool:
        return self.answering_s is not None and self.quiet_s >= settle_s


class Script(Protocol):
    """Decides what the caller does. Raises CallError if there is nothing sensible to do."""

    def decide(self, now: Situation) -> Step | None:
        """What to do now; None to go on listening."""


@dataclass
class Recorded:
    """Steps in a fixed order, each after the bot has answered the one before, then hanging up."""

    steps: Sequence[Step]
    settle_s: float = SETTLE_S
    timeout_s: float = TIMEOUT_S
    done: int = field(default=0, init=False)

    def decide(self, now: Situation) -> Step | None:
        step = self.steps[self.done] if self.done < len(self.steps) else HangUp()
        if not isinstance(step, HangUp) and step.after_s is not None:
            lead_s = step.speech.first / RATE_HZ if isinstance(step, Say) else 0.0
            ready = now.answering_s is not None and now.answering_s + lead_s >= step.after_s
        else:
            ready = now.answered(self.settle_s)
        if not ready and now.waited_s > self.timeout_s and now.answering_s is None:
            raise CallError(f"no answer for {self.timeout_s:.0f} s before step {self.done + 1}")
        self.done += ready
        return step if ready else None


def parse_step(text: str) -> Step:
    """`a.wav`, `keys:1234#`, or `a.wav@0.8` to interrupt the answer 0.8 s in.

    Raises SoundError, CallError.
    """
    if text.startswith("keys:"):
        if not (keys := KEYS.fullmatch(text)):
            raise CallError(f"{text!r} names keys that no telephone has; allowed: 0-9, * and #")
        return Keys(keys[1])
    path, at, after_s = text.rpartition("@")
    if at and after_s.replace(".", "", 1).isdigit():
        return Say(Speech.read(Path(path)), float(after_s))
    return Say(Speech.read(Path(text)))
