"""The caller's telephone number, as much of it as is kept."""

from __future__ import annotations

import hashlib
import hmac

_SHOWN = 2
_SHORTEST = 6  # of a shorter one, two digits would tell too much


def masked(number: object) -> str | None:
    """The last two digits of a telephone number behind stars; None for all else.

    Not a hash without a key: the numbers of a country can all be tried in minutes.
    """
    digits = _digits(number)
    return "*" * (len(digits) - _SHOWN) + digits[-_SHOWN:] if digits else None


def caller_key(number: object, hash_key: str) -> str | None:
    """By which calls of a number are found: its HMAC-SHA-256, in hex. None without number or key.

    "+1 555 0199", "001 555 0199" and "1-555-0199" are one number.
    """
    digits = _digits(number)
    if not digits or not hash_key:
        return None
    significant = digits.removeprefix("00")
    return hmac.new(hash_key.encode(), significant.encode(), hashlib.sha256).hexdigest()


def _digits(number: object) -> str:
    """Empty if it is no telephone number."""
    digits = "".join(character for character in str(number or "") if character.isdecimal())
    is_number = str(number).lstrip("+").replace("-", "").replace(" ", "").isdecimal()
    return digits if is_number and len(digits) >= _SHORTEST else ""
