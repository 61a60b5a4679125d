"""A personal detail in a text, and the text without it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ACCOUNT_NUMBER = "ACCOUNT_NUMBER"
ADDRESS = "ADDRESS"
CARD_NUMBER = "CARD_NUMBER"
EMAIL = "EMAIL"
NAME = "NAME"
NUMBER = "NUMBER"
PIN = "PIN"


@dataclass(frozen=True)
class Detail:
    """The characters of a text from `start` up to `end`, and what they tell (`kind`)."""

    kind: str
    start: int
    end: int


def without(text: str, details: Iterable[Detail]) -> str:
    """`text` with `<KIND>` in the place of each detail; overlapping ones are taken out as one."""
    for detail in reversed(_merged(details)):
        text = f"{text[: detail.start]}<{detail.kind}>{text[detail.end :]}"
    return text


def cut(details: Iterable[Detail], length: int) -> list[Detail]:
    """The details as they are in a text that was cut off after `length` characters."""
    return [
        Detail(detail.kind, detail.start, min(detail.end, length))
        for detail in details
        if detail.start < length
    ]


def _merged(details: Iterable[Detail]) -> list[Detail]:
    """Without overlaps, in order; the longest of overlapping details gives its kind."""
    merged: list[Detail] = []
    for detail in sorted(details, key=lambda detail: (detail.start, -detail.end)):
        last = merged[-1] if merged else None
        if last is None or detail.start >= last.end:
            merged.append(detail)
            continue
        longer = max(last, detail, key=lambda detail: detail.end - detail.start)
        merged[-1] = Detail(longer.kind, last.start, max(last.end, detail.end))
    return merged
