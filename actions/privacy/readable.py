"""Texts as the rules read them: no invisible characters, no letters that only look alike. Pure.

What is found there is where it stood in the text as it was.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from actions.privacy.details import Detail

_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονıℓ",
    "ABESIJKMHOPCTYXaesijopcyxdqwABEZHIKMNOPTYXovil",
)
"""Cyrillic and Greek; https://www.unicode.org/reports/tr39/, confusables."""


@dataclass(frozen=True)
class Readable:
    """A text, and the place in the original of each of its characters."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, original: str) -> Readable:
        read = [(place, _plain(one)) for place, one in enumerate(original)]
        kept = [(place, one) for place, one in read if one]
        return cls("".join(one for _, one in kept), tuple(place for place, _ in kept))

    def in_original(self, details: Iterable[Detail]) -> list[Detail]:
        """What was found in `text`; nothing is left of what was found nowhere."""
        return [
            replace(one, start=self.places[one.start], end=self.places[one.end - 1] + 1)
            for one in details
            if one.start < one.end
        ]


def _plain(character: str) -> str:
    """One character, or none."""
    if character.isascii():
        return character
    if unicodedata.category(character) == "Cf":  # zero-width, soft hyphen, direction marks
        return ""
    if (digit := unicodedata.decimal(character, None)) is not None:
        return str(digit)
    compatible = unicodedata.normalize("NFKC", character)
    return (compatible if len(compatible) == 1 else character).translate(_ALIKE)
