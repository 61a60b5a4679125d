from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest

from channels import metrics
from channels.engines.fakes import ToneSynthesizer
from channels.engines.interfaces import Samples
from channels.errors import SynthesisError
from channels.turns.commands import DropSpeech, Synthesize
from channels.turns.events import AudioComplete, AudioReady, Event, SynthesisFailed
from channels.voice import Voice, fixed_sentences

pytestmark = pytest.mark.asyncio

PIECE = np.ones(160, np.int16)


class Gated(ToneSynthesizer):
    """Speaks two pieces for each text; after the first it waits for `gates[text]`, if there."""

    def __init__(self, *gated: str) -> None:
        super().__init__()
        self.gates = {text: asyncio.Event() for text in gated}
        self.failing: dict[str, Exception] = {}

    async def speak(
        self, text: str, sample_rate_hz: int, keep: bool = False, needed_in_ms: int = 0
    ) -> AsyncIterator[Samples]:
        self.spoken.append(text)
        self.needed_in_ms.append(needed_in_ms)
        try:
            yield PIECE
            if text in self.gates:
                await self.gates[text].wait()
            if text in self.failing:
                raise self.failing[text]
            yield PIECE
        except (GeneratorExit, asyncio.CancelledError):
            self.stopped.append(text)
            raise


class Told:
    """What the voice has told: marks of audio, and what became of each sentence."""

    def __init__(self, synthesizer: ToneSynthesizer, *fixed: str):
        self.events: list[Event] = []
        self.news = asyncio.Event()
        self.voice = Voice(synthesizer, 8000, self.note, fixed)

    def note(self, event: Event) -> None:
        self.events.append(event)
        self.news.set()

    def say(self, *texts: str) -> None:
        for text in texts:
            self.voice.say(Synthesize(text, text))

    async def until(self, event: Event) -> None:
        while event not in self.outcomes:
            self.news.clear()
            await self.news.wait()

    async def until_audio(self, mark: str) -> None:
        while mark not in [event.mark for event in self.events if isinstance(event, AudioReady)]:
            self.news.clear()
            await self.news.wait()

    @property
    def outcomes(self) -> list[Event]:
        return [event for event in self.events if not isinstance(event, AudioReady)]

    @property
    def story(self) -> list[str]:
        """The sentences' events in order, `a` for audio of the sentence a, `a.` for its end."""
        end = {AudioReady: "", AudioComplete: ".", SynthesisFailed: "!"}
        return [getattr(event, "mark", "") + end[type(event)] for event in self.events]


async def test_sentences_are_spoken_one_after_the_other() -> None:
    told = Told(Gated())
    told.say("a", "b", "c")
    await told.until(AudioComplete("c"))
    assert told.story == ["a", "a", "a.", "b", "b", "b.", "c", "c", "c."]


async def test_a_sentence_is_needed_when_those_before_it_have_been_heard() -> None:
    synthesizer = ToneSynthesizer()
    told = Told(synthesizer)
    told.say("0123456789", "and", "so on")
    await told.until(AudioComplete("so on"))
    first_ms, second_ms, third_ms = synthesizer.needed_in_ms
    assert first_ms == 0
    assert 300 < second_ms <= 600
    assert second_ms < third_ms <= 780


async def test_after_an_interruption_a_sentence_is_needed_at_once() -> None:
    synthesizer = Gated("a")
    told = Told(synthesizer)
    told.say("a", "b")
    await told.until_audio("a")
    told.voice.drop(DropSpeech(("a",)))
    await told.until(AudioComplete("b"))
    assert synthesizer.needed_in_ms == [0, 0]


async def test_an_answer_to_an_interruption_of_what_is_synthesized_already_is_needed_at_once() -> (
    None
):
    synthesizer = ToneSynthesizer()
    told = Told(synthesizer)
    told.say("a long sentence, all of which has come")
    await told.until(AudioComplete("a long sentence, all of which has come"))
    told.voice.cleared()
    told.say("yes")
    await told.until(AudioComplete("yes"))
    assert synthesizer.needed_in_ms == [0, 0]


async def test_the_audio_comes_at_the_lines_rate() -> None:
    told = Told(ToneSynthesizer())
    told.say("hello")
    await told.until(AudioComplete("hello"))
    audio = [event.samples for event in told.events if isinstance(event, AudioReady)]
    assert sum(map(len, audio)) == 5 * 0.06 * 8000


