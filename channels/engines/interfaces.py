"""What an engine must be: three small interfaces, so that one can be swapped for another by name.

An engine is loaded once and shared by all calls; what it keeps for one call is a stream of its
own. Recognition blocks and is called from worker threads, detection is cheap and is called on
the event loop, synthesis awaits another process.

Audio is int16 mono in numpy arrays of shape (samples,).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from channels.audio.pcm import Samples as Samples


@dataclass(frozen=True)
class Transcript:
    """What was heard.

    `confidence` lies in 0..1, or is None where the engine gives none; so do the words', which
    stand in the order of the words in `text` and are empty where the engine gives none.
    """

    text: str
    confidence: float | None = None
    word_confidences: tuple[float, ...] = ()


@dataclass(frozen=True)
class EngineInfo:
    """What /health shows of an engine."""

    name: str
    model: str
    version: str


class Hearing(Protocol):
    """One utterance being heard. Its methods block; no two threads call them at once."""

    def feed(self, samples: Samples) -> None:
        """Takes the utterance's next samples, at the recognizer's rate."""

    def partial(self) -> Transcript:
        """The best guess so far. May cost a decoding: ask only when it is wanted."""

    def final(self) -> Transcript:
        """The text of all that was fed.

        Asked for before the end of speech is certain, so more may be fed afterwards; a later
        `final` then covers the whole utterance again. Raises RecognitionError.
        """

    def close(self) -> None:
        """Frees what the utterance holds. Nothing may be called afterwards."""


class Recognizer(Protocol):
    """A loaded recognition model; safe to share between threads."""

    info: EngineInfo
    sample_rate_hz: int

    def open(self, phrases: Sequence[str] = (), digits: bool = False) -> Hearing:
        """Begins an utterance.

        `phrases` limits what can be heard, where the model allows it. `digits` is a hint and no
        limit: the caller was asked for a number.
        """


class SpeechDetection(Protocol):
    """The voice detection of one call."""

    def probability(self, frame: Samples) -> float:
        """How likely this frame, of exactly `frame_samples`, is speech: 0..1."""


class Detector(Protocol):
    """A loaded voice activity detector; shared by all calls."""

    info: EngineInfo
    sample_rate_hz: int
    frame_samples: int

    def open(self) -> SpeechDetection:
        """Begins a call."""


class Synthesizer(Protocol):
    """Speaks text. Raises SynthesisError if no audio comes in time."""

    info: EngineInfo

    def speak(
        self, text: str, sample_rate_hz: int, keep: bool = False, needed_in_ms: int = 0
    ) -> AsyncIterator[Samples]:
        """The text's audio, in pieces as they become ready. Closing the iterator stops it.

        `keep`: nobody's data is in the text, so its audio may be kept on disk. Any other must
        leave no trace there. `needed_in_ms`: the caller has something to hear until then, so that
        others may go first.
        """

    async def health(self) -> dict[str, Any]:
        """What the synthesizer says of itself; raises SynthesisError if it cannot serve."""

    async def close(self) -> None:
        """Frees connections."""
