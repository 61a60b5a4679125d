from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import pytest

from channels.engines.fakes import ScriptedHearing, ScriptedRecognizer
from channels.engines.interfaces import Samples, Transcript
from channels.errors import OverloadError, RecognitionError
from channels.hearing import OpenUtterance
from channels.turns import commands as do
from channels.turns import events as on
from channels.utterances import Utterances
from channels.workers import Workers

pytestmark = pytest.mark.asyncio

T = TypeVar("T")
SECOND = np.ones(16000, np.int16)


class OneAtATime(ScriptedHearing):
    """Fails if two threads are in it; waits for a word to go on, when it is told to."""

    def __init__(self, gate: threading.Event, entered: Callable[[], None]):
        super().__init__(Transcript("one two three"), (), 16000)
        self.gate, self.entered = gate, entered
        self._in_use = threading.Lock()

    def feed(self, samples: Samples) -> None:
        assert self._in_use.acquire(blocking=False)
        super().feed(samples)
        self._in_use.release()

    def final(self) -> Transcript:
        assert self._in_use.acquire(blocking=False)
        self.entered()
        assert self.gate.wait(10)
        self._in_use.release()
        return super().final()

    def close(self) -> None:
        assert not self._in_use.locked()
        super().close()


class Gated(ScriptedRecognizer):
    """Its hearing's `final` ends when `gate` is set; `entered` tells that it is being made."""

    def __init__(self) -> None:
        super().__init__()
        self.gate, self.entered = threading.Event(), asyncio.Event()
        loop = asyncio.get_running_loop()
        self.hearing = OneAtATime(
            self.gate, lambda: loop.call_soon_threadsafe(self.entered.set) and None
        )

    def open(self, phrases: Sequence[str] = (), digits: bool = False) -> ScriptedHearing:
        return self.hearing


class Unable(ScriptedRecognizer):
    def open(self, phrases: Sequence[str] = (), digits: bool = False) -> ScriptedHearing:
        raise MemoryError


class Unclosable(ScriptedHearing):
    def close(self) -> None:
        raise ValueError("what the caller said")


async def test_what_was_fed_is_recognized_preroll_first() -> None:
    recognizer = ScriptedRecognizer(texts=["what is my balance"])
    utterance = OpenUtterance(recognizer, Workers(1, 1), before=SECOND[:800])
    utterance.feed(SECOND)
    assert (await utterance.recognize()).text == "what is my balance"
    assert recognizer.opened[0].fed == 16800


async def test_an_utterance_that_goes_on_is_recognized_again_as_a_whole() -> None:
    recognizer = ScriptedRecognizer(texts=["i would like to go"])
    utterance = OpenUtterance(recognizer, Workers(1, 1), SECOND)
    await utterance.recognize()
    utterance.feed(SECOND)
    await utterance.recognize()
    assert [hearing.fed for hearing in recognizer.opened] == [32000]


async def test_a_guess_grows_with_the_speech() -> None:
    utterance = OpenUtterance(
        ScriptedRecognizer(texts=["one two three four five six"]), Workers(1, 1), SECOND[:6400]
    )
    guess = await utterance.guess()
    assert guess is not None and guess.text == "one two"


async def test_no_guess_is_made_while_the_recognizer_is_in_use() -> None:
    recognizer = Gated()
    utterance = OpenUtterance(recognizer, Workers(2, 1), SECOND)
    final = asyncio.create_task(utterance.recognize())
    await recognizer.entered.wait()
    assert await utterance.guess() is None
    recognizer.gate.set()
    assert (await final).text == "one two three"


async def test_no_guess_is_made_while_others_are_being_recognized() -> None:
    workers, recognizer = Workers(2, 1), Gated()
    other = OpenUtterance(recognizer, workers, SECOND)
    final = asyncio.create_task(other.recognize())
    await recognizer.entered.wait()
    utterance = OpenUtterance(ScriptedRecognizer(texts=["hello"]), workers, SECOND)
    assert await utterance.guess() is None
    recognizer.gate.set()
    await final