async def test_a_sentence_may_be_added_at_any_time() -> None:
    synthesizer = Gated("a")
    told = Told(synthesizer)
    told.say("a")
    await told.until_audio("a")
    told.say("b")
    synthesizer.gates["a"].set()
    await told.until(AudioComplete("b"))
    told.say("c")
    await told.until(AudioComplete("c"))
    assert told.story == ["a", "a", "a.", "b", "b", "b.", "c", "c", "c."]


async def test_dropping_the_present_sentence_breaks_it_off_and_goes_on_with_the_next() -> None:
    synthesizer = Gated("a")
    told = Told(synthesizer)
    told.say("a", "b")
    await told.until_audio("a")
    told.voice.drop(DropSpeech(("a",)))
    await told.until(AudioComplete("b"))
    assert told.story == ["a", "b", "b", "b."]
    assert synthesizer.stopped == ["a"]


async def test_dropping_a_waiting_sentence_leaves_the_present_one_alone() -> None:
    synthesizer = Gated("a")
    told = Told(synthesizer)
    told.say("a", "b", "c")
    await told.until_audio("a")
    told.voice.drop(DropSpeech(("b",)))
    synthesizer.gates["a"].set()
    await told.until(AudioComplete("c"))
    assert synthesizer.spoken == ["a", "c"]
    assert synthesizer.stopped == []


async def test_what_is_dropped_before_it_began_is_never_asked_for() -> None:
    synthesizer = Gated()
    told = Told(synthesizer)
    told.say("a", "b")
    told.voice.drop(DropSpeech(("a", "b")))
    told.say("c")
    await told.until(AudioComplete("c"))
    assert synthesizer.spoken == ["c"]


async def test_dropping_what_has_been_spoken_is_nothing() -> None:
    told = Told(Gated())
    told.say("a")
    await told.until(AudioComplete("a"))
    told.voice.drop(DropSpeech(("a", "unknown")))
    told.say("b")
    await told.until(AudioComplete("b"))
    assert told.story == ["a", "a", "a.", "b", "b", "b."]


@pytest.mark.parametrize("error", [SynthesisError("no server"), RuntimeError("a secret text")])
async def test_a_failure_is_told_and_the_next_sentence_is_spoken(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    synthesizer = Gated()
    synthesizer.failing["a"] = error
    told, failed = Told(synthesizer), metrics.synthesis_failed._value.get()
    told.say("a", "b")
    await told.until(AudioComplete("b"))
    assert told.story == ["a", "a!", "b", "b", "b."]
    assert metrics.synthesis_failed._value.get() == failed + 1
    assert "secret" not in caplog.text
    assert "no server" in caplog.text or "RuntimeError" in caplog.text


async def test_a_synthesizer_that_fails_always_fails_each_sentence_once() -> None:
    synthesizer = ToneSynthesizer(fails=True)
    told = Told(synthesizer)
    told.say("a", "b")
    await told.until(SynthesisFailed("b"))
    assert told.story == ["a!", "b!"]


async def test_after_closing_nothing_more_is_spoken() -> None:
    synthesizer = Gated("a")
    told = Told(synthesizer)
    told.say("a", "b")
    await told.until_audio("a")
    told.voice.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    await asyncio.wait(others)
    assert told.story == ["a"]
    assert synthesizer.spoken == ["a"] and synthesizer.stopped == ["a"]


async def test_a_voice_that_said_nothing_can_be_closed() -> None:
    told = Told(Gated())
    told.voice.drop(DropSpeech(("a",)))
    told.voice.close()
    assert told.events == []


async def test_only_fixed_sentences_may_be_kept_on_disk() -> None:
    synthesizer = ToneSynthesizer()
    told = Told(synthesizer, "Good day.", "Goodbye.")
    told.say("Good day.", "Thank you, Maria.", "Goodbye.")
    await told.until(AudioComplete("Goodbye."))
    assert synthesizer.kept == ["Good day.", "Goodbye."]


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("Good day.", ["Good day."]),
        ("Good day.  What can I\ndo for you?", ["Good day.", "What can I do for you?"]),
        ("Thank you, {first_name}.", []),
        ("Done. Your {card_name} is blocked.", ["Done."]),
        ("Sure. You are welcome. Sure.", ["Sure.", "You are welcome."]),
        ("", []),
    ],
)
async def test_fixed_are_the_sentences_without_a_slot_each_once(
    text: str, fixed: list[str]
) -> None:
    assert fixed_sentences([text]) == fixed
