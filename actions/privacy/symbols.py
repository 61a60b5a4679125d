"""Letters and digits said one by one: "g b two nine", "kilo oscar", "s as in sam". Pure.

A run is as long as it can be: hesitations, dashes and corrections inside it belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from actions.privacy.digit_words import CONFUSABLE, FILLERS, ONES, REPEATS, TEENS, TENS
from actions.privacy.words import Word, begins_sentence, word_list, words

NATO = frozenset((
    "alpha", "alfa", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india",
    "juliet", "juliett", "kilo", "lima", "mike", "november", "oscar", "papa", "quebec", "romeo",
    "sierra", "tango", "uniform", "victor", "whiskey", "whisky", "xray", "x-ray", "yankee", "zulu",
))  # fmt: skip
_BETWEEN = FILLERS | {"apostrophe", "capital", "uppercase", "lowercase", "that's"}
_EXPLAINS = frozenset(("as", "like", "for"))
_MIXED = re.compile(
    r"(?!\d+(?:st|nd|rd|th)$)(?=.*\d)(?=.*[a-z])(?:[a-z]{0,4}\d{1,8}[a-z]{0,4}|\d[a-z]\d)"
)
_CODE = 4  # letters
# Letters that are words, and abbreviations that everybody spells.
_WORDS = frozenset("ai")
_LEADING = frozenset(("to", "too", "for", "there", "their", "free", "won"))
_ABBREVIATIONS = word_list("""
    401k 403b ach am aol apr atm bic cd ceo cvc cvv dob emi eu faq fbi fdic gps hr hsbc iban id ira
    irs it
    mg mtn ok otp pc pin pm po qr sms ssn tsb tv uk ups us usa vip
""")


@dataclass(frozen=True)
class Run:
    """Symbols of a text, which they cover from `start` up to `end`."""

    symbols: str
    start: int
    end: int
    spelled: bool
    """Letter by letter, not in groups as in "WEST"."""

    @property
    def letters(self) -> int:
        return sum(symbol.isalpha() for symbol in self.symbols)

    @property
    def digits(self) -> int:
        return len(self.symbols) - self.letters


class _Piece(NamedTuple):
    """One or more words that give `symbols`; none for what only stands between."""

    symbols: str
    is_letter: bool
    start: int
    end: int
    is_doubtful: bool = False
    """ "To" and "for" before a letter are words rather than digits."""


def runs(text: str) -> Iterator[Run]:
    """All with a letter and another symbol at least, from left to right."""
    group: list[_Piece] = []
    for piece in _pieces(text):
        if piece is None:
            yield from _run(group)
            group = []
        else:
            group.append(piece)


def _pieces(text: str) -> Iterator[_Piece | None]:
    """None where an ordinary word, or a sentence, ends a run."""
    found, at = words(text), 0
    while at < len(found):
        if len(found[at].text) > 1 and begins_sentence(text, found, at):
            yield None
        piece, taken = _letter(found, at) or _written(found[at])
        yield piece
        at += taken
    yield None


def _letter(found: Sequence[Word], at: int) -> tuple[_Piece, int] | None:
    """Said as such, and how many words that took: "k", "double k", "kilo", "k as in king"."""
    word, following = found[at], [other.lower for other in found[at + 1 : at + 4]]
    lower = word.lower
    if lower == "x" and following[:1] == ["ray"]:
        return _Piece(lower, True, word.start, found[at + 1].end), 2
    if len(lower) == 1 and lower.isalpha():
        taken = _explained(following)
        return _Piece(lower, True, word.start, found[at + taken - 1].end), taken
    if lower in REPEATS and following and len(following[0]) == 1:
        symbols = following[0] * REPEATS[lower]
        return _Piece(symbols, symbols.isalpha(), word.start, found[at + 1].end), 2
    return (_Piece(lower[0], True, word.start, word.end), 1) if lower in NATO else None


def _written(word: Word) -> tuple[_Piece | None, int]:
    """Written as "12C" or "WEST", a digit in words, or what only stands between."""
    lower = word.lower
    is_code = word.text.isupper() and len(lower) <= _CODE and lower not in _ABBREVIATIONS
    if _MIXED.fullmatch(lower) or (is_code and lower.isalpha()):
        return _Piece(lower, True, word.start, word.end), 1
    digits = _digits(lower)
    if digits or lower in _BETWEEN:
        return _Piece(digits, False, word.start, word.end, lower in _LEADING), 1
    return None, 1


def _explained(following: Sequence[str]) -> int:
    """How many words "b as in boy", "b like boy", "b for boy" are; 1 if it is just "b"."""
    if following[:2] == ["as", "in"] and len(following) > 2:
        return 4
    is_explained = len(following) > 1 and following[0] in _EXPLAINS
    return 3 if is_explained and len(following[1]) > 2 and not _digits(following[1]) else 1


def _digits(word: str) -> str:
    """Their number is not that of the digits that were said: "double" is one."""
    if word.isdecimal():
        return word
    found = (str(table[word]) for table in (ONES, CONFUSABLE, TEENS, TENS) if word in table)
    return next(found, "0" if word in REPEATS else "")


def _run(group: Sequence[_Piece]) -> Iterator[Run]:
    pieces = _trimmed(_trimmed(group)[::-1])[::-1]
    if len(pieces) > 1 and pieces[0].is_doubtful and pieces[1].is_letter:
        pieces = pieces[1:]
    symbols = "".join(piece.symbols for piece in pieces)
    is_spelled = any(piece.is_letter for piece in pieces) and len(symbols) > 1
    if is_spelled and symbols not in _ABBREVIATIONS:
        spelled = all(len(set(piece.symbols)) < 2 for piece in pieces if piece.is_letter)
        yield Run(symbols, pieces[0].start, pieces[-1].end, spelled)


def _trimmed(pieces: Sequence[_Piece]) -> Sequence[_Piece]:
    """Without what stands before the first symbol; an "i" or "a" may be a word."""
    first = 0
    while first < len(pieces) and not pieces[first].symbols:
        first += 1
    while first + 1 < len(pieces) and _is_word(pieces[first], pieces[first + 1]):
        first += 1
    return pieces[first:]


def _is_word(piece: _Piece, beside: _Piece) -> bool:
    is_explained = piece.end - piece.start > 1  # "a as in alpha"
    return piece.symbols in _WORDS and not beside.is_letter and not is_explained
