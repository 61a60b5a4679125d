from __future__ import annotations

import pytest

from channels.errors import ProtocolError
from channels.wire import sip_switch
from channels.wire.sip_message import SipMessage
from channels.wire.sip_switch import LINGER_S, Switch

OUTSIDE, INSIDE = "198.51.100.7:5060", "127.0.0.1:40000"
ALICE = ("192.0.2.1", 5070)
ROUTE = f"<sip:{INSIDE};lr>"


def switch(agents: int = 2) -> Switch:
    return Switch(OUTSIDE, INSIDE, agents)


def message(
    start: str, call: str = "a", to_tag: str = "", cseq: str = "1 INVITE", *more: str
) -> bytes:
    lines = [
        start,
        "Via: SIP/2.0/UDP 192.0.2.1:5070;rport;branch=z9hG4bK7",
        f"To: <sip:bank@{OUTSIDE}>{to_tag}",
        f"Call-ID: {call}",
        f"CSeq: {cseq}",
        *more,
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def request(method: str, call: str = "a", uri: str = "sip:bank@host", *more: str) -> bytes:
    in_dialog = method in ("BYE", "INFO")
    return message(f"{method} {uri} SIP/2.0", call, ";tag=1" * in_dialog, f"1 {method}", *more)


def invite(call: str = "a") -> bytes:
    return request("INVITE", call)


def answer(from_switch: bytes, start: str, tag: str = ";tag=1") -> bytes:
    """An agent's response to what it got."""
    asked = SipMessage.parse(from_switch)
    asked.start = start
    asked.put("To", asked.get("to") + tag)
    return asked.encode()


# Which agent


def test_calls_go_to_the_agent_with_the_fewest_and_stay_with_it() -> None:
    calls = switch()
    first = [calls.from_outside(invite(call), ALICE, 0)[0] for call in "abcd"]
    assert first == [0, 1, 0, 1]
    for method in ("CANCEL", "ACK", "INFO", "INVITE", "BYE", "BYE"):
        assert calls.from_outside(request(method, "b"), ALICE, 1)[0] == 1
    assert calls.from_outside(invite("e"), ALICE, 2)[0] == 1  # b is over


@pytest.mark.parametrize("ended_by", ["bye", "busy"])
def test_a_call_that_an_agent_has_ended_is_over(ended_by: str) -> None:
    calls = switch()
    _, got = calls.from_outside(invite("a"), ALICE, 0)
    calls.from_outside(invite("b"), ALICE, 0)
    if ended_by == "bye":
        calls.from_agent(0, request("BYE", "a", "sip:alice@192.0.2.1"), 1)
    else:
        calls.from_agent(0, answer(got, "SIP/2.0 486 Busy Here"), 1)
    assert calls.from_outside(invite("c"), ALICE, 2)[0] == 0


def test_what_comes_late_still_finds_its_agent_and_is_forgotten_afterwards() -> None:
    calls = switch()
    _, got = calls.from_outside(invite("a"), ALICE, 0)
    calls.from_agent(0, answer(got, "SIP/2.0 200 OK"), 0)
    calls.from_outside(invite("b"), ALICE, 0)
    calls.from_outside(request("BYE", "b"), ALICE, 1)
    assert calls.from_outside(request("ACK", "b"), ALICE, LINGER_S)[0] == 1
    calls.from_outside(invite("c"), ALICE, LINGER_S + 2)
    assert calls.from_outside(request("INFO", "b"), ALICE, LINGER_S + 2)[0] == 0  # as any


def test_a_call_that_its_agent_does_not_understand_is_forgotten() -> None:
    calls = switch()
    _, got = calls.from_outside(invite("a"), ALICE, 0)
    calls.from_outside(invite("b"), ALICE, 0)
    calls.from_agent(0, answer(got, "SIP/2.0 100 Trying"), 1)
    assert calls.from_outside(invite("c"), ALICE, LINGER_S)[0] == 1  # which has b no more


def test_a_change_that_an_agent_refuses_does_not_end_the_call() -> None:
    calls = switch()
    _, got = calls.from_outside(invite("a"), ALICE, 0)
    calls.from_agent(0, answer(got, "SIP/2.0 200 OK"), 0)
    calls.from_agent(0, answer(got, "SIP/2.0 488 Not Acceptable Here"), 1)
    assert calls.from_outside(invite("b"), ALICE, 2)[0] == 1


def test_a_late_answer_does_not_bring_a_call_back() -> None:
    calls = switch()
    _, got = calls.from_outside(invite("a"), ALICE, 0)
    calls.from_outside(request("CANCEL"), ALICE, 1)
    calls.from_outside(request("BYE"), ALICE, 1)
    calls.from_agent(0, answer(got, "SIP/2.0 200 OK"), 2)
    calls.from_outside(invite("b"), ALICE, LINGER_S + 2)
    assert calls.from_outside(invite("c"), ALICE, LINGER_S + 2)[0] == 1


def test_within_a_call_the_contact_says_which_agent_it_is() -> None:
    uri = f"sip:{OUTSIDE};agent=1"
    assert switch().from_outside(request("BYE", "unknown", uri), ALICE, 0)[0] == 1
    assert switch().from_outside(request("INVITE", "new", uri), ALICE, 0)[0] == 0  # no call yet


def test_an_agent_that_was_started_anew_has_no_calls() -> None:
    calls = switch()
    calls.from_outside(invite("a"), ALICE, 0)
    calls.from_outside(invite("b"), ALICE, 0)
    calls.forget(1)
    assert calls.from_outside(invite("c"), ALICE, 0)[0] == 1


def test_there_is_an_end_to_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sip_switch, "MOST_CALLS", 1)
    calls = switch()
    calls.from_outside(invite("a"), ALICE, 0)
    with pytest.raises(ProtocolError):
        calls.from_outside(invite("b"), ALICE, 0)


