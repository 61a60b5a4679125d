"""A personal detail in a text, and the text without it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

ACCOUNT_NUMBER = "ACCOUNT_NUMBER"
ADDRESS = "ADDRESS"
CREDIT_CARD = "CREDIT_CARD"
DATE_OF_BIRTH = "DATE_OF_BIRTH"
EMAIL_ADDRESS = "EMAIL_ADDRESS"
IBAN = "IBAN"
NUMBER = "NUMBER"
PERSON = "PERSON"
PHONE_NUMBER = "PHONE_NUMBER"
PIN = "PIN"
US_SSN = "US_SSN"
KINDS = (
    *(ACCOUNT_NUMBER, ADDRESS, CREDIT_CARD, DATE_OF_BIRTH, EMAIL_ADDRESS, IBAN, NUMBER, PERSON),
    *(PHONE_NUMBER, PIN, US_SSN),
)

ASKED = "the question asks for it"
"""The commonest `why`."""

_CORRECTION = re.compile(
    r"[\s,–—-]+(?:\b(?:uh|um|er|sorry|no|wait|i mean|actually|rather)\b[\s,–—-]*)*", re.IGNORECASE
)


@dataclass(frozen=True)
class Detail:
    """The characters of a text from `start` up to `end`, what they tell (`kind`), and how that was
    found out (`why`), in words that quote nothing of the text.
    """

    kind: str
    start: int
    end: int
    why: str = field(default="", compare=False)


def without(text: str, details: Iterable[Detail]) -> str:
    """`text` with `<KIND>` in the place of each detail; overlapping ones are taken out as one."""
    for detail in reversed(_merged(details)):
        text = f"{text[: detail.start]}<{detail.kind}>{text[detail.end :]}"
    return text


def cut(details: Iterable[Detail], length: int) -> list[Detail]:
    """The details as they are in a text that was cut off after `length` characters."""
    return [
        replace(detail, end=min(detail.end, length)) for detail in details if detail.start < length
    ]


def joined(text: str, details: Iterable[Detail]) -> list[Detail]:
    """Without overlaps, in order; of one kind with only a correction between them, as one."""
    found: list[Detail] = []
    for detail in _merged(details):
        if found and _is_correction(text, found[-1], detail):
            found[-1] = replace(found[-1], end=detail.end)
        else:
            found.append(detail)
    return found


def _is_correction(text: str, first: Detail, second: Detail) -> bool:
    between = text[first.end : second.start]
    return first.kind == second.kind and bool(_CORRECTION.fullmatch(between))


def _merged(details: Iterable[Detail]) -> list[Detail]:
    """Without overlaps, in order; the longest of overlapping details gives its kind."""
    merged: list[Detail] = []
    for detail in sorted(details, key=lambda detail: (detail.start, -detail.end)):
        last = merged[-1] if merged else None
        if last is None or detail.start >= last.end:
            merged.append(detail)
            continue
        longer = max(last, detail, key=lambda detail: detail.end - detail.start)
        merged[-1] = replace(longer, start=last.start, end=max(last.end, detail.end))
    return merged
