"""What goes with a caller who is passed on by SIP: the value of the header User-to-User.

RFC 7433, section 4.1: the data as hex digits, and the parameter `encoding=hex`. The data is a text
as a web form has it, `call_id=...&reason=...`, of no more octets than ISDN carries (RFC 7434).
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote_plus

MOST_OCTETS = 128


def encode(record: Mapping[str, str]) -> str:
    """The header's value, empty if there is nothing to say.

    What comes first in the record has the first claim to the octets; a value that is too long is
    cut after a whole character, one with no room at all is left out with its name.
    """
    text = ""
    for name, value in record.items():
        text += _field(f"{'&' if text else ''}{quote_plus(name, errors='replace')}=", value, text)
    return f"{text.encode().hex()};encoding=hex" if text else ""


def _field(name: str, value: str, before: str) -> str:
    """As much of it as there is room for, or nothing."""
    room, fitting = MOST_OCTETS - len(before) - len(name), ""
    for character in value:
        quoted = quote_plus(character, errors="replace")
        if len(fitting) + len(quoted) > room:
            break
        fitting += quoted
    return name + fitting if fitting else ""