# What an agent gets


def test_an_agent_learns_where_a_request_came_from_and_answers_by_the_switch() -> None:
    _, got = switch().from_outside(invite(), ALICE, 0)
    asked = SipMessage.parse(got)
    assert asked.pop("via").startswith(f"SIP/2.0/UDP {INSIDE};branch=z9hG4bK")
    assert asked.pop("via").endswith(";rport=5070;branch=z9hG4bK7;received=192.0.2.1")
    assert asked.get("record-route") == ROUTE
    assert asked.get("max-forwards") == "69"


def test_a_request_sent_again_and_its_cancel_have_the_same_branch() -> None:
    calls = switch()
    tops = {
        SipMessage.parse(calls.from_outside(one, ALICE, 0)[1]).top("via")
        for one in (invite(), invite(), request("CANCEL"))
    }
    assert len(tops) == 1


def test_a_response_finds_the_agent_that_asked() -> None:
    calls = switch()
    _, asked = calls.from_agent(1, request("REFER", "a", "sip:alice@192.0.2.1"), 0)
    agent, got = calls.from_outside(answer(asked, "SIP/2.0 200 OK", ""), ALICE, 0)
    assert agent == 1
    assert SipMessage.parse(got).top("via").startswith("SIP/2.0/UDP 192.0.2.1:5070")


# What goes out


@pytest.mark.parametrize("method", ["INVITE", "OPTIONS"])
def test_an_answer_goes_back_without_a_word_of_the_switch(method: str) -> None:
    calls = switch()
    _, got = calls.from_outside(request(method), ALICE, 0)
    to, sent = calls.from_agent(0, answer(got, "SIP/2.0 200 OK"), 0)
    assert to == ALICE
    assert INSIDE.encode() not in sent
    assert sent.count(b"Via") == 1


@pytest.mark.parametrize(
    ("routes", "to"),
    [
        ([], ("192.0.2.1", 5060)),
        ([f"Route: {ROUTE}"], ("192.0.2.1", 5060)),
        ([f"Route: {ROUTE}, <sip:edge.example:5080;lr>"], ("edge.example", 5080)),
    ],
)
def test_a_request_goes_to_the_next_of_its_route(routes: list[str], to: object) -> None:
    asked = request("BYE", "a", "sip:alice@192.0.2.1", *routes)
    address, sent = switch().from_agent(1, asked, 0)
    assert address == to
    assert SipMessage.parse(sent).top("via").startswith(f"SIP/2.0/UDP {OUTSIDE};branch=z9hG4bK-1-")


@pytest.mark.parametrize(
    "nobodys",
    [
        b"x",
        message("SIP/2.0 200 OK"),
        message("SIP/2.0 200 OK").replace(b"z9hG4bK7", b"z9hG4bK-9-1"),
        request("BYE", "a", "sip:x;agent=9"),
        request("BYE", "a", "sip:x", "Max-Forwards: 0"),
        request("BYE", "a", "sip:x", "Max-Forwards: many"),
    ],
)
def test_what_is_for_nobody_is_refused(nobodys: bytes) -> None:
    with pytest.raises(ProtocolError):
        switch().from_outside(nobodys, ALICE, 0)


@pytest.mark.parametrize("lost", [request("BYE", "a", "tel:5"), message("SIP/2.0 200 OK")])
def test_what_has_no_address_is_refused(lost: bytes) -> None:
    with pytest.raises(ProtocolError):
        switch().from_agent(0, lost, 0)
