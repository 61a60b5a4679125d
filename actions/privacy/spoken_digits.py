"""Digit strings as callers say them and recognizers write them. Pure.

"four double oh one, 77 thirty three" is the run 40017733. Understood are digit words, numerals in
any grouping, tens and teens ("forty one eleven" = 4111), hundreds and thousands, "double" and
"triple", hesitations and corrections inside a run, and the words that recognizers confuse with
digits ("for" = four). Such a confusable word at the edge of a run may as well be an ordinary word
("a card *for* 4001..."): it belongs to `digits`, because redaction must cover it, but not to
`certain`. "One moment" and "the other one" hold no digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from actions.privacy.digit_words import (
    ALWAYS,
    CONFUSABLE,
    FILLER_PHRASES,
    FILLERS,
    IDIOMS,
    ONES,
    REPEATS,
    SCALES,
    TEENS,
    TENS,
)

_NO_DIGIT_FOLLOWS = rf"(?!\W+(?:[0-9]|oh|too|tree|ate|won|{'|'.join(ONES)}))"
_TOKEN = re.compile(
    rf"\b(?:{FILLER_PHRASES}|{ALWAYS})\b|\b(?:{IDIOMS})\b{_NO_DIGIT_FOLLOWS}|[$€£%]"
    r"|[0-9]+(?:st|nd|rd|th)\b|[0-9]+|[^\W\d_]+(?:['’][^\W\d_]+)*",
    re.IGNORECASE,
)
_PHRASE = re.compile(FILLER_PHRASES)
DOUBTFUL = 4
"""Nobody says "for to for ate" and means words."""


@dataclass(frozen=True)
class DigitRun:
    """A string of digits in a text, which it covers from `start` up to `end`.

    `certain` is `digits` without words at the edges that are only perhaps digits, `core` where it
    is; it is empty, and `core` with it, if all of them are.
    """

    digits: str
    start: int
    end: int
    certain: str
    core: tuple[int, int]


class _Token(NamedTuple):
    """A word or numeral; `kind` is one of the names in `_kind`."""

    kind: str
    word: str
    start: int
    end: int


_END = _Token("other", "", 0, 0)


def digit_runs(text: str, doubtful: int = DOUBTFUL) -> list[DigitRun]:
    """All runs of digits in `text`, each as long as it can be, from left to right.

    So many confusable words in a row are digits.
    """
    tokens = _without_ranges([_token(match) for match in _TOKEN.finditer(text)])
    return [run for group in _groups(tokens) if (run := _run(group, doubtful)) is not None]


def may_be_digits(text: str) -> bool:
    """Is every word one that recognizers confuse with a digit: "for oh oh"?"""
    kinds = {_token(match).kind for match in _TOKEN.finditer(text)}
    return "confusable" in kinds and kinds <= {"confusable", "filler"}


def _token(match: re.Match[str]) -> _Token:
    word = match.group().lower()
    return _Token(_kind(word), word, match.start(), match.end())


def _without_ranges(tokens: list[_Token]) -> list[_Token]:
    """ "20394857 to 20394911" are two numbers."""
    for before, word, after in zip(tokens, tokens[1:], tokens[2:]):
        long = all(len(side.word) >= 3 and side.kind == "numeral" for side in (before, after))
        if long and word.kind == "confusable":
            tokens[tokens.index(word)] = word._replace(kind="other")
    return tokens


def _kind(word: str) -> str:
    if word.isdecimal():
        return "numeral"
    if word in FILLERS or _PHRASE.fullmatch(word):
        return "filler"
    kinds = {
        "ones": ONES,
        "confusable": CONFUSABLE,
        "teens": TEENS,
        "tens": TENS,
        "repeat": REPEATS,
        "scale": SCALES,
    }
    return next((kind for kind, words in kinds.items() if word in words), "other")


def _groups(tokens: Sequence[_Token]) -> Iterator[list[_Token]]:
    """Splits at ordinary words; fillers stay only between digits."""
    group: list[_Token] = []
    for token in [*tokens, _END]:
        if token.kind != "other":
            group.append(token)
            continue
        group = _trimmed(group, ("filler", "scale"), ("filler", "repeat"))
        if group:
            yield group
        group = []


def _trimmed(tokens: list[_Token], leading: Sequence[str], trailing: Sequence[str]) -> list[_Token]:
    first, last = 0, len(tokens)
    while first < last and tokens[first].kind in leading:
        first += 1
    while last > first and tokens[last - 1].kind in trailing:
        last -= 1
    return tokens[first:last]


def _run(tokens: list[_Token], doubtful: int) -> DigitRun | None:
    edges = ("confusable", "filler")
    certain = _trimmed(tokens, edges, edges)
    if not certain and len(tokens) < doubtful:
        return None
    start, end = tokens[0].start, tokens[-1].end
    core = (certain[0].start, certain[-1].end) if certain else (start, start)
    return DigitRun(_read(tokens), start, end, _read(certain), core)


def _read(tokens: Sequence[_Token]) -> str:
    """The digits of a group, number by number."""
    reader = _Reader([token for token in tokens if token.kind != "filler"])
    return "".join(reader.numbers())


class _Reader:
    """Reads by recursive descent: number = small ["hundred" [small]] ["thousand" [...]]."""

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def numbers(self) -> Iterator[str]:
        while self._at < len(self._tokens):
            yield self._number("thousand", "hundred")

    def _number(self, *scales: str) -> str:
        if not scales:
            return self._small()
        number = self._number(*scales[1:])
        if self._peek().word != scales[0]:
            return number
        self._at += 1
        width = SCALES[scales[0]]
        rest = self._number(*scales[1:]) if self._fits(width) else ""
        return number + rest.zfill(width)

    def _fits(self, width: int) -> bool:
        kind, word, *_ = self._peek()
        return kind in ("ones", "confusable", "teens", "tens") or (
            kind == "numeral" and len(word) <= width
        )

    def _small(self) -> str:
        token = self._next()
        if token.kind == "tens":
            return str(TENS[token.word] + self._unit())
        if token.kind == "repeat":
            return self._repeated(REPEATS[token.word])
        return _digits_of(token)

    def _unit(self) -> int:
        """The "one" of "forty one"; 0, which takes nothing, at "forty", "forty oh one"."""
        unit = _digit_of(self._peek())
        self._at += 1 if unit else 0
        return unit or 0

    def _repeated(self, times: int) -> str:
        single = len(_digits_of(self._peek())) == 1
        return _digits_of(self._next()) * times if single else ""

    def _peek(self) -> _Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else _END

    def _next(self) -> _Token:
        token = self._peek()
        self._at += 1
        return token


def _digit_of(token: _Token) -> int | None:
    return ONES.get(token.word, CONFUSABLE.get(token.word))


def _digits_of(token: _Token) -> str:
    """The digits of one token; none for a scale that follows no number."""
    if token.kind == "numeral":
        return token.word
    number = TEENS.get(token.word, _digit_of(token))
    return "" if number is None else str(number)
