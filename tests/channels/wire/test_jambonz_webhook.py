"""jambonz's signature, and the verbs that it is answered with."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.wire import jambonz_webhook as webhooks
from channels.wire.jambonz_webhook import is_signed
from tools.caller.jambonz import sign

SECRET = "wh_secret_0123456789"
BODY = json.dumps({"call_sid": "c1", "from": "+15550100"}).encode()
NOW = 1_790_000_000
GOOD = sign(SECRET, BODY, NOW)
OTHER = sign("another", BODY, NOW).partition(",")[2]


@pytest.mark.parametrize(
    ("header", "good"),
    [
        (GOOD, True),
        (GOOD.replace(",", ", "), True),
        (f"{GOOD},{OTHER}", True),  # while a secret is changed, both may be there
        (f"t={NOW},{OTHER},{GOOD.partition(',')[2]}", True),
        (sign(SECRET, BODY, NOW - 300), True),
        (sign(SECRET, BODY, NOW + 300), True),
        (sign(SECRET, BODY, NOW - 301), False),
        (sign(SECRET, BODY, NOW + 301), False),
        (sign(SECRET, BODY + b" ", NOW), False),
        (f"t={NOW},{OTHER}", False),
        (GOOD.replace("v1", "v0"), False),
        (GOOD.replace(f"t={NOW}", f"t={NOW + 1}"), False),
        (GOOD.partition(",")[2], False),
        (f"t={NOW}", False),
        (f"t={NOW},v1=", False),
        (f"t={NOW},v1=\udcff", False),
        ("t=,v1=", False),
        ("t=١٢,v1=0", False),
        ("t=" + "9" * 5000 + ",v1=0", False),
        ("", False),
    ],
)
def test_a_request_is_believed_if_it_is_signed_with_the_secret_a_short_while_ago(
    header: str, good: bool
) -> None:
    assert is_signed(header, BODY, SECRET, NOW) is good


@given(st.text(), st.binary())
def test_no_header_does_harm(header: str, body: bytes) -> None:
    assert not is_signed(header, body, SECRET, NOW)


def test_a_call_is_listened_to_and_spoken_to() -> None:
    (verb,) = webhooks.listen("wss://a/w", "https://a/after", 8000, ("desk", "pass"))
    assert verb == {
        "verb": "listen",
        "url": "wss://a/w",
        "actionHook": "https://a/after",
        "wsAuth": {"username": "desk", "password": "pass"},
        "mixType": "mono",
        "sampleRate": 8000,
        "passDtmf": True,
        "bidirectionalAudio": {"enabled": True, "streaming": True, "sampleRate": 8000},
    }


def test_a_caller_hears_that_all_lines_are_busy_and_who_was_called_is_not_bothered() -> None:
    (declined,) = webhooks.refuse("inbound")
    assert (declined["verb"], declined["status"]) == ("sip:decline", 486)
    assert webhooks.refuse("outbound") == [{"verb": "hangup"}]


@pytest.mark.parametrize(
    ("to", "target"),
    [
        ("+15550111", {"type": "phone", "number": "+15550111"}),
        ("sip:desk@bank.example", {"type": "sip", "sipUri": "sip:desk@bank.example"}),
        ("sips:desk@bank.example", {"type": "sip", "sipUri": "sips:desk@bank.example"}),
        ("desk@bank.example", {"type": "user", "name": "desk@bank.example"}),
    ],
)
def test_a_caller_is_passed_on_to_a_number_an_address_or_a_telephone(
    to: str, target: dict[str, Any]
) -> None:
    assert webhooks.dial(to, {}) == [{"verb": "dial", "target": [target]}]


def test_what_the_colleague_is_to_know_goes_with_the_call() -> None:
    (verb,) = webhooks.dial("+15550111", {"call_id": "c1", "reason": "asked for"})
    value, _, encoding = verb["headers"]["User-to-User"].partition(";")
    assert encoding == "encoding=hex"
    assert bytes.fromhex(value) == b"\x04call_id=c1&reason=asked+for"
