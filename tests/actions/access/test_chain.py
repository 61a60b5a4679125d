from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from actions.access.chain import START, Chain, digest, fits, instant

AT = datetime(2026, 11, 26, 6, 7, 8, 90, timezone.utc)
CANONICAL = (
    '{"action":"show","at":"2026-11-26T06:07:08.000090Z","calls":1,"keyed":%s,"outcome":"ok",'
    '"previous":"' + START + '","role":"agent","sequence":1,"subject":"é\\u0001\\"","who":null}'
)
ROW = {
    "sequence": 1,
    "at": AT,
    "who": None,
    "role": "agent",
    "action": "show",
    "subject": 'é\x01"',
    "calls": 1,
    "outcome": "ok",
    "keyed": False,
    "previous": START,
}


def hashed(key: str = "", **changes: Any) -> dict[str, Any]:
    row = {**ROW, "keyed": bool(key), **changes}
    return {**row, "hash": digest(row, key)}


def rows(*keys: str) -> list[dict[str, Any]]:
    """A chain, of which each row is written with that key."""
    made: list[dict[str, Any]] = []
    for number, key in enumerate(keys, start=1):
        previous = made[-1]["hash"] if made else START
        made.append(hashed(key, sequence=number, previous=previous))
    return made


def test_without_a_key_the_hash_is_sha_256_of_the_canonical_content() -> None:
    assert digest(ROW, "") == hashlib.sha256((CANONICAL % "false").encode()).hexdigest()


def test_with_a_key_it_is_an_hmac() -> None:
    content = (CANONICAL % "true").encode()
    assert hashed("key")["hash"] == hmac.new(b"key", content, "sha256").hexdigest()


def test_a_database_without_time_zones_has_the_same_hash() -> None:
    assert digest({**ROW, "at": AT.replace(tzinfo=None)}, "") == digest(ROW, "")
    elsewhere = timezone(timedelta(hours=5))
    assert instant(AT.astimezone(elsewhere)) == "2026-11-26T06:07:08.000090Z"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("sequence", 2),
        ("at", AT + timedelta(microseconds=1)),
        ("who", "jane"),
        ("role", None),
        ("action", "list"),
        ("subject", "other"),
        ("calls", 2),
        ("outcome", "refused"),
        ("previous", "1" * 64),
    ],
)
def test_whatever_is_changed_no_longer_fits(column: str, value: object) -> None:
    assert fits(hashed(), "")
    assert not fits({**hashed(), column: value}, "")


def test_a_chain_is_followed_to_its_head() -> None:
    chain, made = Chain("key"), rows("", "", "key", "key")
    assert [chain.trouble(row) for row in made] == [None] * 4
    assert (chain.rows, chain.rows_without_key, chain.head) == (4, 2, made[-1]["hash"])


@pytest.mark.parametrize(
    ("given", "key", "expected"),
    [
        (rows("k", "k", "k")[::2], "k", "row 2 is not there"),
        (rows("k", "k")[1:], "k", "row 1 is not there"),
        ([rows("k")[0], hashed("k", sequence=2)], "k", "does not follow the row before"),
        ([{**rows("k")[0], "calls": 9}], "k", "does not have its hash"),
        (rows("other"), "k", "does not have its hash"),
        (rows("k", ""), "k", "without the key"),
        (rows("k"), "", "VOICEDESK_AUDIT_KEY"),
    ],
)
def test_the_first_row_that_does_not_follow_is_told_with_the_reason(
    given: list[dict[str, Any]], key: str, expected: str
) -> None:
    chain = Chain(key)
    *good, bad = given
    assert [chain.trouble(row) for row in good] == [None] * len(good)
    assert expected in str(chain.trouble(bad))
    assert chain.rows == len(good)
