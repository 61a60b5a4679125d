"""The caller's telephone number, as much of it as is kept."""

from __future__ import annotations

_SHOWN = 2
_SHORTEST = 6  # of a shorter one, two digits would tell too much


def masked(number: object) -> str | None:
    """The last two digits of a telephone number behind stars; None for all else.

    Not a hash: the numbers of a country can all be tried in minutes.
    """
    digits = "".join(character for character in str(number or "") if character.isdecimal())
    is_number = str(number).lstrip("+").replace("-", "").replace(" ", "").isdecimal()
    if not is_number or len(digits) < _SHORTEST:
        return None
    return "*" * (len(digits) - _SHOWN) + digits[-_SHOWN:]
