from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from tests.tools.caller.lines import say
from tools.caller.jambonz import CALL, ForkPlayback, JambonzTelephone
from tools.caller.script import CallError, Keys, Recorded, Step

TEN_MS = bytes(160)


def phone(*steps: Step) -> JambonzTelephone:
    telephone = JambonzTelephone(Recorded(steps, timeout_s=3.0), credential=("desk", "pass"))
    telephone.dial()
    return telephone


def mark(name: str) -> str:
    return json.dumps({"type": "mark", "data": {"name": name}})


KILL = json.dumps({"type": "killAudio"})


def texts(sent: list[Any]) -> list[dict[str, Any]]:
    return [json.loads(one) for one in sent if isinstance(one, str)]


def event(name: str, what: str) -> dict[str, Any]:
    return {"type": "mark", "data": {"name": name, "event": what}}


def samples(ms: int, value: int = 3000) -> Any:
    return np.full(8 * ms, value, np.int16)


def pulled(buffer: ForkPlayback, ms: int) -> tuple[int, list[str]]:
    """How many milliseconds were heard in so much time, and the marks that were reached."""
    frames = [buffer.pull(160) for _ in range(ms // 20)]
    return sum(len(heard) for heard, _ in frames) // 8, [
        one for _, marks in frames for one in marks
    ]


def test_the_call_begins_with_its_attributes_and_the_credential() -> None:
    telephone = JambonzTelephone(Recorded([]), credential=("desk", "pass"))
    (start,) = texts(telephone.dial())
    assert (start["callSid"], start["sampleRate"], start["mixType"]) == (CALL, 8000, "mono")
    assert (start["from"], start["to"]) == (telephone.caller, telephone.called)
    assert telephone.headers["Authorization"] == "Basic ZGVzazpwYXNz"
    assert telephone.headers["Sec-WebSocket-Protocol"] == "audio.jambonz.org"
    assert isinstance(telephone.tick()[0], bytes)


def test_a_mark_comes_back_when_all_is_played() -> None:
    telephone = phone(say())
    for data in (*[TEN_MS] * 16, mark("s1")):
        telephone.receive(data)
    sent = [texts(telephone.tick()) for _ in range(9)]
    assert sent == [[]] * 8 + [[event("s1", "playout")]]


def test_marks_of_what_is_killed_come_back_as_cleared() -> None:
    telephone = phone(say())
    for data in (*[TEN_MS] * 20, mark("s1"), *[TEN_MS] * 8, mark("s2"), KILL):
        telephone.receive(data)
    assert texts(telephone.tick()) == [event("s1", "cleared"), event("s2", "cleared")]
    assert telephone.recording.clears


def test_a_short_rest_waits_for_more() -> None:
    buffer = ForkPlayback()
    buffer.add(samples(150))
    assert pulled(buffer, 40) == (0, [])
    buffer.add(samples(10))
    buffer.add(samples(70))
    assert pulled(buffer, 400) == (160, [])
    assert buffer.in_front == 560 and buffer.unheard() == 560
    buffer.add(samples(10))
    assert pulled(buffer, 400) == (80, [])


def test_what_waits_survives_a_kill() -> None:
    buffer = ForkPlayback()
    for ms in (160, 40):
        buffer.add(samples(ms))
    assert buffer.clear() == 8 * 160
    assert buffer.in_front == 8 * 40


def test_a_mark_between_samples_is_reached_in_its_place() -> None:
    buffer = ForkPlayback()
    buffer.add(samples(160))
    buffer.end("s1")
    buffer.add(samples(80))
    assert pulled(buffer, 140) == (140, [])
    assert pulled(buffer, 20) == (20, ["s1"])


def test_a_sample_of_minus_one_is_taken_for_a_mark() -> None:
    buffer = ForkPlayback()
    buffer.add(samples(160, -1))
    buffer.end("s1")
    assert pulled(buffer, 20) == (20, [])  # while there is none, it is a sample
    buffer.add(samples(80))
    assert pulled(buffer, 20) == (20, ["s1"])


def test_a_mark_that_was_cleared_between_samples_hides_the_next() -> None:
    buffer = ForkPlayback()
    buffer.add(samples(160))
    buffer.end("s1")
    buffer.add(samples(80))
    buffer.clear()
    for name in ("s2", "s3"):
        buffer.add(samples(80))
        buffer.end(name)
    buffer.add(samples(80))
    assert buffer.cleared == ["s1"]
    assert pulled(buffer, 400) == (240, ["s2"])


def test_more_than_thirty_marks_are_forgotten() -> None:
    buffer = ForkPlayback()
    for number in range(31):
        buffer.end(f"s{number}")
    assert len(pulled(buffer, 2000)[1]) == 30


@pytest.mark.parametrize(
    "text",
    ["{", "[]", "{}", '{"type": "mark"}', '{"type": "mark", "data": {}}', '{"type": "hangup"}'],
)
def test_what_jambonz_does_not_know_is_a_broken_call(text: str) -> None:
    with pytest.raises(CallError):
        phone(say()).receive(text)


def test_marks_may_be_cleared_and_the_call_ended() -> None:
    telephone = phone(say())
    telephone.receive('{"type": "clearMarks"}')
    assert not telephone.over
    telephone.receive('{"type": "disconnect"}')
    assert telephone.over and telephone.recording.ended == "assistant"


def test_keys_are_jambonzs_and_the_hang_up_is_the_end_of_the_connection() -> None:
    telephone = phone(Keys("5"))
    for _ in range(40):
        telephone.receive(samples(20, 3000).tobytes())
    telephone.receive(samples(200, 0).tobytes())
    sent: list[Any] = []
    for _ in range(600):
        if telephone.over:
            break
        sent += telephone.tick()
    assert texts(sent) == [{"event": "dtmf", "dtmf": "5", "duration": "1600"}]
    assert telephone.over
