"""INVITEs as they come, hand-made after RFC 3261."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.wire.browser import decode
from channels.wire.incoming import Start
from channels.wire.sip import Invite, refer_to, user_of

INVITE = """\
INVITE sip:cards@127.0.0.1:5060;transport=udp SIP/2.0
Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK776asdhds
From: "Alice" <sip:+15550100@pbx.example>;tag=1928301774
To: <sip:cards@127.0.0.1>
Call-ID: a84b4c76e66710@pbx.example
CSeq: 314159 INVITE
{more}Content-Length: 4

v=0
""".replace("\n", "\r\n")


def invite(more: str = "") -> Invite:
    return Invite.parse(INVITE.replace("{more}", more))


def test_an_invite_says_who_calls_whom() -> None:
    start = invite("X-Campaign: spring\r\nUser-to-User: 6869;encoding=hex\r\n").start(8000)
    assert start == {
        "type": "start",
        "sample_rate": 8000,
        "caller": "+15550100",
        "called": "cards",
        "stream_id": "a84b4c76e66710@pbx.example",
        "custom_parameters": {"X-Campaign": "spring", "User-to-User": "6869;encoding=hex"},
    }


def test_what_the_network_asserts_goes_before_what_a_telephone_says() -> None:
    more = "P-Asserted-Identity: <tel:+15550111>\r\nAuthorization: Digest x\r\n"
    assert invite(more).caller == "+15550111"
    assert invite(more).authorization == "Digest x"


@pytest.mark.parametrize(
    ("vias", "sender"),
    [
        ("", ":0"),
        ("Via: SIP/2.0/UDP pc;received=192.0.2.1;rport=6\r\n", "192.0.2.1:6"),
        ("Via: SIP/2.0/UDP [2001:db8::1]:7\r\n", "[2001:db8::1]:7"),
        ("Via: nonsense\r\n", ":0"),
    ],
)
def test_what_a_switchboard_hands_on_says_where_it_came_from(vias: str, sender: str) -> None:
    assert Invite.parse(f"INVITE sip:b@h SIP/2.0\r\nVia: ours\r\n{vias}\r\n").sender == sender


def test_compact_forms_are_read_too() -> None:
    raw = "INVITE sip:bank@h SIP/2.0\r\nf: <sip:bob@h>;tag=1\r\ni: 1@h\r\n\r\n"
    found = Invite.parse(raw)
    assert (found.caller, found.call_id, found.called) == ("bob", "1@h", "bank")


@pytest.mark.parametrize("raw", ["", "INVITE", "INVITE sip:127.0.0.1 SIP/2.0\r\n\r\n"])
def test_who_says_nothing_is_nobody(raw: str) -> None:
    found = Invite.parse(raw)
    assert (found.caller, found.called, found.call_id, found.custom_parameters) == ("", "", "", {})


@pytest.mark.parametrize(
    ("address", "user"),
    [
        ('"Alice" <sip:alice@bank.example>;tag=1', "alice"),
        ("sips:100@bank.example", "100"),
        ("<sip:a%20b@h>", "a b"),
        ("tel:+15550100;phone-context=x", "+15550100"),
        ("<sip:bank.example>", ""),
        ("anonymous", ""),
    ],
)
def test_the_user_of_an_address(address: str, user: str) -> None:
    assert user_of(address) == user


@given(st.text(max_size=300))
def test_whatever_stands_in_an_invite_can_be_told_to_rasa(junk: str) -> None:
    start = invite(f"X-Any: {junk}\r\nP-Asserted-Identity: <sip:{junk}@h>\r\n").start(8000)
    assert isinstance(decode(json.dumps(start)), Start)


@pytest.mark.parametrize(
    ("to", "told", "refer"),
    [
        ("200", "", "<sip:200@pbx.example>"),
        ("sip:200@other.example", "", "<sip:200@other.example>"),
        ("tel:+15550100", "", "<tel:+15550100>"),
        ("200", "6869;encoding=hex", "<sip:200@pbx.example?User-to-User=6869%3Bencoding%3Dhex>"),
    ],
)
def test_a_transfer_takes_what_the_colleague_is_told(to: str, told: str, refer: str) -> None:
    assert refer_to(to, "pbx.example", told) == refer
