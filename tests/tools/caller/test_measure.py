from __future__ import annotations

import numpy as np
import pytest

from tests.tools.caller.lines import BOT_RATE_HZ, bot, message, run, say, tone, utterance
from tools.caller.measure import channels, measure
from tools.caller.script import RATE_HZ, Keys

GREETING = (0.2, utterance("hello", 0.5))
SPOKEN_END_S = 0.7 + 0.6 + 0.1 + 0.4  # greeting, silence before speaking, lead, voice


def test_the_response_runs_from_the_last_voiced_to_the_first_audible_sample() -> None:
    phone, _ = run([say()], bot(GREETING, (2.3, utterance("answer", 0.3))))
    (turn,) = measure(phone.recording)
    assert turn.end_s == pytest.approx(SPOKEN_END_S, abs=0.02)
    assert turn.response_ms == pytest.approx(1000 * (2.3 + 0.02 - turn.end_s), abs=1)
    assert turn.gaps_ms == ()
    assert not turn.cut_in


def test_an_answer_to_keys_is_measured_from_the_last_key() -> None:
    phone, _ = run([Keys("1")], bot(GREETING, (3.0, utterance("answer", 0.3))))
    (turn,) = measure(phone.recording)
    assert turn.response_ms == pytest.approx(1000 * (3.02 - turn.end_s), abs=1)


def test_an_empty_buffer_within_an_answer_is_a_gap() -> None:
    first, rest = tone(0.2, BOT_RATE_HZ).tobytes(), tone(0.3, BOT_RATE_HZ).tobytes()
    begin = [message("say", text="a", mark="a"), first]
    phone, _ = run([say()], bot(GREETING, (2.3, begin), (2.6, [rest, message("said", mark="a")])))
    (turn,) = measure(phone.recording)
    assert turn.gaps_ms == (pytest.approx(100, abs=20),)


def test_an_interruption_is_measured_to_the_last_audible_sample() -> None:
    answer, cleared = (2.3, utterance("answer", 3.0)), (3.3, [message("clear")])
    reply = (4.2, utterance("b", 0.3))
    phone, _ = run([say(), say(after_s=0.8)], bot(GREETING, answer, cleared, reply))
    _, turn = measure(phone.recording)
    assert turn.stop_ms == pytest.approx(1000 * (3.3 + 0.02 - turn.start_s), abs=1)
    assert turn.response_ms == pytest.approx(1000 * (4.2 + 0.02 - turn.end_s), abs=1)


def test_an_interruption_that_the_bot_ignores_lasts_until_the_bot_pauses() -> None:
    phone, _ = run([say(), say(after_s=0.2)], bot(GREETING, (2.3, utterance("answer", 1.5))))
    _, turn = measure(phone.recording)
    assert turn.stop_ms == pytest.approx(1000 * (2.3 + 0.02 + 1.5 - turn.start_s), abs=1)


def test_a_bot_that_speaks_into_the_utterance_has_cut_in() -> None:
    cut_in = (SPOKEN_END_S - 0.2, utterance("too early", 0.1))
    phone, _ = run([say()], bot(GREETING, cut_in, (2.3, utterance("answer", 0.3))))
    (turn,) = measure(phone.recording)
    assert turn.cut_in


def test_no_answer_measures_nothing() -> None:
    phone, _ = run([say()], bot(GREETING))
    (turn,) = measure(phone.recording)
    assert turn.response_ms is None
    assert turn.answer_s is None


def test_both_channels_lie_on_one_time_axis() -> None:
    phone, _ = run([say()], bot(GREETING, (2.3, utterance("answer", 0.3))))
    caller, heard = channels(phone.recording)
    voiced = np.flatnonzero(caller)
    assert voiced[0] == phone.recording.spoken[0].first
    assert np.flatnonzero(np.abs(heard) > 1500)[0] / RATE_HZ == pytest.approx(0.22, abs=0.002)
