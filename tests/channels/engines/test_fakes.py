from __future__ import annotations

import numpy as np
import pytest

from channels.engines.fakes import LoudnessDetector, ScriptedRecognizer, ToneSynthesizer
from channels.engines.interfaces import Transcript
from channels.errors import RecognitionError, SynthesisError


def test_each_utterance_hears_the_next_text() -> None:
    recognizer = ScriptedRecognizer(texts=["one", Transcript("two", 0.4)])
    heard = [recognizer.open().final() for _ in range(3)]
    assert heard == [Transcript("one", 1.0), Transcript("two", 0.4), Transcript("", 1.0)]


def test_partials_grow_with_the_audio() -> None:
    hearing = ScriptedRecognizer(texts=["what is my balance"]).open()
    assert hearing.partial().text == ""
    hearing.feed(np.zeros(7000, np.int16))
    assert hearing.partial().text == "what is"


def test_a_scripted_error_is_raised_by_final_only() -> None:
    hearing = ScriptedRecognizer(texts=[RecognitionError("told to")]).open(["yes"])
    assert hearing.partial() == Transcript("")
    with pytest.raises(RecognitionError):
        hearing.final()


def test_what_was_done_with_an_utterance_is_seen() -> None:
    recognizer = ScriptedRecognizer()
    hearing = recognizer.open(["yes", "no"])
    hearing.feed(np.zeros(320, np.int16))
    hearing.close()
    (opened,) = recognizer.opened
    assert (opened.fed, opened.phrases, opened.closed) == (320, ("yes", "no"), True)


@pytest.mark.parametrize(("level", "speech"), [(0, 0.0), (300, 0.0), (400, 1.0), (-20000, 1.0)])
def test_what_is_loud_is_speech(level: int, speech: float) -> None:
    frame = np.full(LoudnessDetector.frame_samples, level, np.int16)
    assert LoudnessDetector().open().probability(frame) == speech


@pytest.mark.asyncio
async def test_a_tone_lasts_as_long_as_its_text() -> None:
    tone = ToneSynthesizer()
    pieces = [piece async for piece in tone.speak("0123456789", 8000)]
    assert [len(piece) for piece in pieces] == [1600, 1600, 1600]
    assert tone.spoken == ["0123456789"] and not tone.stopped and not tone.kept
    assert await tone.health() == {"status": "ok"}
    await tone.close()


@pytest.mark.asyncio
async def test_what_may_be_kept_is_seen() -> None:
    tone = ToneSynthesizer()
    await anext(tone.speak("hello", 8000, keep=True))
    assert tone.kept == ["hello"]


@pytest.mark.asyncio
async def test_what_is_closed_early_is_seen() -> None:
    tone = ToneSynthesizer(delays_s=[0, 0])
    pieces = tone.speak("0123456789", 8000)
    await anext(pieces)
    await pieces.aclose()
    assert tone.stopped == ["0123456789"]


@pytest.mark.asyncio
async def test_a_tone_fails_when_it_is_told_to() -> None:
    tone = ToneSynthesizer(fails=True)
    with pytest.raises(SynthesisError):
        await anext(tone.speak("hello", 8000))
    with pytest.raises(SynthesisError):
        await tone.health()
