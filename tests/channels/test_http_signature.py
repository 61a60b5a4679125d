"""The example of Genesys' documentation, and what may be wrong with a signature."""

from __future__ import annotations

from base64 import b64decode
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.errors import ProtocolError
from channels.genesys import SIGNED
from channels.http_signature import verify
from tools.caller.genesys import sign

KEY = "SGVsbG8sIEkgYW0gdGhlIEFQSSBrZXkh"
SECRET = "TXlTdXBlclNlY3JldEtleVRlbGxOby0xITJAMyM0JDU="
CREATED_S = 1641013200
VALUES = {
    "@request-target": "/api/v1/voicebiometrics/ws",
    "@authority": "audiohook.example.com",
    "audiohook-organization-id": "d7934305-0972-4844-938e-9060eef73d05",
    "audiohook-session-id": "30b0e395-84d3-4570-ac13-9a62d8f514c0",
    "audiohook-correlation-id": "e160e428-53e2-487c-977d-96989bf5c99d",
    "x-api-key": KEY,
}
INPUT = (
    'sig1=("@request-target" "@authority" "audiohook-organization-id" "audiohook-session-id"'
    f' "audiohook-correlation-id" "x-api-key");keyid="{KEY}";nonce="VGhpc0lzQVVuaXF1ZU5vbmNl"'
    f';alg="hmac-sha256";created={CREATED_S};expires=3282026430'
)
SIGNATURE = "sig1=:NZBwyBHRRyRoeLqy1IzOa9VYBuI8TgMFt2GRDkDuJh4=:"


def check(
    signature_input: str = INPUT,
    signature: str = SIGNATURE,
    key: str = KEY,
    secret: str = SECRET,
    now_s: float = CREATED_S,
    **values: str,
) -> None:
    told = {**VALUES, **{name.replace("_", "-"): value for name, value in values.items()}}
    headers = signature_input, signature
    verify(lambda name: told.get(name, ""), SIGNED, headers, key, b64decode(secret), now_s)


def signed(names: tuple[str, ...] = SIGNED, created_s: int = CREATED_S) -> dict[str, str]:
    """By the telephone, which has the rules from the draft."""
    headers = sign(SECRET, KEY, {name: VALUES.get(name, "") for name in names}, created_s)
    return {"signature_input": headers["Signature-Input"], "signature": headers["Signature"]}


def test_the_example_of_the_documentation_is_good() -> None:
    check()


@pytest.mark.parametrize("names", [SIGNED, SIGNED[::-1], (*SIGNED, "host")])
def test_the_components_may_come_in_any_order_and_be_more(names: tuple[str, ...]) -> None:
    check(**signed(names))


@pytest.mark.parametrize("late_s", [-3, 0, 5, 13])
def test_the_clocks_may_differ_a_little(late_s: int) -> None:
    check(now_s=CREATED_S + late_s)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"signature": ""}, "not there"),
        ({"signature_input": ""}, "not there"),
        ({"signature": SIGNATURE.replace("sig1", "sig2")}, "not one signature"),
        ({"signature": f"{SIGNATURE}, {SIGNATURE}"}, "not one signature"),
        ({"signature_input": f"{INPUT}, {INPUT}"}, "not one signature"),
        ({"signature_input": INPUT.replace('"x-api-key"', '"x-api-key";sf')}, "not one"),
        ({"signature_input": INPUT.replace(' "x-api-key"', "")}, "must cover"),
        ({"signature_input": INPUT.replace('"@authority"', '"x-api-key"')}, "must cover"),
        ({"signature_input": INPUT.replace("keyid", "key")}, "keyid"),
        ({"key": "another"}, "keyid"),
        ({"signature_input": INPUT.replace("hmac-sha256", "none")}, "alg"),
        ({"signature_input": INPUT.replace("VGhpc0lzQVVuaXF1ZU5vbmNl", "short")}, "nonce"),
        ({"now_s": CREATED_S + 14}, "created just now"),
        ({"now_s": CREATED_S - 4}, "created just now"),
        ({"signature_input": INPUT.replace(str(CREATED_S), f'"{CREATED_S}"')}, "created"),
        ({"signature_input": INPUT.replace("3282026430", "1641013190")}, "expired"),
        ({"secret": "AAAA"}, "client_secret"),
        ({"signature": "sig1=:NZBw:"}, "client_secret"),
        ({"signature": "sig1=:NZBwy:"}, "client_secret"),
        ({"audiohook_session_id": "another"}, "client_secret"),
        ({"audiohook_session_id": "\udcff"}, "client_secret"),
    ],
)
def test_a_signature_that_is_not_good_is_refused_with_what_is_wrong(
    wrong: dict[str, str], why: str
) -> None:
    with pytest.raises(ProtocolError, match=why) as refused:
        check(**wrong)  # type: ignore[arg-type]
    assert refused.value.code == "signature"
    assert SECRET not in str(refused.value) and KEY not in str(refused.value)


@given(st.text(), st.text())
def test_whatever_is_sent_it_is_refused_without_harm(one: str, other: str) -> None:
    for pair in ((one, other), (f"sig1={one}", SIGNATURE), (INPUT + one, f"sig1=:{other}:")):
        with suppress(ProtocolError):
            check(*pair)
