"""Names of towns and regions all over the world. Pure."""

from __future__ import annotations

import importlib
import pkgutil
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import phonenumbers
from faker.providers import address

from actions.privacy.words import Word

_NAMES = re.compile(r"'en': (?:u\()?'((?:[^'\\]|\\.)*)'")
_BETWEEN = re.compile(r"[,/()]")
_LISTS = ("cities", "states", "provinces", "counties", "regions", "departments")
_SHORTEST = 3
_MOST_WORDS = 4
_SEPARATORS = re.compile(r"[\s’'-]+")


@cache
def towns() -> frozenset[str]:
    """Those of Faker, and those whose telephones have an area code of their own, as libphonenumber
    knows them: in small letters.
    """
    return frozenset((*_with_area_code(), *_of_faker()))


def town_at(found: Sequence[Word], at: int) -> int:
    """Of how many words the name of a town is that begins there; 0 if none does."""
    lengths = range(min(_MOST_WORDS, len(found) - at), 0, -1)
    return next((n for n in lengths if _plain(found[at : at + n]) in towns()), 0)


def _with_area_code() -> Iterator[str]:
    """The files are read, not imported: of their 180 MB of numbers only the names are wanted."""
    for file in (Path(phonenumbers.__file__).parent / "geodata").glob("data*.py"):
        yield from _names(file.read_text("utf-8"))


def _of_faker() -> Iterator[str]:
    """Of all languages with Latin letters; of some it has (code, name)."""
    for module in pkgutil.iter_modules(address.__path__):
        provider = vars(importlib.import_module(f"{address.__name__}.{module.name}").Provider)
        for value in (value for kind in _LISTS for value in provider.get(kind, ())):
            name = _same(value if isinstance(value, str) else value[-1])
            if len(name) > _SHORTEST and name.isascii():
                yield name


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
