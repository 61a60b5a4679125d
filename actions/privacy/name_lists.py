"""Names of people from all over the world, and the English words that are no names. Pure."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache

import names
from faker.providers import person
from wordfreq import top_n_list, zipf_frequency

from actions.privacy.known_names import EVERYDAY
from actions.privacy.name_words import WORDS

_COMMON = 12_000
"""So many of the most frequent English words are taken for words."""
_RARE = 3.0
"""Zipf frequency, below which a surname is no word."""


@cache
def first_names() -> frozenset[str]:
    known = frozenset(_faker("first_names"))
    return known | _census("first:male") | _census("first:female")


@cache
def last_names() -> frozenset[str]:
    return frozenset(_faker("last_names")) | _census("last")


@cache
def common_words() -> frozenset[str]:
    return frozenset(top_n_list("en", _COMMON))


def is_word(word: str) -> bool:
    """An English word that may be a name as well, such as "mark", or none at all."""
    return word in EVERYDAY or (word in common_words() and word not in _mostly_names())


@cache
def _mostly_names() -> frozenset[str]:
    return frozenset(
        word for word in common_words() & first_names() if word not in WORDS and len(word) > 2
    )


def is_unknown(word: str) -> bool:
    return bool(zipf_frequency(word, "en") < _RARE)


def _faker(kind: str) -> Iterator[str]:
    """Of all languages with Latin letters that Faker has."""
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"{person.__name__}.{module.name}").Provider
        for attribute, values in vars(provider).items():
            if attribute.startswith(kind) and not isinstance(values, property):
                yield from (value.lower() for value in values if _is_latin(value))


def _is_latin(value: object) -> bool:
    return isinstance(value, str) and all(ord(character) < 0x250 for character in value)


def _census(kind: str) -> frozenset[str]:
    """Of the USA, 1990."""
    with open(names.FILES[kind], encoding="ascii") as lines:
        return frozenset(line.split()[0].lower() for line in lines)
