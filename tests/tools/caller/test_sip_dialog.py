from __future__ import annotations

import pytest

from tools.caller.sip_dialog import Dialog, SipError

ANSWER = """\
v=0
o=- 1 1 IN IP4 10.0.0.2
s=-
c=IN IP4 10.0.0.2
t=0 0
m=audio 4000 RTP/AVP 101 0
""".replace("\n", "\r\n")
CONTACT = {"To": "<sip:bank@b.example>;tag=t2", "Contact": "<sip:bank@10.0.0.2:5062>"}


@pytest.fixture
def dialog() -> Dialog:
    return Dialog("sip:bank@b.example", ("10.0.0.1", 5060), ("10.0.0.1", 4000), {"X-Shop": "12"})


def message(first: str, fields: dict[str, str], body: str = "") -> str:
    lines = [first, *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", body])


def answered(dialog: Dialog, status: int = 200, body: str = ANSWER, **more: str) -> str:
    fields = {**CONTACT, "CSeq": "1 INVITE", **more}
    return dialog.receive(message(f"SIP/2.0 {status} so", fields, body))


def test_it_asks_for_audio_and_keys(dialog: Dialog) -> None:
    head, _, offer = dialog.invite().partition("\r\n\r\n")
    assert head.startswith("INVITE sip:bank@b.example SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1:5060;")
    assert "\r\nX-Shop: 12\r\n" in head
    assert head.endswith(f"Content-Length: {len(offer)}")
    assert "c=IN IP4 10.0.0.1\r\n" in offer
    assert "m=audio 4000 RTP/AVP 0 101\r\n" in offer


def test_an_answer_is_acknowledged_to_whom_it_names(dialog: Dialog) -> None:
    assert answered(dialog, 180) == ""
    assert dialog.media is None
    ack = answered(dialog, **{"Record-Route": "<sip:proxy;lr>"})
    assert ack.startswith("ACK sip:bank@10.0.0.2:5062 SIP/2.0\r\n")
    assert "To: <sip:bank@b.example>;tag=t2\r\n" in ack
    assert "Route: <sip:proxy;lr>\r\n" in ack
    assert "CSeq: 1 ACK\r\n" in ack
    assert dialog.media == ("10.0.0.2", 4000)


def test_an_address_may_come_without_angles(dialog: Dialog) -> None:
    ack = answered(dialog, Contact="sip:bank@10.0.0.3;expires=1")
    assert ack.startswith("ACK sip:bank@10.0.0.3 SIP/2.0\r\n")


@pytest.mark.parametrize(
    ("status", "body", "said"), [(486, "", "486"), (200, "v=0\r\n", "without PCMU")]
)
def test_a_call_that_is_refused_has_failed(
    dialog: Dialog, status: int, body: str, said: str
) -> None:
    with pytest.raises(SipError, match=said):
        answered(dialog, status, body)


def test_the_caller_hangs_up(dialog: Dialog) -> None:
    answered(dialog)
    assert dialog.bye().startswith("BYE sip:bank@10.0.0.2:5062 SIP/2.0\r\n")
    assert not dialog.over
    assert dialog.receive(message("SIP/2.0 200 OK", {"CSeq": "2 BYE"})) == ""
    assert dialog.over


@pytest.mark.parametrize(
    ("method", "first", "over"),
    [("BYE", "SIP/2.0 200", True), ("REFER", "SIP/2.0 501", False), ("ACK", "", False)],
)
def test_the_other_side_asks(dialog: Dialog, method: str, first: str, over: bool) -> None:
    asked = message(f"{method} sip:caller@10.0.0.1 SIP/2.0", {"Via": "v", "CSeq": f"7 {method}"})
    reply = dialog.receive(asked)
    assert reply.startswith(first)
    assert ("\r\nVia: v\r\n" in reply) is bool(first)
    assert dialog.over is over
