"""What the assistant knows about the caller when a sentence is said: the key to redacting it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from actions.privacy.asking import asked
from actions.privacy.details import ACCOUNT_NUMBER, CREDIT_CARD, PERSON, PIN

Speaker = Literal["caller", "assistant"]

# The slots of domain.yml whose values are personal, and what they hold.
PERSONAL_SLOTS: Mapping[str, str] = {
    "customer_name": PERSON,
    "account_number": ACCOUNT_NUMBER,
    "pin": PIN,
    "card_last_four": CREDIT_CARD,
}


@dataclass(frozen=True)
class Context:
    """Who speaks, which values the personal slots have held in this call, what was asked for.

    `question` is what the other side said last. `asked` is a kind of number (`ACCOUNT_NUMBER`,
    `PIN`, ...) when the form expects one: then every digit that the caller says belongs to it.
    """

    speaker: Speaker
    held: Mapping[str, Sequence[str]] = field(default_factory=dict)
    asked: str | None = None
    question: str = ""

    @cached_property
    def wanted(self) -> Mapping[str, bool]:
        """What `question` asks for: asking.asked."""
        return asked(self.question)

    def values(self) -> list[tuple[str, str]]:
        """All (kind, value) that are known."""
        return [
            (kind, value)
            for slot, kind in PERSONAL_SLOTS.items()
            for value in self.held.get(slot, ())
        ]
