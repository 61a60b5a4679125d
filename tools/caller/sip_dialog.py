"""The calling side of one SIP call (RFC 3261), message by message. Pure.

It repeats nothing, for the UDP it is meant for stays on one machine, where nothing is lost.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from email.message import Message
from email.parser import Parser

from tools.caller.rtp import PCMU, TELEPHONE_EVENT

Address = tuple[str, int]
OFFER = f"""\
v=0
o=- 1 1 IN IP4 {{host}}
s=-
c=IN IP4 {{host}}
t=0 0
m=audio {{port}} RTP/AVP {PCMU} {TELEPHONE_EVENT}
a=rtpmap:{PCMU} PCMU/8000
a=rtpmap:{TELEPHONE_EVENT} telephone-event/8000
a=fmtp:{TELEPHONE_EVENT} 0-15
a=sendrecv
"""


class SipError(Exception):
    """The call was refused, or what came is no SIP; says what."""


class Dialog:
    """Of a call to `uri` from `own`, with the caller's audio at `media`, both host and port."""

    def __init__(self, uri: str, own: Address, media: Address, headers: Mapping[str, str]):
        self._uri, self._own, self._headers = uri, "{}:{}".format(*own), headers
        self._offer = OFFER.format(host=media[0], port=media[1]).replace("\n", "\r\n")
        self._call_id, self._tag = secrets.token_hex(8), secrets.token_hex(4)
        self._to, self._route = f"<{uri}>", ""
        self._target = uri
        self.media: Address | None = None
        """Where the other side's audio is, once it has answered."""
        self.over = False

    def invite(self) -> str:
        more = {**self._headers, "Content-Type": "application/sdp"}
        return self._request("INVITE", 1, more, self._offer)

    def bye(self) -> str:
        return self._request("BYE", 2)

    def receive(self, text: str) -> str:
        """What to send in return, if anything. Raises SipError."""
        first, _, rest = text.partition("\r\n")
        message = Parser().parsestr(rest)
        words = first.split(" ", 2)
        if words[0] != "SIP/2.0":
            return self._asked(words[0], message)
        method = str(message["CSeq"]).rpartition(" ")[2]
        return self._answered(int(words[1]), method, message)

    def _asked(self, method: str, message: Message) -> str:
        self.over = self.over or method == "BYE"
        status = "200 OK" if method == "BYE" else "501 Not Implemented"
        names = ("Via", "From", "To", "Call-ID", "CSeq")
        fields = [(name, str(value)) for name in names for value in message.get_all(name, [])]
        return "" if method == "ACK" else _text(f"SIP/2.0 {status}", fields)

    def _answered(self, status: int, method: str, message: Message) -> str:
        if status < 200:
            return ""
        if method == "BYE":
            self.over = True
            return ""
        self._to = str(message["To"])
        if status >= 300:
            self.over = True
            raise SipError(f"the call was refused with status {status}")
        self._target = _between_angles(str(message["Contact"]))
        self._route = ", ".join(map(str, message.get_all("Record-Route", [])[::-1]))
        self.media = _media(str(message.get_payload()))
        return self._request("ACK", 1)

    def _request(
        self, method: str, number: int, more: Mapping[str, str] | None = None, body: str = ""
    ) -> str:
        branch = f"z9hG4bK{method}{self._call_id}"
        route = {"Route": self._route} if self._route else {}
        fields = {
            "Via": f"SIP/2.0/UDP {self._own};branch={branch}",
            "Max-Forwards": "70",
            "From": f"<sip:caller@{self._own}>;tag={self._tag}",
            "To": self._to,
            "Call-ID": self._call_id,
            "CSeq": f"{number} {method}",
            "Contact": f"<sip:caller@{self._own}>",
            **route,
            **(more or {}),
        }
        return _text(f"{method} {self._target} SIP/2.0", [*fields.items()], body)


def _text(first: str, fields: list[tuple[str, str]], body: str = "") -> str:
    lines = [first, *(f"{name}: {value}" for name, value in fields)]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", body])


def _between_angles(value: str) -> str:
    found = re.search(r"<([^>]+)>", value)
    return found[1] if found else value.partition(";")[0].strip()


def _media(answer: str) -> Address:
    """From an SDP answer (RFC 4566). Raises SipError if there is no PCMU in it."""
    host = re.search(r"^c=IN IP4 (\S+)", answer, re.M)
    audio = re.search(rf"^m=audio (\d+) RTP/AVP (?:\d+ )*?{PCMU}\b", answer, re.M)
    if not host or not audio:
        raise SipError("the call was answered without PCMU")
    return host[1], int(audio[1])
