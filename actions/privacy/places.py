"""Names of towns and regions all over the world. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import phonenumbers

from actions.privacy.words import Word

_NAMES = re.compile(r"'en': (?:u\()?'((?:[^'\\]|\\.)*)'")
_BETWEEN = re.compile(r"[,/()]")
_SHORTEST = 3
_MOST_WORDS = 4
_SEPARATORS = re.compile(r"[\s’'-]+")


@cache
def towns() -> frozenset[str]:
    """Those whose telephones have an area code, as libphonenumber knows them: in small letters.

    Its files are read, not imported: of their 180 MB of numbers only the names are wanted.
    """
    folder = Path(phonenumbers.__file__).parent / "geodata"
    return frozenset(
        town for file in folder.glob("data*.py") for town in _names(file.read_text("utf-8"))
    )


def town_at(found: Sequence[Word], at: int) -> int:
    """Of how many words the name of a town is that begins there; 0 if none does."""
    lengths = range(min(_MOST_WORDS, len(found) - at), 0, -1)
    return next((n for n in lengths if _plain(found[at : at + n]) in towns()), 0)


def _names(text: str) -> Iterator[str]:
    for name in set(_NAMES.findall(text)):
        for part in _BETWEEN.split(name.encode().decode("unicode_escape")):
            if len(plain := _same(part)) >= _SHORTEST:
                yield plain


def _plain(found: Sequence[Word]) -> str:
    return _same(" ".join(word.lower for word in found))


def _same(name: str) -> str:
    """ "Saint-Étienne" and "saint etienne" are one."""
    letters = unicodedata.normalize("NFD", name.lower())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _SEPARATORS.sub(" ", plain).strip()
