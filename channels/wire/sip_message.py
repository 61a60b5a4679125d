"""A SIP message as far as a proxy reads it: first line, headers, body. RFC 3261, section 7."""

from __future__ import annotations

import re
from dataclasses import dataclass

from channels.errors import ProtocolError

Address = tuple[str, int]

DEFAULT_PORT = 5060
_COMPACT = {"v": "via", "i": "call-id", "t": "to"}
_VALUES = re.compile(r'((?:"[^"]*"|<[^>]*>|[^,"<])*),(.*)', re.S)
_VIA = re.compile(r"\s*SIP\s*/\s*2\.0\s*/\s*\w+\s+(\[[^\]]+\]|[^:;\s]+)(?:\s*:\s*(\d+))?", re.I)
_URI = re.compile(r"<?sips?:(?:[^@>]*@)?(\[[^\]]+\]|[^:;?>\s]+)(?::(\d+))?", re.I)


@dataclass
class SipMessage:
    """To be read and changed; of a header with several values the first is its top."""

    start: str
    headers: list[tuple[str, str]]
    """Names as they came, and values."""
    body: bytes

    @classmethod
    def parse(cls, datagram: bytes) -> SipMessage:
        """Raises ProtocolError."""
        head, _, body = datagram.partition(b"\r\n\r\n")
        lines = re.sub(r"\r\n[ \t]+", " ", head.decode("latin-1")).split("\r\n")
        headers = [line.partition(":") for line in lines[1:]]
        message = cls(lines[0], [(n.strip(), v.strip()) for n, colon, v in headers if colon], body)
        if "SIP/2.0" not in message.start.split(" ") or not (
            message.call_id and message.top("via")
        ):
            raise ProtocolError("sip", "no SIP message with Via and Call-ID")
        return message

    def encode(self) -> bytes:
        """As a datagram."""
        head = [self.start, *(f"{name}: {value}" for name, value in self.headers), "", ""]
        return "\r\n".join(head).encode("latin-1") + self.body

    # The first line

    @property
    def is_request(self) -> bool:
        return not self.start.startswith("SIP/2.0")

    @property
    def method(self) -> str:
        """Of a request; of a response that of the request that it answers."""
        words = self.start.split(" ") if self.is_request else self.get("cseq").split()
        return words[0] if self.is_request else words[-1] if words else ""

    @property
    def uri(self) -> str:
        """Of a request."""
        return self.start.split(" ")[1]

    @property
    def status(self) -> int:
        """Of a response; 0 if it has none."""
        words = self.start.split(" ")
        return int(words[1]) if len(words) > 1 and re.fullmatch("[1-6][0-9][0-9]", words[1]) else 0

    # Headers

    def get(self, name: str) -> str:
        """The first header of this name, in lower case, with all its values; empty if none."""
        return next((value for one, value in self.headers if _named(one) == name), "")

    @property
    def call_id(self) -> str:
        return self.get("call-id")

    @property
    def in_dialog(self) -> bool:
        """It belongs to a call that was answered."""
        return bool(re.search(r";\s*tag\s*=", self.get("to"), re.I))

    def top(self, name: str) -> str:
        return _split(self.get(name))[0]

    def pop(self, name: str) -> str:
        """Takes the top away."""
        for at, (one, value) in enumerate(self.headers):
            if _named(one) == name:
                first, rest = _split(value)
                self.headers[at : at + 1] = [(one, rest)] if rest else []
                return first
        return ""

    def push(self, name: str, value: str) -> None:
        """Puts it on top."""
        at = next(
            (at for at, (one, _) in enumerate(self.headers) if _named(one) == name.lower()), 0
        )
        self.headers.insert(at, (name, value))

    def put(self, name: str, value: str) -> None:
        """In the place of what there is of this name."""
        self.headers = [one for one in self.headers if _named(one[0]) != name.lower()]
        self.headers.append((name, value))

    def drop(self, name: str, value: str) -> None:
        """Takes away each header that has this value alone."""
        self.headers = [
            (one, held) for one, held in self.headers if (_named(one), held) != (name, value)
        ]


def _named(name: str) -> str:
    name = name.lower()
    return _COMPACT.get(name, name)


def _split(values: str) -> tuple[str, str]:
    """The first value, and the others."""
    found = _VALUES.match(values)
    return (found[1].strip(), found[2].strip()) if found else (values, "")


def stamped(via: str, source: Address) -> str:
    """Of a request, with where it came from (RFC 3261, section 18.2.1; RFC 3581, section 4)."""
    host, port = source
    via = re.sub(r";\s*received\s*=[^;]*", "", via, flags=re.I)
    asked = re.compile(r";\s*rport\s*(=[^;]*)?(?=;|$)", re.I)
    return f"{asked.sub(f';rport={port}', via)};received={host}"


def reply_to(via: str) -> Address | None:
    """Where a response goes whose top this is."""
    found = _VIA.match(via)
    if not found:
        return None
    return parameter(via, "received") or found[1].strip("[]"), _port(
        parameter(via, "rport") or found[2]
    )


def target(uri: str) -> Address | None:
    """The host, by name or address, and the port of a SIP URI, bare or within <>."""
    found = _URI.match(uri.strip())
    return (found[1].strip("[]"), _port(found[2])) if found else None


def parameter(value: str, name: str) -> str:
    found = re.search(rf";\s*{name}\s*=\s*([^;>\s]+)", value, re.I)
    return found[1] if found else ""


def _port(digits: str | None) -> int:
    port = int(digits) if digits and digits.isdecimal() and len(digits) < 6 else 0
    return port if 0 < port < 65536 else DEFAULT_PORT
