"""The server's side of digest authentication, for INVITEs: RFC 2617, as RFC 3261 uses it in 22.

MD5 is what SIP telephones know. A challenge is answered once, within a minute, so that who listens
on the line gains nothing by sending an answer again.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import md5, sha256
from urllib.request import parse_http_list, parse_keqv_list

VALID_S = 60.0


@dataclass
class Digest:
    """Of one user. `secret` signs the challenges. Time is passed in."""

    realm: str
    username: str
    password: str = field(repr=False)
    secret: bytes = field(repr=False)
    _used: dict[str, float] = field(default_factory=dict, init=False, repr=False)

    def challenge(self, now_s: float) -> str:
        """The value of a WWW-Authenticate header."""
        nonce = self._nonce(f"{now_s:.6f}")
        return f'Digest realm="{self.realm}", nonce="{nonce}", algorithm=MD5, qop="auth"'

    def accepts(self, authorization: str, method: str, now_s: float) -> bool:
        """Whether this Authorization header answers a challenge of ours, for the first time."""
        scheme, _, rest = authorization.partition(" ")
        if scheme.lower() != "digest":
            return False
        try:
            fields = parse_keqv_list(parse_http_list(rest))
        except ValueError:
            return False
        given = fields.get("response", "").encode()
        good = hmac.compare_digest(given, self._response(fields, method).encode())
        return good and self._is_fresh(fields.get("nonce", ""), now_s)

    def _response(self, fields: Mapping[str, str], method: str) -> str:
        nonce = fields.get("nonce", "")
        one = _hash(self.username, self.realm, self.password)
        two = _hash(method, fields.get("uri", ""))
        if "qop" not in fields:
            return _hash(one, nonce, two)
        nc, cnonce, qop = (fields.get(key, "") for key in ("nc", "cnonce", "qop"))
        return _hash(one, nonce, nc, cnonce, qop, two)

    def _nonce(self, issued: str) -> str:
        return f"{issued}-{hmac.new(self.secret, issued.encode(), sha256).hexdigest()[:32]}"

    def _is_fresh(self, nonce: str, now_s: float) -> bool:
        issued, _, _ = nonce.partition("-")
        if not hmac.compare_digest(nonce.encode(), self._nonce(issued).encode()):
            return False
        self._used = {one: until for one, until in self._used.items() if until > now_s}
        if nonce in self._used or now_s - float(issued) > VALID_S:
            return False
        self._used[nonce] = now_s + VALID_S
        return True


def _hash(*parts: str) -> str:
    return md5(":".join(parts).encode(), usedforsecurity=False).hexdigest()
