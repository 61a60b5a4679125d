"""The fixed sentences are spoken before anybody needs them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from prometheus_client import REGISTRY

import channels.rehearsal
from channels.engines.fakes import ToneSynthesizer
from channels.rehearsal import LATER_MS, Rehearsal

SENTENCES = ["Hello.", "Good day.", "Bye."]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels.rehearsal, "LOOK_S", 0)


def rehearsal(synthesizer: ToneSynthesizer) -> Rehearsal:
    return Rehearsal("test", synthesizer, 16000, SENTENCES)


def left() -> float | None:
    return REGISTRY.get_sample_value("voicedesk_sentences_unrehearsed", {"line": "test"})


@pytest.mark.asyncio
async def test_each_sentence_is_spoken_once_to_be_kept_and_after_all_else() -> None:
    synthesizer = ToneSynthesizer()
    await rehearsal(synthesizer).run(lambda: False)
    assert synthesizer.spoken == synthesizer.kept == SENTENCES
    assert set(synthesizer.needed_in_ms) == {LATER_MS}
    assert synthesizer.stopped == []
    assert left() == 0


@pytest.mark.asyncio
async def test_it_waits_while_somebody_calls() -> None:
    synthesizer = ToneSynthesizer()
    calls = iter([False, True, True, False, False])
    said: list[int] = []

    def busy() -> bool:
        said.append(len(synthesizer.spoken))
        return next(calls)

    await rehearsal(synthesizer).run(busy)
    assert said == [0, 1, 1, 1, 2]
    assert synthesizer.spoken == SENTENCES


@pytest.mark.asyncio
async def test_it_waits_for_a_synthesizer_that_cannot_speak_yet() -> None:
    synthesizer = ToneSynthesizer(fails=True)
    task = asyncio.create_task(rehearsal(synthesizer).run(lambda: False))
    while left() != len(SENTENCES):
        await asyncio.sleep(0)
    assert synthesizer.spoken == []
    synthesizer.fails = False
    await task
    assert synthesizer.spoken == SENTENCES


@pytest.mark.asyncio
async def test_a_sentence_that_cannot_be_spoken_holds_up_no_other() -> None:
    class Hoarse(ToneSynthesizer):
        def _pieces(self, text: str, sample_rate_hz: int) -> Iterator[object]:  # type: ignore[override]
            if text == "Good day.":
                raise RuntimeError(text)
            return iter(super()._pieces(text, sample_rate_hz))

    synthesizer = Hoarse()
    await rehearsal(synthesizer).run(lambda: False)
    assert synthesizer.spoken == SENTENCES
    assert left() == 0
