"""What goes with a caller who is passed on by SIP: the value of the header User-to-User.

RFC 7433, section 4.1: the data as hex digits, and the parameter `encoding=hex`. Without a `purpose`
it is ISDN's (RFC 7434): an octet that says what follows, and 128 more at most. Here a text follows,
as a web form has it: `call_id=...&reason=...`.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote_plus

MOST_OCTETS = 128
TEXT = b"\x04"
"""The protocol discriminator of IA5 characters, which are ASCII's (ITU-T Q.931, table 4-26)."""


def encode(record: Mapping[str, str]) -> str:
    """The header's value, empty if there is nothing to say.

    What comes first in the record has the first claim to the octets; a value that is too long is
    cut after a whole character, one with no room at all is left out with its name.
    """
    text = ""
    for name, value in record.items():
        text += _field(f"{'&' if text else ''}{quote_plus(name, errors='replace')}=", value, text)
    return f"{(TEXT + text.encode()).hex()};encoding=hex" if text else ""


def _field(name: str, value: str, before: str) -> str:
    """As much of it as there is room for, or nothing."""
    room, fitting = MOST_OCTETS - len(before) - len(name), ""
    for character in value:
        quoted = quote_plus(character, errors="replace")
        if len(fitting) + len(quoted) > room:
            break
        fitting += quoted
    return name + fitting if fitting else ""
