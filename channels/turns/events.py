"""What can happen in a call. Times are not in the events: `handle` is given the time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from channels.turns.handoff import Handoff
from channels.turns.keypad import Entry

EndReason = Literal["caller", "assistant", "transfer", "timeout", "error"]


@dataclass(frozen=True)
class CallStarted:
    """The line is open in both directions."""


@dataclass(frozen=True)
class FrameHeard:
    """The detector has judged the caller's next frame: the probability that it is speech."""

    speech: float


@dataclass(frozen=True)
class Guessed:
    """A recognizer's partial text of an open utterance."""

    utterance: int
    text: str


@dataclass(frozen=True)
class Recognized:
    """All that was said in an utterance up to the pause numbered `pause`.

    `confidence` in 0..1 or None; `recognition_ms` is what the recognizer took.
    """

    utterance: int
    pause: int
    text: str
    confidence: float | None = None
    word_confidences: tuple[float, ...] = ()
    recognition_ms: int = 0


@dataclass(frozen=True)
class RecognitionFailed:
    """The recognizer could not, or the machine is too busy to."""

    utterance: int
    pause: int


@dataclass(frozen=True)
class KeyPressed:
    """One of 0-9, * and #."""

    key: str


@dataclass(frozen=True)
class Replied:
    """A message of the assistant, in answer to the message in flight."""

    text: str
    allow_interruptions: bool = True
    hang_up: bool = False
    transfer: bool = False
    handoff: Handoff = field(default_factory=Handoff)
    entry: Entry | None = None
    """The digits that are asked for."""


@dataclass(frozen=True)
class DialogueEnded:
    """The message in flight has been dealt with; no more replies come for it."""


@dataclass(frozen=True)
class AudioReady:
    """The next samples of a sentence; int16 mono at the line's rate, any number."""

    mark: str
    samples: NDArray[np.int16]


@dataclass(frozen=True)
class AudioComplete:
    """All samples of a sentence have come."""

    mark: str


@dataclass(frozen=True)
class SynthesisFailed:
    """No more samples of a sentence will come."""

    mark: str


@dataclass(frozen=True)
class Played:
    """The far end says that it has played a sentence to its end."""

    mark: str


@dataclass(frozen=True)
class TimerFired:
    """A timer set by a command has run out; one that is not current is ignored."""

    timer: str
    number: int


@dataclass(frozen=True)
class Held:
    """The far end has put the call on hold, or has come back to it."""

    on: bool


@dataclass(frozen=True)
class LineClosing:
    """The operator closes the line: the assistant is to take leave of the caller."""


@dataclass(frozen=True)
class LineClosed:
    """The far end has hung up, or the line broke."""

    reason: EndReason = "caller"


Event = (
    CallStarted
    | FrameHeard
    | Guessed
    | Recognized
    | RecognitionFailed
    | KeyPressed
    | Replied
    | DialogueEnded
    | AudioReady
    | AudioComplete
    | SynthesisFailed
    | Played
    | TimerFired
    | Held
    | LineClosing
    | LineClosed
)
