"""The check digit of account and card numbers (Luhn; ISO/IEC 7812-1, annex B)."""

from __future__ import annotations

# What a doubled digit counts: its digit sum.
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def is_valid(number: str) -> bool:
    """Whether `number` is all ASCII digits, at least two, and its check digit is right."""
    if not (number.isascii() and number.isdigit() and len(number) > 1):
        return False
    digits = [int(character) for character in reversed(number)]
    return (sum(digits[::2]) + sum(_DOUBLED[digit] for digit in digits[1::2])) % 10 == 0
