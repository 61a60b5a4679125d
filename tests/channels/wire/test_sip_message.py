from __future__ import annotations

import pytest

from channels.errors import ProtocolError
from channels.wire.sip_message import SipMessage, parameter, reply_to, stamped, target

REQUEST = (
    b"INVITE sip:cards@192.0.2.9;agent=2 SIP/2.0\r\n"
    b"v: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK77;rport, SIP/2.0/UDP pc;branch=z9hG4bK1\r\n"
    b"Via: SIP/2.0/TCP far\r\n"
    b'To: "A, B" <sip:cards@192.0.2.9>\r\n'
    b"Subject: one\r\n two\r\n"
    b"i: a84b\r\nCSeq: 4 INVITE\r\nno header\r\n\r\nv=0\r\n\r\nbody"
)


def parsed() -> SipMessage:
    return SipMessage.parse(REQUEST)


def test_a_request_is_read() -> None:
    message = parsed()
    assert message.is_request and not message.in_dialog
    assert (message.method, message.uri, message.call_id) == (
        "INVITE",
        "sip:cards@192.0.2.9;agent=2",
        "a84b",
    )
    assert message.get("subject") == "one two"
    assert message.body == b"v=0\r\n\r\nbody"


@pytest.mark.parametrize(
    ("start", "status"),
    [("SIP/2.0 486 Busy Here", 486), ("SIP/2.0", 0), ("SIP/2.0 9x Odd", 0)],
)
def test_a_response_is_of_the_method_that_it_answers(start: str, status: int) -> None:
    message = SipMessage.parse(REQUEST.replace(REQUEST.split(b"\r\n")[0], start.encode()))
    assert not message.is_request
    assert (message.method, message.status) == ("INVITE", status)


def test_a_response_without_a_cseq_is_of_no_method() -> None:
    assert SipMessage("SIP/2.0 200 OK", [], b"").method == ""


@pytest.mark.parametrize(
    "broken",
    [b"", b"\r\n\r\n", b"INVITE sip:x SIP/2.0\r\n\r\n", b"INVITE sip:x SIP/2.0\r\nVia: a\r\n\r\n"],
)
def test_what_is_no_message_is_refused(broken: bytes) -> None:
    with pytest.raises(ProtocolError):
        SipMessage.parse(broken)


def test_the_top_is_the_first_value_of_a_header() -> None:
    message = parsed()
    message.push("Via", "SIP/2.0/UDP new")
    tops = [message.pop("via") for _ in range(5)]
    hosts = ["new", "192.0.2.1;branch=z9hG4bK77;rport", "pc;branch=z9hG4bK1"]
    assert tops == [*(f"SIP/2.0/UDP {host}" for host in hosts), "SIP/2.0/TCP far", ""]


def test_values_within_quotes_and_brackets_are_one() -> None:
    message = SipMessage("", [("Route", '"a, b" <sip:a,b@c;lr>, <sip:d>')], b"")
    assert message.pop("route") == '"a, b" <sip:a,b@c;lr>'
    assert message.top("route") == "<sip:d>"


def test_it_is_written_as_it_was_read_but_for_what_was_changed() -> None:
    message = parsed()
    message.put("CSeq", "5 INVITE")
    message.push("Record-Route", "<sip:us>")
    message.drop("subject", "one two")
    text = message.encode()
    assert text.startswith(b"INVITE sip:cards@192.0.2.9;agent=2 SIP/2.0\r\nRecord-Route: <sip:us>")
    assert b"Subject" not in text and b"4 INVITE" not in text and b"\r\nCSeq: 5 INVITE" in text
    assert text.endswith(b"\r\n\r\nv=0\r\n\r\nbody")


@pytest.mark.parametrize(
    ("via", "with_source"),
    [
        ("SIP/2.0/UDP pc;branch=1", "SIP/2.0/UDP pc;branch=1;received=192.0.2.1"),
        (
            "SIP/2.0/UDP pc;rport;branch=1;received=evil",
            "SIP/2.0/UDP pc;rport=5070;branch=1;received=192.0.2.1",
        ),
    ],
)
def test_where_a_request_came_from_is_noted(via: str, with_source: str) -> None:
    assert stamped(via, ("192.0.2.1", 5070)) == with_source


@pytest.mark.parametrize(
    ("via", "address"),
    [
        ("SIP/2.0/UDP pc.example:5070;branch=1", ("pc.example", 5070)),
        ("SIP/2.0/UDP pc.example", ("pc.example", 5060)),
        ("SIP / 2.0 / UDP [2001:db8::1]:5070;rport=6;received=2001:db8::2", ("2001:db8::2", 6)),
        ("SIP/2.0/UDP [2001:db8::1]", ("2001:db8::1", 5060)),
        ("SIP/2.0/UDP pc:99999", ("pc", 5060)),
        ("nonsense", None),
    ],
)
def test_a_response_goes_where_its_top_via_says(via: str, address: object) -> None:
    assert reply_to(via) == address


@pytest.mark.parametrize(
    ("uri", "address"),
    [
        ("sip:alice@192.0.2.1:5070;transport=udp", ("192.0.2.1", 5070)),
        ("<sip:proxy.example;lr>", ("proxy.example", 5060)),
        ("<sips:a@[2001:db8::1]:7>", ("2001:db8::1", 7)),
        ("tel:+15550100", None),
    ],
)
def test_a_request_goes_where_its_uri_says(uri: str, address: object) -> None:
    assert target(uri) == address


def test_a_parameter_is_found_by_its_name() -> None:
    assert parameter("<sip:x;agent=12>", "agent") == "12"
    assert parameter("<sip:x;agents=12>", "agent") == ""
