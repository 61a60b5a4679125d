"""What the session is told to do. Carried out in the order given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from channels.turns.events import EndReason
from channels.turns.handoff import Handoff


@dataclass(frozen=True)
class OpenHearing:
    """Feed the utterance to the recognizer, from `preroll_ms` before now on.

    `digits`: the assistant has asked for a number, so the caller will probably say one.
    """

    utterance: int
    preroll_ms: int
    digits: bool = False


@dataclass(frozen=True)
class Guess:
    """Ask for the open utterance's partial text, unless one is still being made."""

    utterance: int


@dataclass(frozen=True)
class Recognize:
    """Recognize the utterance up to here; answered by Recognized or RecognitionFailed."""

    utterance: int
    pause: int


@dataclass(frozen=True)
class StopRecognizing:
    """The caller speaks on: what was asked for at the last pause is not wanted any more."""

    utterance: int


@dataclass(frozen=True)
class CloseHearing:
    """The utterance is over; no more of it is wanted."""

    utterance: int


@dataclass(frozen=True)
class Ask:
    """Hand a message to the dialogue; answered by any number of Replied, then DialogueEnded."""

    text: str
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Synthesize:
    """Speak a sentence; answered by AudioReady..., then AudioComplete or SynthesisFailed."""

    mark: str
    text: str


@dataclass(frozen=True)
class Apologize:
    """Like Synthesize, with the recording that needs no speech server."""

    mark: str


@dataclass(frozen=True)
class DropSpeech:
    """Forget what was to be synthesized and has not been."""

    marks: tuple[str, ...]


@dataclass(frozen=True)
class BeginSentence:
    """To the far end: the audio of this sentence follows."""

    mark: str
    text: str


@dataclass(frozen=True)
class SendAudio:
    """To the far end: the next samples; int16 mono."""

    samples: NDArray[np.int16]


@dataclass(frozen=True)
class EndSentence:
    """To the far end: that was all of this sentence."""

    mark: str


@dataclass(frozen=True)
class ClearPlayback:
    """To the far end: drop what has not been played."""


@dataclass(frozen=True)
class ShowPartial:
    """To the far end: what the caller seems to be saying."""

    text: str


@dataclass(frozen=True)
class ShowFinal:
    """To the far end: what the caller said."""

    text: str
    confidence: float | None


@dataclass(frozen=True)
class ShowTurn:
    """To the far end and the metrics: how long the answer to a turn took, by stage."""

    times_ms: dict[str, int]


@dataclass(frozen=True)
class Refuse:
    """To the far end: a message of its was not understood."""

    code: str
    message: str


@dataclass(frozen=True)
class SetTimer:
    """Fire TimerFired(timer, number) at `at_ms`; replaces an earlier one of that name."""

    timer: str
    number: int
    at_ms: int


@dataclass(frozen=True)
class EndCall:
    """Hang up, or pass the caller on: tell the far end why, and close the line."""

    reason: EndReason
    handoff: Handoff = field(default_factory=Handoff)


@dataclass(frozen=True)
class Release:
    """Free what the call holds. The last command of a call, unless the dialogue hung.

    Then it is asked what still waited, `/session_end` at least, once it hangs no longer.
    """


Command = (
    OpenHearing
    | Guess
    | Recognize
    | StopRecognizing
    | CloseHearing
    | Ask
    | Synthesize
    | Apologize
    | DropSpeech
    | BeginSentence
    | SendAudio
    | EndSentence
    | ClearPlayback
    | ShowPartial
    | ShowFinal
    | ShowTurn
    | Refuse
    | SetTimer
    | EndCall
    | Release
)
