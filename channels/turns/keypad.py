"""Digits keyed one after the other, put together to one entry."""

from __future__ import annotations

from dataclasses import dataclass

KEYS = frozenset("0123456789*#")
MOST_DIGITS = 32
"""No number is longer; further keys are ignored."""


@dataclass(frozen=True)
class Entry:
    """What is asked for: a number of digits, 0 if it may be any, and the key that ends it early."""

    length: int = 0
    finish_on_key: str = "#"


class Keypad:
    """Collects an entry: its length or its last key ends it, `*` begins it anew."""

    def __init__(self) -> None:
        self.digits = ""

    def press(self, key: str, expected: Entry) -> str | None:
        """The digits, if this key completes them."""
        if key == expected.finish_on_key:
            return self.take()
        if key == "*":
            self.digits = ""
        elif key.isdecimal():
            self.digits = (self.digits + key)[:MOST_DIGITS]
        return self.take() if expected.length and len(self.digits) == expected.length else None

    def take(self) -> str | None:
        """The entry so far, if any, and begin a new one."""
        entry, self.digits = self.digits, ""
        return entry or None
