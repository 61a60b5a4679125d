"""What jambonz asks by HTTP: is it really jambonz, and what is it to do with the call.

The answers are verbs: https://docs.jambonz.org/verbs/overview
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from channels.wire import user_to_user

Verb = dict[str, Any]

SIGNED_WITHIN_S = 300
"""A request that was signed longer ago, or later than now by more, is not believed; as jambonz's
own SDK has it."""


def is_signed(header: str, body: bytes, secret: str, now_s: float) -> bool:
    """Whether a request's `Jambonz-Signature` is of `secret`, the account's webhook secret.

    The header is `t=SECONDS,v1=HEX`, HEX being the HMAC-SHA256 of `SECONDS.BODY`:
    https://docs.jambonz.org/guides/features/securing-http-endpoints and _generateSigHeader in
    lib/utils/base-requestor.js of github.com/jambonz/jambonz-feature-server.
    """
    fields = [part.strip().partition("=") for part in header.split(",")]
    signed_s = next((value for name, _, value in fields if name == "t"), "")
    if not _is_recent(signed_s, now_s):
        return False
    expected = hmac.new(secret.encode(), f"{signed_s}.".encode() + body, sha256).hexdigest()
    given = [value.encode(errors="replace") for name, _, value in fields if name == "v1"]
    return any(hmac.compare_digest(one, expected.encode()) for one in given)


def _is_recent(signed_s: str, now_s: float) -> bool:
    plain = signed_s.isascii() and signed_s.isdecimal() and len(signed_s) <= 12
    return plain and abs(now_s - int(signed_s)) <= SIGNED_WITHIN_S


def listen(url: str, after_url: str, rate_hz: int, credential: tuple[str, str]) -> list[Verb]:
    """Sends the call's audio to our websocket, and asks at `after_url` once that is over."""
    username, password = credential
    return [
        {
            "verb": "listen",
            "url": url,
            "wsAuth": {"username": username, "password": password},
            "actionHook": after_url,
            "mixType": "mono",
            "sampleRate": rate_hz,
            "passDtmf": True,
            "bidirectionalAudio": {"enabled": True, "streaming": True, "sampleRate": rate_hz},
        }
    ]


def refuse(direction: str) -> list[Verb]:
    """Busy; a call that jambonz has placed itself is answered by then, and only ends."""
    if direction == "outbound":
        return hang_up()
    return [{"verb": "sip:decline", "status": 486, "reason": "Busy Here"}]


def hang_up() -> list[Verb]:
    """The call ends."""
    return [{"verb": "hangup"}]


def dial(to: str, record: Mapping[str, str]) -> list[Verb]:
    """Passes the caller on. The call ends when the colleague's does, or nobody answers.

    Not `sip:refer`: that asks of the caller's carrier what few carriers do. jambonz's SBC hands the
    header on (proxyRequestHeaders in lib/call-session.js of github.com/jambonz/sbc-outbound).
    """
    header = user_to_user.encode(record)
    headers = {"headers": {"User-to-User": header}} if header else {}
    return [{"verb": "dial", "target": [_target(to)], **headers}]


def _target(to: str) -> dict[str, str]:
    """A number, an address, or (NAME@DOMAIN) a telephone that is registered with jambonz."""
    if to.startswith(("sip:", "sips:")):
        return {"type": "sip", "sipUri": to}
    if "@" in to:
        return {"type": "user", "name": to}
    return {"type": "phone", "number": to}
