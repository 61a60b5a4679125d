from __future__ import annotations

from hashlib import md5

import pytest

from channels.wire.sip_digest import VALID_S, Digest


@pytest.fixture
def digest() -> Digest:
    return Digest("voicedesk", "trunk", "s3cret", b"x" * 32)


def hashed(*parts: str) -> str:
    return md5(":".join(parts).encode(), usedforsecurity=False).hexdigest()


def answer(
    challenge: str, password: str = "s3cret", qop: bool = True, method: str = "INVITE"
) -> str:
    """As RFC 2617, section 3.2.2 has a client compute it."""
    nonce = challenge.partition('nonce="')[2].partition('"')[0]
    one = hashed("trunk", "voicedesk", password)
    two = hashed(method, "sip:bank@h")
    more = ("00000001", "abc", "auth") if qop else ()
    fields = {
        "username": "trunk",
        "realm": "voicedesk",
        "nonce": nonce,
        "uri": "sip:bank@h",
        "response": hashed(one, nonce, *more, two),
    }
    if qop:
        fields |= {"nc": "00000001", "cnonce": "abc", "qop": "auth"}
    return "Digest " + ", ".join(f'{name}="{value}"' for name, value in fields.items())


@pytest.mark.parametrize("qop", [True, False])
def test_who_knows_the_password_is_accepted_once(digest: Digest, qop: bool) -> None:
    given = answer(digest.challenge(0.0), qop=qop)
    assert digest.accepts(given, "INVITE", 1.0)
    assert not digest.accepts(given, "INVITE", 2.0)


@pytest.mark.parametrize(
    ("wrong", "at_s"),
    [({"password": "guess"}, 1.0), ({"method": "BYE"}, 1.0), ({}, VALID_S + 1)],
)
def test_a_wrong_answer_is_none(digest: Digest, wrong: dict[str, str], at_s: float) -> None:
    assert not digest.accepts(answer(digest.challenge(0.0), **wrong), "INVITE", at_s)  # type: ignore[arg-type]


@pytest.mark.parametrize("given", ["", "Basic dHJ1bms6", "Digest", "Digest x", 'Digest nonce="é"'])
def test_what_is_no_answer_is_none(digest: Digest, given: str) -> None:
    assert not digest.accepts(given, "INVITE", 0.0)


def test_a_challenge_that_is_not_ours_is_none(digest: Digest) -> None:
    other = Digest("voicedesk", "trunk", "s3cret", b"y" * 32)
    assert not digest.accepts(answer(other.challenge(0.0)), "INVITE", 0.0)


def test_used_answers_are_forgotten_when_they_are_too_old_anyway(digest: Digest) -> None:
    assert digest.accepts(answer(digest.challenge(0.0)), "INVITE", 0.0)
    assert digest.accepts(answer(digest.challenge(200.0)), "INVITE", 200.0)
    assert len(digest._used) == 1


def test_no_secret_is_shown(digest: Digest) -> None:
    assert "s3cret" not in repr(digest)
