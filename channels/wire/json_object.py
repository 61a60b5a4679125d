"""JSON texts of far ends, and the fields in them that are stored as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from channels.errors import ProtocolError
from channels.turns.events import KeyPressed
from channels.turns.keypad import KEYS

MAX_TEXT_BYTES = 64 * 1024
MAX_FIELD = 200
"""Characters of a field that names somebody or something."""
MAX_FIELDS = 20
"""Of those that the far end may name as it likes."""
_ADDRESS = re.compile(r"(?:sips?|client|tel):([^;?]*).*", re.S)
"""Who is called by SIP or by a client of the far end's, not by a number."""
_CALLED = re.compile(r"[A-Za-z0-9+*#@._-]{0,64}")
_LANGUAGE = re.compile(r"(?:[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)?")  # as RFC 5646 writes them


def read_object(data: str) -> dict[str, Any]:
    """Raises ProtocolError: too_long, invalid_json."""
    if len(data.encode(errors="replace")) > MAX_TEXT_BYTES:
        raise ProtocolError("too_long", f"a text message may have {MAX_TEXT_BYTES} bytes")
    try:
        message = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ProtocolError("invalid_json", "a text message must be JSON") from error
    if not isinstance(message, dict):
        raise ProtocolError("invalid_json", "a text message must be a JSON object")
    return message


def read_text(message: Mapping[str, Any], key: str) -> str:
    """A field, empty if it is not there. Raises ProtocolError: field."""
    value = message.get(key)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > MAX_FIELD or not value.isprintable():
        raise ProtocolError("field", f"{key} must be at most {MAX_FIELD} printable characters")
    return value


def read_part(message: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """An object within the object. Raises ProtocolError: field."""
    part = message.get(key)
    if not isinstance(part, dict):
        raise ProtocolError("field", f"{key} must be a JSON object")
    return part


def read_custom(message: Mapping[str, Any], key: str) -> dict[str, str]:
    """Texts that the far end has named itself, if any. Raises ProtocolError: field."""
    if message.get(key) is None:
        return {}
    part = read_part(message, key)
    if len(part) > MAX_FIELDS or any(len(name) > MAX_FIELD for name in part):
        raise ProtocolError("field", f"{key} may have {MAX_FIELDS} fields")
    return {name: read_text(part, name) for name in part}


def read_address(message: Mapping[str, Any], key: str) -> str:
    """Who calls or is called, without `sip:` or `tel:`. Raises ProtocolError: field."""
    return _ADDRESS.sub(r"\1", read_text(message, key))


def read_key(message: Mapping[str, Any], key: str) -> KeyPressed:
    """A key of the caller's telephone. Raises ProtocolError: digit."""
    digit = message.get(key)
    if not isinstance(digit, str) or digit not in KEYS:
        raise ProtocolError("digit", f"{key} must be one of 0-9, * and #")
    return KeyPressed(digit)


def read_direction(message: Mapping[str, Any]) -> str:
    """Whether the far end has called the caller. Vendors have several words for that."""
    outbound = str(message.get("direction", "")).startswith("outbound")
    return "outbound" if outbound else "inbound"


def read_called(message: Mapping[str, Any], key: str = "called") -> str:
    """The number or name that was called, without `sip:`. Raises ProtocolError: field."""
    value = read_address(message, key)
    return _check(key, value, _CALLED, "64 letters, digits and +*#@._- at most")


def read_language(message: Mapping[str, Any], key: str = "language") -> str:
    """The language that is asked for. Raises ProtocolError: field."""
    return _check(key, read_text(message, key), _LANGUAGE, "a language code, e.g. en or en-US")


def _check(key: str, value: str, allowed: re.Pattern[str], means: str) -> str:
    """A field that is stored as it is: nothing but what it is for may be in it."""
    if not allowed.fullmatch(value):
        raise ProtocolError("field", f"{key} must be {means}")
    return value
