"""Calls in which something fails, on a virtual clock."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from channels import metrics
from channels.engines.fakes import ToneSynthesizer
from channels.errors import RecognitionError
from channels.turns import commands as do
from channels.turns import events as on
from channels.turns.speaking import APOLOGY
from tests.channels.call_stage import GREETING, QUIET, RATE_HZ, CallStage
from tests.channels.virtual_loop import virtual

SECRET = "my pin is four eight two one"


def raising(error: Exception) -> Any:
    def method(*_: object, **__: object) -> Any:
        raise error

    return method


def raising_later(error: Exception) -> Any:
    async def method(*_: object) -> None:
        raise error

    return method


# When something fails


@virtual
async def test_when_the_speech_server_fails_an_apology_is_heard_and_the_sentence_follows() -> None:
    stage = CallStage(synthesizer=ToneSynthesizer(fails=True))
    stage.session.start()
    await stage.quiet_for(0.5)
    stage.synthesizer.fails = False
    await stage.quiet_for(5)
    assert stage.far_end.said == [APOLOGY, GREETING]
    assert stage.synthesizer.spoken == [GREETING, GREETING]
    assert stage.far_end.of(do.SendAudio)[0].samples[0] == 999


@virtual
async def test_a_speech_server_that_stays_away_does_not_end_the_call() -> None:
    stage = await CallStage(["hello"], synthesizer=ToneSynthesizer(fails=True)).greeted()
    await stage.quiet_for(3)
    await stage.say()
    assert stage.assistant.texts == ["/session_start", "hello"]
    assert stage.far_end.said == [APOLOGY, APOLOGY]


@virtual
async def test_a_dialogue_that_raises_is_apologized_for_and_the_call_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stage = await CallStage(["one", "two"], {"one": ValueError(SECRET)}).greeted()
    await stage.say()
    await stage.quiet_for(3)
    await stage.say()
    assert stage.assistant.texts == ["/session_start", "one", "two"]
    assert stage.far_end.said == [GREETING, APOLOGY, "All right."]
    assert "ValueError" in caplog.text and SECRET not in caplog.text


@virtual
async def test_a_dialogue_that_says_nothing_is_apologized_for() -> None:
    stage = await CallStage(["hello"], {"hello": None}).greeted()
    await stage.say()
    assert stage.far_end.said == [GREETING, APOLOGY]


@virtual
async def test_a_dialogue_that_never_answers_is_apologized_for_and_does_not_hold_the_call() -> None:
    stage = await CallStage(["hello"], {"hello": asyncio.Event()}).greeted()
    await stage.say()
    assert stage.far_end.said == [GREETING, APOLOGY]
    await stage.hung_up()
    assert stage.far_end.closed == 1
    assert stage.assistant.texts == ["/session_start", "hello"]


@virtual
async def test_a_dialogue_that_answers_after_all_is_told_of_the_end() -> None:
    late = asyncio.Event()
    stage = await CallStage(["hello"], {"hello": late}).greeted()
    await stage.say()
    await stage.hung_up()
    late.set()
    await asyncio.sleep(1)
    assert stage.assistant.texts == ["/session_start", "hello", "/session_end"]


@pytest.mark.parametrize("error", [RecognitionError("no"), ValueError(SECRET), KeyError(SECRET)])
@virtual
async def test_whatever_a_recognizer_raises_the_call_goes_on(
    error: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = type(error).__name__
    failed = metrics.recognition_failed.labels(name)._value.get()
    stage = await CallStage(["one", "two"]).greeted()
    with monkeypatch.context() as failing:
        failing.setattr("channels.engines.fakes.ScriptedHearing.final", raising(error))
        await stage.say()
    await stage.quiet_for(2)
    await stage.say()
    assert stage.far_end.said == [GREETING, APOLOGY, "All right."]
    assert stage.assistant.texts == ["/session_start", "two"]
    assert metrics.recognition_failed.labels(name)._value.get() == failed + 1
    assert SECRET not in caplog.text


@pytest.mark.parametrize("method", ["partial", "feed", "close"])
@virtual
async def test_a_recognizer_that_fails_otherwise_does_not_end_the_call(
    method: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    target = f"channels.engines.fakes.ScriptedHearing.{method}"
    monkeypatch.setattr(target, raising(ValueError(SECRET)))
    stage = await CallStage(["one"]).greeted()
    await stage.say(1.0)
    assert stage.session._conversation.ended is None
    assert SECRET not in caplog.text


@virtual
async def test_audio_faster_than_real_time_is_bounded_and_the_loss_is_counted() -> None:
    stage = await CallStage(["hello"]).greeted()
    dropped_s = metrics.audio_dropped_s._value.get()
    for _ in range(500):  # ten seconds of audio in no time
        stage.session.hear(QUIET)
    await stage.quiet_for(1)
    lost_s = metrics.audio_dropped_s._value.get() - dropped_s
    assert 5.5 < lost_s < 7
    assert stage.session._ear._intake._waits <= 2 * RATE_HZ


# Defects


@pytest.mark.parametrize(
    ("target", "what"),
    [
        ("channels.turns.conversation.Conversation._timer", "a timer"),
        ("channels.turns.conversation.Conversation._frame", "audio"),
        ("channels.engines.fakes.LoudnessDetector.probability", "the detector"),
        ("channels.turns.conversation.Conversation._audio_ready", "synthesis"),
        ("tests.channels.call_stage.FarEnd._play", "the far end"),
    ],
)
@virtual
async def test_a_defect_ends_the_call_in_order_and_is_logged_without_words(
    target: str,
    what: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as defect:
        defect.setattr(target, raising(ValueError(SECRET)))
        stage = CallStage()
        stage.session.start()
        await stage.quiet_for(0.5)
    await stage.session.done
    await asyncio.sleep(1)
    assert stage.assistant.asked[-1][0] == "/session_end"
    assert stage.assistant.asked[-1][1]["reason"] == "error"
    assert stage.far_end.closed == 1
    assert "call c1: ValueError at " in caplog.text
    assert SECRET not in caplog.text


@virtual
async def test_even_a_turn_core_that_always_fails_lets_the_call_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage = await CallStage(["hello"]).greeted()
    await stage.speak_for(0.7)
    core = "channels.turns.conversation.Conversation.handle"
    monkeypatch.setattr(core, raising(ValueError(SECRET)))
    stage.session.handle(on.KeyPressed("1"))
    await stage.session.done
    await asyncio.sleep(1)
    assert stage.far_end.closed == 1
    assert [hearing.closed for hearing in stage.recognizer.opened] == [True]


@virtual
async def test_a_defect_in_closing_the_line_is_logged_and_no_more(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = await CallStage().greeted()
    monkeypatch.setattr(stage.far_end, "close", raising_later(ValueError(SECRET)))
    await stage.hung_up()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert stage.assistant.texts == ["/session_start", "/session_end"]
    assert "ValueError" in caplog.text and SECRET not in caplog.text
