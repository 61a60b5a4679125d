from __future__ import annotations

import json
from typing import Any

import pytest

from tests.tools.caller.lines import say
from tools.caller.asterisk_websocket import AsteriskTelephone, Control, login
from tools.caller.script import CallError, Keys, Recorded, Step
from tools.caller.telephone import Outgoing

VOICE, QUIET = b"\x00\x20" * 160, bytes(320)


def phone(*steps: Step, **how: Any) -> AsteriskTelephone:
    telephone = AsteriskTelephone(Recorded(steps, settle_s=0.1, timeout_s=3.0), **how)
    telephone.dial()
    return telephone


def command(name: str, mark: str = "") -> str:
    return json.dumps({"command": name, **({"correlation_id": mark} if mark else {})})


def texts(sent: list[Outgoing]) -> list[dict[str, Any]]:
    return [json.loads(one) for one in sent if isinstance(one, str)]


def test_the_call_begins_as_documented() -> None:
    telephone = AsteriskTelephone(Recorded([]), credential=("asterisk", "secret"))
    (start,) = texts(telephone.dial())
    assert (start["event"], start["format"]) == ("MEDIA_START", "slin")
    assert (start["optimal_frame_size"], start["ptime"]) == (320, 20)
    assert start["channel_variables"]["caller"] == telephone.caller
    assert telephone.headers == login("asterisk", "secret")
    assert telephone.headers["Authorization"] == "Basic YXN0ZXJpc2s6c2VjcmV0"


def test_the_call_may_begin_in_plain_text() -> None:
    telephone = AsteriskTelephone(Recorded([]), codec="ulaw", as_json=False)
    assert telephone.dial() == [
        "MEDIA_START connection_id:voicedesk channel:WebSocket/voicedesk/0x7f1c3400a2b0 "
        "channel_id:pbx1-1761245643.1 format:ulaw optimal_frame_size:160 ptime:20"
    ]


@pytest.mark.parametrize(("codec", "size"), [("slin", 320), ("ulaw", 160), ("alaw", 160)])
def test_the_caller_is_heard_in_frames_of_20_ms(codec: str, size: int) -> None:
    assert [len(data) for data in phone(say(), codec=codec).tick()] == [size]


@pytest.mark.parametrize("codec", ["ulaw", "alaw"])
def test_media_in_g711_is_played(codec: str) -> None:
    telephone = phone(say(), codec=codec)
    telephone.receive(b"\x25" * 160)
    telephone.tick()
    assert telephone.recording.bot[0].any()


def test_a_mark_comes_back_when_what_is_before_it_has_been_played() -> None:
    telephone = phone(say())
    for data in (VOICE, VOICE, command("MARK_MEDIA", "s1")):
        telephone.receive(data)
    assert texts(telephone.tick()) == []
    (processed,) = texts(telephone.tick())
    assert (processed["event"], processed["correlation_id"]) == ("MEDIA_MARK_PROCESSED", "s1")


def test_the_end_of_buffering_comes_back_in_plain_text() -> None:
    telephone = phone(say(), as_json=False)
    for data in (VOICE, "STOP_MEDIA_BUFFERING s1"):
        telephone.receive(data)
    assert telephone.tick()[0] == "MEDIA_BUFFERING_COMPLETED s1"


def test_what_is_flushed_is_neither_heard_nor_marked() -> None:
    telephone = phone(say())
    for data in (VOICE, command("MARK_MEDIA", "s1"), command("FLUSH_MEDIA")):
        telephone.receive(data)
    assert texts(telephone.tick()) == []
    assert telephone.recording.clears and not telephone.recording.bot[0].any()


def test_keys_are_events_and_the_hang_up_is_the_end_of_the_connection() -> None:
    telephone = phone(Keys("5"))
    telephone.receive(VOICE)
    sent: list[Outgoing] = []
    for _ in range(400):
        if telephone.over:
            break
        telephone.receive(QUIET)
        sent += telephone.tick()
    assert [(one["event"], one["digit"]) for one in texts(sent)] == [("DTMF_END", "5")]


def test_the_bot_answers_and_hangs_up() -> None:
    telephone = phone(say())
    telephone.receive(command("ANSWER"))
    assert telephone.answered
    telephone.receive(command("HANGUP"))
    telephone.closed()
    assert (telephone.recording.ended, telephone.recording.problem) == ("assistant", "")


@pytest.mark.parametrize(
    "data",
    [
        "{",
        "[]",
        "ANSWER",
        command("answer"),
        command("TRANSFER"),
        command("MARK_MEDIA", "s" * 128),
        b"\0" * 321,
        b"\0" * 65_600,
    ],
)
def test_what_asterisk_would_not_take_is_a_broken_call(data: Outgoing) -> None:
    with pytest.raises(CallError):
        phone(say()).receive(data)


def test_more_than_asterisks_queue_holds_is_a_broken_call() -> None:
    telephone = phone(say())
    for _ in range(900):
        telephone.receive(VOICE)
    with pytest.raises(CallError):
        telephone.receive(VOICE)


def test_flow_control_has_a_channel_in_json_only() -> None:
    assert Control(as_json=False).flow(on=True) == "MEDIA_XON"
    assert json.loads(Control().flow(on=False))["event"] == "MEDIA_XOFF"
