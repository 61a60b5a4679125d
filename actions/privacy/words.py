"""The words of a text, as recognizers write them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?]\s|[.!?]$|\n")


_REACH = 150  # characters


class Word(NamedTuple):
    """A word or numeral of a text, which it covers from `start` up to `end`."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        return self.text.lower().replace("’", "'")

    @property
    def is_capitalized(self) -> bool:
        return self.text[0].isupper()


def word_list(text: str) -> frozenset[str]:
    """Data."""
    return frozenset(text.split())


def words(text: str) -> list[Word]:
    """All of them, from left to right."""
    return [Word(match.group(), *match.span()) for match in _WORD.finditer(text)]


def gap(text: str, before: Word, after: Word) -> str:
    """What stands between two words."""
    return text[before.end : after.start]


def preceding(text: str, at: int) -> str:
    """What stands right before: no further back than any rule looks."""
    return text[max(0, at - _REACH) : at]


def begins_sentence(text: str, found: Sequence[Word], number: int) -> bool:
    """Whether a capital letter of the word says nothing."""
    return number == 0 or bool(_SENTENCE_END.search(gap(text, found[number - 1], found[number])))
