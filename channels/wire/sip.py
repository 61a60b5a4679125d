"""What a SIP INVITE says of a call, and what is said to its far end. RFC 3261, 3325, 3515, 7433."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from typing import Any
from urllib.parse import quote, unquote

from channels.wire.json_object import MAX_FIELD, MAX_FIELDS
from channels.wire.sip_message import reply_to

_CALLED = re.compile(r"[^A-Za-z0-9+*#._-]")
_URI = re.compile(r"(?:sips?:(?:([^@;?>\s]*)@)?|tel:([^;>\s]*))", re.I)


@dataclass(frozen=True)
class Invite:
    """The request that opens a call; `headers` are all of it, of any name."""

    request_uri: str
    headers: Message

    @classmethod
    def parse(cls, raw: str) -> Invite:
        """A message as it came, of which SIP's own parser has approved."""
        first, _, rest = raw.partition("\n")
        _, _, uri = first.partition(" ")
        head = rest.replace("\r\n", "\n").partition("\n\n")[0]
        return cls(uri.partition(" ")[0], HeaderParser().parsestr(head))

    @property
    def caller(self) -> str:
        """The number or name that calls: what the network asserts (RFC 3325), else From's."""
        for name in ("P-Asserted-Identity", "From", "f"):  # `f` is From's compact form
            if user := user_of(self._header(name)):
                return _told(user)
        return ""

    @property
    def called(self) -> str:
        """The user that the request is for, as the protocol's `called`."""
        return _CALLED.sub("", user_of(self.request_uri))[:64]

    @property
    def call_id(self) -> str:
        return _told(self._header("Call-ID") or self._header("i"))

    @property
    def custom_parameters(self) -> dict[str, str]:
        """Headers that begin with X-, and what another line has handed over."""
        names = [n for n in self.headers if n.lower().startswith(("x-", "user-to-user"))]
        return {name[:MAX_FIELD]: _told(self._header(name)) for name in names[:MAX_FIELDS]}

    @property
    def sender(self) -> str:
        """HOST:PORT from which it came to the switchboard, which has put its own Via on top."""
        vias = self.headers.get_all("Via", [])
        host, port = (reply_to(str(vias[1])) if len(vias) > 1 else None) or ("", 0)
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    @property
    def authorization(self) -> str:
        return self._header("Authorization")

    def start(self, sample_rate_hz: int) -> dict[str, Any]:
        """The first message of the browser protocol."""
        return {
            "type": "start",
            "sample_rate": sample_rate_hz,
            "caller": self.caller,
            "called": self.called,
            "stream_id": self.call_id,
            "custom_parameters": self.custom_parameters,
        }

    def _header(self, name: str) -> str:
        return str(self.headers.get(name, ""))


def user_of(address: str) -> str:
    """`alice` of `"Alice" <sip:alice@bank.example>`, the number of a tel: URI, or nothing."""
    found = _URI.search(address)
    return unquote(found[1] or found[2] or "") if found else ""


def _told(value: str) -> str:
    """As the protocol takes it."""
    return "".join(filter(str.isprintable, value))[:MAX_FIELD]


def refer_to(to: str, domain: str, user_to_user: str) -> str:
    """The Refer-To of a transfer, with what the colleague is told (RFC 7433, section 4)."""
    uri = to if re.match(r"(?:sips?|tel):", to, re.I) else f"sip:{to}@{domain}"
    told = f"?User-to-User={quote(user_to_user, safe='')}"
    return f"<{uri.partition('?')[0]}{told if user_to_user else ''}>"
