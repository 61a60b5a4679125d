"""What a caller may say who says digits, as a rule for the beam search. Pure.

A small model writes "For near or a year or one" where a caller says "four zero zero one": by
itself that is the likelier English. Searched again with only digit words allowed, it hears the
digits; how much likelihood that costs for each digit tells whether they were digits at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from channels.engines.beam import Hypothesis, Tokens

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SOUNDS_LIKE = {"o": "oh", "for": "four", "to": "two", "too": "two", "won": "one", "ate": "eight"}
REPEATS = ("double", "triple")
SEPARATOR = ","
SPACE = "\u2581"
FEWEST = 3
"""Fewer digits are left to the free search: "two" may as well be "to"."""


@dataclass(frozen=True)
class DigitGrammar:
    """`words` has the spoken form of every token that is a digit; `halves` leads to the second
    token of the digits that are two. Numerals are not searched: words do better (docs/engines.md).
    """

    words: dict[int, str]
    halves: dict[int, int]
    numerals: frozenset[int]
    separator: int
    end: int

    @classmethod
    def of(cls, vocabulary: Sequence[bytes], end: int) -> DigitGrammar:
        # Single characters stand twice in it; the second is the one that the model writes.
        index = {token: number for number, token in enumerate(vocabulary)}
        spoken = {index[t]: word for t, word in _spellings().items() if t in index}
        # Capitalized, these two are not one token but two.
        halves = {
            index[f"{SPACE}{a}".encode()]: index[b.encode()]
            for a, b in (("N", "ine"), ("E", "ight"))
        }
        spoken |= {halves[index[f"{SPACE}N".encode()]]: "nine"}
        spoken |= {halves[index[f"{SPACE}E".encode()]]: "eight"}
        numerals = frozenset(index[t] for t in (SPACE.encode(), *map(_numeral, range(10))))
        return cls(spoken, halves, numerals, index[SEPARATOR.encode()], end)

    def __call__(self, tokens: Tokens) -> NDArray[np.int64]:
        """The rule: digits, at most one comma between two, an end after FEWEST digits."""
        last = tokens[-1] if tokens else -1
        if last in self.halves:
            return np.array([self.halves[last]])
        allowed = self._starts()
        if last != self.separator:
            allowed |= {self.separator}
        if self.count(tokens) >= FEWEST:
            allowed |= {self.end}
        return np.array(sorted(allowed))

    def _starts(self) -> set[int]:
        return (self.words.keys() - set(self.halves.values())) | self.halves.keys()

    def count(self, tokens: Tokens) -> int:
        return sum(token in self.words for token in tokens)

    def spoken(self, found: Hypothesis) -> list[tuple[str, float]]:
        """The digits as words, each with how sure it is."""
        pairs = zip(found.tokens, found.sure, strict=True)
        return [(self.words[token], sure) for token, sure in pairs if token in self.words]

    def first(self, tokens: Tokens, least: int = 1) -> int | None:
        """Where in free text `least` words or more that sound like digits begin."""
        starts = self._starts() | self.numerals
        found = [at for at, token in enumerate(tokens) if token in starts]
        return found[0] if len(found) >= least else None


def _spellings() -> dict[bytes, str]:
    """The tokens that mean digits: words in both cases, and words that sound so."""
    words = {word: word for word in (*DIGITS, *REPEATS, "oh")} | SOUNDS_LIKE
    found = {f"{SPACE}{w}".encode(): meaning for w, meaning in words.items()}
    found |= {f"{SPACE}{w.capitalize()}".encode(): meaning for w, meaning in words.items()}
    return found | {word.encode(): word for word in DIGITS}


def _numeral(digit: int) -> bytes:
    return str(digit).encode()