async def test_one_recognizer_is_used_by_one_thread_at_a_time() -> None:
    recognizer = Gated()
    utterance = OpenUtterance(recognizer, Workers(4, 4), SECOND)
    finals = [asyncio.create_task(utterance.recognize()) for _ in range(4)]
    await recognizer.entered.wait()
    utterance.feed(SECOND)
    closing = asyncio.create_task(utterance.close())
    recognizer.gate.set()
    assert {heard.text for heard in await asyncio.gather(*finals)} == {"one two three"}
    await closing
    assert recognizer.hearing.closed and recognizer.hearing.fed == 32000


async def test_a_cancelled_recognition_keeps_its_recognizer_to_itself_until_it_has_ended() -> None:
    recognizer = Gated()
    utterance = OpenUtterance(recognizer, Workers(2, 2), SECOND)
    given_up = asyncio.create_task(utterance.recognize())
    await recognizer.entered.wait()
    given_up.cancel()
    closing = asyncio.create_task(utterance.close())
    await asyncio.sleep(0)
    assert not recognizer.hearing.closed
    recognizer.gate.set()
    await closing
    assert recognizer.hearing.closed and given_up.cancelled()


async def test_what_is_withdrawn_before_it_began_is_never_decoded() -> None:
    workers, told = Workers(1, 1), list[on.Event]()
    gated, waiting = Gated(), ScriptedRecognizer(texts=["hello"])
    first = asyncio.create_task(OpenUtterance(gated, workers, SECOND).recognize())
    await gated.entered.wait()
    utterances = Utterances(waiting, workers, told.append, asyncio.create_task)
    utterances.open(do.OpenHearing(1, 0), SECOND)
    utterances.recognize(do.Recognize(1, 1))
    await asyncio.sleep(0)
    utterances.stop_recognizing(do.StopRecognizing(1))
    gated.gate.set()
    await first
    utterances.recognize(do.Recognize(1, 2))
    while not told:
        await asyncio.sleep(0)
    assert [(it.pause, it.text) for it in told if isinstance(it, on.Recognized)] == [(2, "hello")]


async def test_a_failing_recognizer_is_the_callers_to_deal_with() -> None:
    recognizer = ScriptedRecognizer(texts=[RecognitionError("no")])
    with pytest.raises(RecognitionError):
        await OpenUtterance(recognizer, Workers(1, 1), SECOND).recognize()


async def test_a_recognizer_that_cannot_begin_fails_the_recognition_not_the_call() -> None:
    utterance = OpenUtterance(Unable(), Workers(1, 1), SECOND)
    with pytest.raises(MemoryError):
        await utterance.recognize()
    await utterance.close()


async def test_an_overload_is_told() -> None:
    workers, recognizer = Workers(1, 1), Gated()
    tasks = [
        asyncio.create_task(OpenUtterance(recognizer, workers, SECOND).recognize())
        for _ in range(2)
    ]
    await recognizer.entered.wait()
    with pytest.raises(OverloadError):
        await OpenUtterance(recognizer, workers, SECOND).recognize()
    recognizer.gate.set()
    await asyncio.gather(*tasks)


async def test_a_recognizer_that_cannot_be_closed_is_logged_without_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    recognizer = ScriptedRecognizer(texts=[""])
    recognizer.open = lambda **_: Unclosable(Transcript(""), (), 16000)  # type: ignore
    utterance = OpenUtterance(recognizer, Workers(1, 1), SECOND)
    await utterance.recognize()
    await utterance.close()
    assert "ValueError" in caplog.text and "said" not in caplog.text


async def test_an_utterance_nobody_asked_for_is_never_opened() -> None:
    recognizer = ScriptedRecognizer(texts=["hello"])
    await OpenUtterance(recognizer, Workers(1, 1), SECOND).close()
    assert recognizer.opened == []
