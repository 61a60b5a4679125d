from __future__ import annotations

import json

import pytest

from tests.tools.caller.lines import bot, message, run, say, started, utterance
from tools.caller.script import CallError, Keys, Recorded
from tools.caller.telephone import FRAME, KEY_TICKS, TICK_S, Telephone

ENDED_BY_ERROR = message("ended", reason="error")
GREETING = (0.2, utterance("hello", 0.5))


def kinds(sent: list[str]) -> list[str]:
    return [json.loads(text)["type"] for text in sent]


def test_the_caller_speaks_when_the_greeting_is_over_and_hangs_up_after_the_answer() -> None:
    phone, sent = run([say()], bot(GREETING, (2.5, utterance("answer", 0.3))))
    assert phone.recording.problem == ""
    assert kinds(sent) == ["start", "played", "played", "stop"]
    # greeting to 0.7 s, silence of 0.6 s, a lead of 0.1 s in the recording
    assert phone.recording.spoken[0].first == pytest.approx((0.7 + 0.6 + 0.1) * 16000, abs=FRAME)


def test_the_caller_waits_while_more_of_the_answer_is_announced() -> None:
    more = [message("say", text="and more", mark="m")]
    phone, _ = run([say()], bot((0.2, [*utterance("a", 0.3), *more]), (2.0, utterance("m", 0.1))))
    assert phone.recording.spoken[0].first / 16000 > 2.0


def test_an_interruption_sets_in_so_long_after_the_answer_became_audible() -> None:
    answer = (2.0, utterance("answer", 2.0))
    phone, sent = run([say(), say(after_s=0.8)], bot(GREETING, answer, (3.0, [message("clear")])))
    voice = phone.recording.spoken[1]
    assert voice.first / 16000 == pytest.approx(2.8, abs=2 * TICK_S)
    assert phone.recording.clears == [pytest.approx(3.0 + TICK_S)]
    assert "answer" not in [json.loads(text).get("mark") for text in sent]


def test_keys_are_pressed_so_long_after_the_answer_became_audible() -> None:
    phone, _ = run([say(), Keys("1", after_s=0.8)], bot(GREETING, (2.0, utterance("answer", 2.0))))
    assert phone.recording.spoken[1].last / 16000 == pytest.approx(2.8, abs=KEY_TICKS * TICK_S)


def test_what_is_left_of_an_interrupted_answer_is_not_taken_for_the_next_one() -> None:
    steps = [say(), say(after_s=0.2), Keys("1")]
    answers = (2.0, utterance("a", 2.0)), (2.5, [message("clear")]), (4.0, utterance("b", 0.2))
    phone, _ = run(steps, bot(GREETING, *answers))
    assert phone.recording.spoken[2].first / 16000 > 4.2


def test_keys_are_pressed_one_by_one_and_the_answer_is_awaited_after_the_last() -> None:
    phone, sent = run([Keys("12#")], bot(GREETING, (3.0, utterance("answer", 0.2))))
    assert [json.loads(text)["digit"] for text in sent if "dtmf" in text] == ["1", "2", "#"]
    assert phone.recording.problem == ""


def test_no_answer_is_a_failed_call() -> None:
    phone, sent = run([say()], bot(GREETING))
    assert phone.recording.problem.startswith("no answer for 3 s before step 2")
    assert kinds(sent)[-1] == "stop"


def test_the_caller_hears_nothing_after_the_bot_has_ended_the_call() -> None:
    phone, _ = run([say()], bot(GREETING, (2.5, [message("ended", reason="assistant")])))
    assert phone.over
    assert phone.recording.ended == "assistant"


@pytest.mark.parametrize(
    ("last", "problem"),
    [
        ([message("ended", reason="assistant")], ""),
        ([], "the bot closed the connection without `ended`"),
        ([*utterance("bye", 0.5), message("ended", reason="assistant")], "the bot hung up over"),
    ],
)
def test_how_the_bot_may_close(last: list[str | bytes], problem: str) -> None:
    phone = Telephone(Recorded([say()]))
    for data in [started(), *last]:
        phone.receive(data)
    phone.closed()
    assert phone.recording.problem.startswith(problem)
    assert bool(phone.recording.problem) == bool(problem)


def test_the_caller_may_hang_up_over_speech() -> None:
    phone, sent = run([], bot((0.2, utterance("hello", 0.1))))
    assert kinds(sent)[-1] == "stop"
    for data in [*utterance("more", 0.5), message("ended", reason="caller")]:
        phone.receive(data)
    phone.closed()
    assert phone.recording.problem == ""


@pytest.mark.parametrize(
    "data",
    ["no json", "[]", "{}", message("say"), message("dance"), message("started"), b"\0\0"],
)
def test_a_message_that_breaks_the_protocol_is_named(data: str | bytes) -> None:
    with pytest.raises(CallError):
        Telephone(Recorded([])).receive(data)


def test_the_observer_is_told_what_happens_and_when() -> None:
    seen: list[tuple[float, str]] = []
    phone = Telephone(Recorded([say()]), lambda at_s, message: seen.append((at_s, message["type"])))
    phone.receive(started())
    for _ in range(50):
        phone.tick()
    phone.receive(message("error", code="x", message="y"))
    assert seen == [(0.0, "started"), (pytest.approx(1.0), "error")]


def test_the_noise_of_the_line_lies_under_speech_and_silence_alike() -> None:
    phone = Telephone(Recorded([]), noise_dbfs=-60)
    phone.tick()
    level = float((phone.recording.caller[0].astype(float) ** 2).mean() ** 0.5)
    assert level == pytest.approx(32768 / 1000, rel=0.2)


def test_a_call_that_is_refused_has_failed_and_says_why() -> None:
    phone = Telephone(Recorded([say()]))
    for data in (message("error", code="busy", message="all lines are busy"), ENDED_BY_ERROR):
        phone.receive(data)
    assert phone.recording.problem == "the bot ended the call: all lines are busy (at 0.0 s)"


def test_a_call_in_which_the_bot_complains_of_a_message_goes_on() -> None:
    phone = Telephone(Recorded([say()]))
    for data in (started(), message("error", code="json", message="not JSON")):
        phone.receive(data)
    assert not phone.over
