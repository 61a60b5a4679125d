"""Numbers as words. PURE."""

from __future__ import annotations

from num2words import num2words

_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_LONGEST_CARDINAL = 15
"""Digits: a trillion can still be said; what is longer is read digit by digit."""


def cardinal(number: str) -> str:
    """`2,543` as `two thousand five hundred forty-three`; a decimal part digit by digit."""
    whole, _, fraction = number.replace(",", "").partition(".")
    said = _american(num2words(int(whole))) if len(whole) <= _LONGEST_CARDINAL else spelled(whole)
    return f"{said} point {spelled(fraction)}" if fraction else said


def ordinal(number: int) -> str:
    """22 as "twenty-second"."""
    return _american(num2words(number, to="ordinal"))


def year(number: int) -> str:
    """2026 as "twenty twenty-six", 1905 as "nineteen oh-five", 2005 as "two thousand five"."""
    return _american(num2words(number, to="year"))


def spelled(digits: str) -> str:
    """`0915` as `zero nine one five`."""
    return " ".join(_DIGITS[int(digit)] for digit in digits)


def grouped(digits: str) -> str:
    """Long numbers with a breath between groups: 4 and 4, 3 and 3 and 4."""
    size = 4 if len(digits) % 4 == 0 or len(digits) < 6 else 3
    starts = list(range(0, len(digits), size))
    if len(starts) > 1 and len(digits) - starts[-1] == 1:
        starts.pop()
    ends = [*starts[1:], len(digits)]
    return ", ".join(spelled(digits[start:end]) for start, end in zip(starts, ends, strict=True))


def letters(capitals: str) -> str:
    """`HAB` as `H eigh B`: espeak-ng takes a capital A that stands alone for the article."""
    return " ".join("eigh" if letter == "A" else letter for letter in capitals)


def plural(amount: str, one: str, many: str) -> str:
    return one if amount == "one" else many


def _american(said: str) -> str:
    """num2words writes "one hundred and five, ..."; in America it is "one hundred five"."""
    return said.replace(",", "").replace(" and ", " ")
