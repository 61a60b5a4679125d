from __future__ import annotations

import pytest

from tests.tools.caller.lines import say
from tools.caller.rtp import FRAME, PCMU, TELEPHONE_EVENT, Packet
from tools.caller.script import CallError, Keys, Recorded, Step
from tools.caller.sip import JITTER_BUFFER, SipTelephone

LOUD, QUIET = b"\x20" * FRAME, b"\xff" * FRAME


def phone(*steps: Step) -> SipTelephone:
    return SipTelephone(Recorded(steps, settle_s=0.1, timeout_s=3.0))


def packet(payload: bytes, kind: int = PCMU) -> bytes:
    return Packet(kind, 1, 0, payload).data(7)


def test_the_caller_is_heard_in_packets_of_20_ms() -> None:
    telephone = phone(say())
    sent = [Packet.parse(bytes(data)) for _ in "123" for data in telephone.tick()]  # type: ignore[arg-type]
    assert [(one.kind, one.number, one.at) for one in sent] == [
        *((PCMU, 1, 160), (PCMU, 2, 320), (PCMU, 3, 480))
    ]
    assert {len(one.payload) for one in sent} == {FRAME}


def test_the_bot_is_heard_when_the_buffer_is_filled() -> None:
    telephone = phone(say())
    for _ in range(JITTER_BUFFER + 1):
        telephone.receive(packet(LOUD))
        telephone.tick()
    assert [len(frame) for frame in telephone.recording.bot] == [0, FRAME, FRAME]


def test_a_key_is_held_for_100_ms_and_its_end_is_sent_three_times() -> None:
    telephone = phone(Keys("5"))
    sent = []
    for number in range(60):
        telephone.receive(packet(LOUD if number < 5 else QUIET))
        sent += [Packet.parse(bytes(data)) for data in telephone.tick()]  # type: ignore[arg-type]
    keys = [one for one in sent if one.kind == TELEPHONE_EVENT]
    assert [one.payload.hex() for one in keys] == [
        *("050a00a0", "050a0140", "050a01e0", "050a0280"),
        *["058a0320"] * 3,
    ]
    assert [one.marker for one in keys] == [True] + [False] * 6
    assert len({one.at for one in keys}) == 1


@pytest.mark.parametrize("data", [b"hello", packet(QUIET, kind=8)])
def test_what_was_not_agreed_upon_ends_the_call(data: bytes) -> None:
    with pytest.raises(CallError):
        phone(say()).receive(data)
