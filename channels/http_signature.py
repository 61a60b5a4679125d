"""HTTP message signatures, as far as Genesys' AudioHook uses them: one signature, by HMAC-SHA256.

draft-ietf-httpbis-message-signatures-11, now RFC 9421. What must be signed and how long it is good
for is as in https://developer.genesys.cloud/devapps/audiohook/session-walkthrough and Genesys' own
server, github.com/purecloudlabs/audiohook-reference-implementation. Time is passed in.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b64decode
from collections.abc import Callable, Collection

from channels.errors import ProtocolError

MOST_AGE_S = 10
SKEW_S = 3
"""The two clocks may differ by so much."""
LEAST_NONCE = 22
"""Characters: 128 bits in base64."""

_KEY = r"[a-z*][a-z0-9_.*-]*"  # RFC 8941, as all below
_TEXT = r'"[^"\\]*"'
_PARAMETER = re.compile(rf"; *({_KEY})=(?:\"([^\"\\]*)\"|(\d{{1,15}}))")
_INPUT = re.compile(
    rf"({_KEY})=(\(((?:{_TEXT}(?: +{_TEXT})*)?)\)((?:; *{_KEY}=(?:{_TEXT}|\d{{1,15}}))*))"
)
_SIGNATURE = re.compile(rf"({_KEY})=:([A-Za-z0-9+/]+={{0,2}}):")


def verify(
    value_of: Callable[[str], str],
    needed: Collection[str],
    headers: tuple[str, str],
    key_id: str,
    secret: bytes,
    now_s: float,
) -> None:
    """Raises ProtocolError: signature, for a request that the secret's owner has not just signed.

    `value_of` gives a component's value: a header's, or that of "@authority" and the like; `needed`
    are those that must be signed; `headers`: Signature-Input and Signature; `now_s` is since 1970.
    """
    signed, given = _INPUT.fullmatch(headers[0].strip()), _SIGNATURE.fullmatch(headers[1].strip())
    if not signed or not given or signed[1] != given[1]:
        raise _refusal("Signature and Signature-Input are not there, or not one signature")
    names = re.findall(r'"([^"]*)"', signed[3])
    if len(names) != len(set(names)) or not set(needed) <= set(names):
        raise _refusal(f"it must cover {', '.join(needed)}, each once")
    _check_parameters(signed[4], key_id, now_s)
    lines = [f'"{name}": {value_of(name)}' for name in names]
    base = "\n".join([*lines, f'"@signature-params": {signed[2]}'])
    expected = hmac.new(secret, base.encode(errors="replace"), hashlib.sha256).digest()
    if not hmac.compare_digest(expected, _bytes(given[2])):
        raise _refusal(
            "it is not made with the client_secret of credentials.yml, or of other words"
        )


def _check_parameters(text: str, key_id: str, now_s: float) -> None:
    found = _PARAMETER.findall(text)
    texts = {name: word for name, word, number in found if not number}
    numbers = {name: int(number) for name, _, number in found if number}
    if texts.get("keyid") != key_id:
        raise _refusal("its keyid is not the X-API-KEY")
    if texts.get("alg", "hmac-sha256") != "hmac-sha256":
        raise _refusal("its alg must be hmac-sha256")
    if len(texts.get("nonce", "")) < LEAST_NONCE:
        raise _refusal(f"its nonce must have {LEAST_NONCE} characters")
    if not now_s - MOST_AGE_S - SKEW_S <= numbers.get("created", 0) <= now_s + SKEW_S:
        raise _refusal("it was not created just now; compare the clocks")
    if numbers.get("expires", now_s) < now_s - SKEW_S:
        raise _refusal("it has expired; compare the clocks")


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:  # a length that base64 does not have
        return b""


def _refusal(why: str) -> ProtocolError:
    return ProtocolError("signature", f"the signature is not good: {why}")
