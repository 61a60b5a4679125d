"""From a request to its audio: normalized, cut into pieces, spoken, trimmed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from speech import audio
from speech.errors import SynthesisError
from speech.normalize import normalize
from speech.pieces import Piece, pieces
from speech.request import SpeechRequest
from speech.scheduler import Chunk
from speech.voices.interface import Samples, Voice

UNSPEAKABLE_MS = 100
"""What a text without a single letter or digit (an emoji, "...") gets: a short silence."""


def steps(voice: Voice, request: SpeechRequest) -> Iterator[Chunk]:
    """The request's audio as 16 bit PCM at the voice's own rate; each step takes some 50 ms.

    Raises SynthesisError.
    """
    try:
        for samples in _spoken(voice, request):
            yield Chunk(audio.pcm(samples), len(samples) / voice.sample_rate_hz)
    except Exception as error:
        raise SynthesisError(type(error).__name__) from error


def _spoken(voice: Voice, request: SpeechRequest) -> Iterator[Samples]:
    found = pieces(normalize(request.text))
    for piece in found:
        yield from _piece(voice, piece, request)
    if not found:
        yield audio.silence(UNSPEAKABLE_MS, voice.sample_rate_hz)


def _piece(voice: Voice, piece: Piece, request: SpeechRequest) -> Iterator[Samples]:
    spoken = voice.speak(piece.text, request.voice, request.speed)
    yield from audio.trimmed(spoken, voice.sample_rate_hz)
    pause_ms = round(piece.pause_ms / request.speed)
    yield audio.silence(pause_ms, voice.sample_rate_hz)


def warm_up(voice: Voice) -> None:
    """A first sentence takes longer than the others: it is spoken to nobody."""
    name = voice.info.voices[0]
    for _ in range(2):
        np.concatenate(list(voice.speak("Thank you for calling, how can I help you?", name, 1.0)))
