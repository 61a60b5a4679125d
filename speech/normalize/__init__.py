"""Text as it is written, rewritten as it is spoken on the telephone (US English). PURE.

    normalize("Your balance is $2,543.10.")
    "Your balance is two thousand five hundred forty-three dollars and ten cents."

Each module has an `expand(text)`; they run from the most to the least specific, so that what one
has claimed (the 11/03 of a date) is words before another could take it for something else. What
comes out holds no digits and no symbols: letters, spaces and punctuation only.
"""

from __future__ import annotations

from speech.normalize import (
    abbreviations,
    calendar,
    characters,
    clock,
    identifiers,
    money,
    quantities,
    symbols,
)

_STEPS = (
    characters.clean,
    money.expand,
    identifiers.expand,
    clock.expand,
    calendar.expand,
    identifiers.expand_codes,
    abbreviations.expand,
    quantities.expand,
    symbols.expand,
)


def normalize(text: str) -> str:
    """Any text at all, even a broken one, gives something that can be spoken, or nothing."""
    for step in _STEPS:
        text = step(text)
    return text
