"""Calls on a virtual clock: real turn core, real voice and hearing, scripted engines."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from channels import metrics, sending, session
from channels.engines.fakes import ToneSynthesizer
from channels.errors import ProtocolError
from channels.turns import commands as do
from channels.turns import events as on
from tests.channels.call_stage import GREETING, QUIET, RATE_HZ, CallStage
from tests.channels.virtual_loop import VirtualLoop, virtual

LONG = "This sentence is long enough to be interrupted by anybody who has a mind to do so."


# A call as it should be


@virtual
async def test_the_assistant_speaks_first() -> None:
    stage = await CallStage().greeted()
    assert stage.assistant.texts == ["/session_start"]
    metadata = stage.assistant.asked[0][1]
    assert (metadata["call_id"], metadata["caller"]) == ("c1", "+15550100")
    assert stage.far_end.opened == "c1"
    kinds = [type(command) for _, command in stage.far_end.got]
    assert kinds[:2] == [do.BeginSentence, do.SendAudio] and kinds[-1] == do.EndSentence
    audio = np.concatenate([one.samples for one in stage.far_end.of(do.SendAudio)])
    assert len(audio) == round(len(GREETING) * 0.06 * RATE_HZ)


@virtual
async def test_a_turn_is_heard_understood_and_answered() -> None:
    answers = {"what is my balance": "It is ten dollars."}
    stage = await CallStage(["what is my balance"], answers).greeted()
    await stage.say(1.0)
    text, metadata = stage.assistant.asked[1]
    assert text == "what is my balance"
    assert (metadata["turn"], metadata["input"]) == (1, "speech")
    assert metadata["recognition"]["engine"] == "scripted"
    assert metadata["recognition"]["confidence"] == 1.0
    assert metadata["previous"]["heard"] == [{"text": GREETING, "heard": GREETING}]
    assert stage.far_end.said == [GREETING, "It is ten dollars."]
    assert "what is my balance".startswith(stage.far_end.of(do.ShowPartial)[0].text)
    assert stage.far_end.of(do.ShowFinal) == [do.ShowFinal("what is my balance", 1.0)]


@virtual
async def test_a_command_is_left_as_the_turn_core_gave_it() -> None:
    stage = CallStage()
    command = do.Ask("hello", {"recognition": {"confidence": 1.0}})
    await stage.session._asking(command)
    assert command.metadata == {"recognition": {"confidence": 1.0}}
    told = {"recognition": {"confidence": 1.0, "engine": "scripted"}}
    assert stage.assistant.asked == [("hello", told)]


@virtual
async def test_the_stages_of_an_answer_are_timed_and_counted() -> None:
    stage = await CallStage(
        ["hello"], recognition_s=0.25, dialogue_s=0.05, synthesizer=ToneSynthesizer()
    ).greeted()
    stage.synthesizer.delays_s = [0.1]
    counted = metrics.stage_s.labels("response")._sum.get()
    await stage.say()
    (turn,) = stage.far_end.of(do.ShowTurn)
    times = dict(turn.times_ms)
    response_ms = times.pop("response_ms")
    assert response_ms == sum(times.values())
    assert times["endpoint_ms"] == 300
    assert times["recognition_ms"] in range(60, 121)  # 250 from the 128th ms of the pause on
    assert (times["dialogue_ms"], times["synthesis_ms"]) == (50, 100)
    added_s = metrics.stage_s.labels("response")._sum.get() - counted
    assert added_s == pytest.approx(response_ms / 1000)


@virtual
async def test_the_audio_from_before_the_voice_was_certain_is_recognized_too() -> None:
    stage = await CallStage(["hello"]).greeted()
    await stage.say(0.5)
    (hearing,) = stage.recognizer.opened
    assert hearing.fed > 0.5 * RATE_HZ
    assert hearing.closed


@virtual
async def test_the_callers_rate_may_differ_from_the_recognizers() -> None:
    stage = CallStage(["hello"])
    other = session.Session(
        stage.session.call,
        (8000, RATE_HZ),
        stage.session._conversation.settings,
        stage.session._engines,
        stage.assistant,
        stage.far_end,
    )
    other.start()
    loud = np.tile(np.array([8000, 8000, -8000, -8000], np.int16), 40)
    for chunk in [QUIET[:160]] * 100 + [loud] * 40 + [QUIET[:160]] * 60:
        other.hear(chunk)
        await asyncio.sleep(0.02)
    assert stage.assistant.texts == ["/session_start", "hello"]


@virtual
async def test_the_callers_voice_stops_playback_and_what_was_heard_is_known() -> None:
    stage = CallStage(["wait please"], {"/session_start": LONG})
    stage.session.start()
    await stage.quiet_for(2)
    began_s = stage.loop.time()
    await stage.speak_for(0.6)
    assert stage.far_end.when(do.ClearPlayback) - began_s <= 0.2
    await stage.quiet_for(2)
    text, metadata = stage.assistant.asked[1]
    assert text == "wait please"
    (heard,) = metadata["previous"]["heard"]
    assert heard["text"] == LONG
    assert heard["heard"] and LONG.startswith(heard["heard"]) and heard["heard"] != LONG
    assert stage.far_end.said == [LONG, "All right."]
    assert stage.synthesizer.needed_in_ms == [0, 0]


@virtual
async def test_a_cough_does_not_stop_playback() -> None:
    stage = CallStage(answers={"/session_start": LONG})
    stage.session.start()
    await stage.quiet_for(1)
    await stage.speak_for(0.06)
    await stage.quiet_for(5)
    assert stage.far_end.of(do.ClearPlayback) == []
    assert stage.assistant.texts == ["/session_start"]


@virtual
async def test_the_assistant_hangs_up_after_its_last_word_was_played() -> None:
    goodbye = on.Replied("Goodbye.", hang_up=True)
    stage = await CallStage(["that is all"], {"that is all": goodbye}).greeted()
    await stage.say()
    await stage.session.done
    assert stage.far_end.of(do.EndCall) == [do.EndCall("assistant")]
    last_audio_s = max(at for at, one in stage.far_end.got if isinstance(one, do.SendAudio))
    assert stage.far_end.when(do.EndCall) > last_audio_s
    assert stage.assistant.asked[-1][0] == "/session_end"
    assert stage.assistant.asked[-1][1]["reason"] == "assistant"


@virtual
async def test_keyed_digits_are_one_message() -> None:
    stage = await CallStage().greeted()
    await stage.press("4821#")
    await stage.press("17")
    await stage.quiet_for(4)
    assert stage.assistant.texts[1:] == [
        '/keyed_digits{"digits": "4821"}',
        '/keyed_digits{"digits": "17"}',
    ]
    assert stage.assistant.asked[1][1]["input"] == "keys"


@virtual
async def test_a_silent_caller_is_asked_twice_and_then_let_go() -> None:
    stage = await CallStage().greeted()
    await stage.quiet_for(40)
    await stage.session.done
    assert stage.assistant.texts[1:] == [
        "/no_input",
        "/no_input",
        "/no_input_final",
        "/session_end",
    ]
    assert stage.far_end.of(do.EndCall) == [do.EndCall("timeout")]


@virtual
async def test_messages_go_to_the_assistant_one_at_a_time_and_in_order() -> None:
    stage = await CallStage(["hello"], dialogue_s=2.0).greeted()
    await stage.press("1#2#3#")
    await stage.say()
    await stage.quiet_for(6)
    await stage.hung_up()
    keyed = [f'/keyed_digits{{"digits": "{digit}"}}' for digit in "123"]
    assert stage.assistant.texts == ["/session_start", *keyed, "hello", "/session_end"]
    assert stage.assistant.most_at_once == 1


# The end of a call


@virtual
async def test_a_call_that_hangs_up_in_mid_word_keeps_the_last_words() -> None:
    stage = await CallStage(["block my card"], recognition_s=0.5, dialogue_s=0.5).greeted()
    await stage.speak_for(0.5)
    await stage.hung_up()
    assert stage.assistant.texts == ["/session_start", "block my card", "/session_end"]
    assert stage.assistant.asked[-1][1]["reason"] == "caller"


@virtual
async def test_last_words_that_are_never_recognized_are_not_waited_for() -> None:
    stage = await CallStage(["block my card"], recognition_s=600).greeted()
    await stage.speak_for(0.5)
    began_s = stage.loop.time()
    await stage.hung_up()
    assert stage.loop.time() - began_s == pytest.approx(5, abs=0.1)
    assert stage.assistant.texts == ["/session_start", "/session_end"]


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.5, 2.0, 3.0, 3.5])
@virtual
async def test_nothing_is_left_when_a_call_is_over(seconds: float) -> None:
    """`seconds`: how long the call lasts; the caller speaks from the 2nd second on."""
    now = metrics.calls_now.labels("test")._value.get()
    stage = CallStage(["hello"], recognition_s=0.2, dialogue_s=0.3)
    stage.session.start()
    await stage.quiet_for(min(seconds, 2))
    await stage.speak_for(max(0, seconds - 2))
    await stage.hung_up()
    await asyncio.sleep(0)  # the far end is being closed
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert isinstance(stage.loop, VirtualLoop) and stage.loop.timers() == []
    assert all(hearing.closed for hearing in stage.recognizer.opened)
    assert stage.far_end.closed == 1
    assert stage.assistant.texts[0] == "/session_start"
    assert stage.assistant.texts.count("/session_end") == 1
    assert metrics.calls_now.labels("test")._value.get() == now


@virtual
async def test_ended_is_the_last_thing_the_far_end_is_told() -> None:
    stage = await CallStage(["hello"]).greeted()
    await stage.speak_for(0.5)
    await stage.hung_up()
    stage.session.refuse(ProtocolError("digit", "no"))
    stage.session.hear(QUIET)
    stage.session.handle(on.KeyPressed("1"))
    await asyncio.sleep(5)
    assert isinstance(stage.far_end.got[-1][1], do.EndCall)
    assert stage.assistant.texts[-1] == "/session_end"


@virtual
async def test_a_far_end_that_is_gone_ends_the_call() -> None:
    stage = CallStage()
    stage.far_end.error = ConnectionResetError()
    stage.session.start()
    await stage.session.done
    assert stage.assistant.asked[-1][1]["reason"] == "caller"


@virtual
async def test_a_far_end_that_does_not_read_is_hung_up_on() -> None:
    stage = await CallStage(answers={"/session_start": " ".join([LONG] * 20)}).greeted()
    stage.far_end.reads.clear()
    await stage.quiet_for(60)
    assert stage.session._sending.waiting <= sending.UNSENT_LIMIT
    assert stage.assistant.asked[-1][0] == "/session_end"
    assert stage.assistant.asked[-1][1]["reason"] == "error"
    assert stage.session.done.done() and stage.far_end.closed == 1


@virtual
async def test_a_flood_of_broken_messages_takes_no_memory() -> None:
    stage = await CallStage().greeted()
    stage.far_end.reads.clear()
    for _ in range(5000):
        stage.session.refuse(ProtocolError("invalid_json", "no"))
    assert stage.session._sending.waiting <= sending.UNSENT_LIMIT
    await stage.session.done
    await asyncio.sleep(sending.CLOSING_S + 1)
    assert stage.assistant.asked[-1][1]["reason"] == "error"
    assert stage.far_end.closed == 1
