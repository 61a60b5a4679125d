"""Digits keyed one after the other, put together to one entry."""

from __future__ import annotations

KEYS = frozenset("0123456789*#")
MOST_DIGITS = 32
"""No number is longer; further keys are ignored."""


class Keypad:
    """Collects an entry: `#` ends it, `*` begins it anew, so does the expected length end it."""

    def __init__(self) -> None:
        self.digits = ""

    def press(self, key: str, expected: int) -> str | None:
        """The entry, if this key completes it. `expected` digits complete it; 0: unknown."""
        if key == "*":
            self.digits = ""
        elif key != "#":
            self.digits = (self.digits + key)[:MOST_DIGITS]
            if len(self.digits) != expected:
                return None
        return self.take() if key != "*" else None

    def take(self) -> str | None:
        """The entry so far, if any, and begin a new one."""
        entry, self.digits = self.digits, ""
        return entry or None
