"""From what was said to an account number and a PIN. Pure.

Callers pause in mid-number, correct themselves, say both numbers at once or the PIN first, and
recognizers double a digit or hear one too many. The check digit tells a right reading from a
wrong one, so several readings of an utterance are tried, the most literal first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

from actions.banking.luhn import is_valid
from actions.privacy.spoken_digits import digit_runs

ACCOUNT_DIGITS = 8
PIN_DIGITS = 4
_LEAST_DIGITS = 3
Wanted = Literal["account_number", "pin"]
SIZES: dict[Wanted, int] = {"account_number": ACCOUNT_DIGITS, "pin": PIN_DIGITS}

_CORRECTION = re.compile(
    r"\b(?:no,?\W+(?:wait|sorry|hold on)|wait|sorry|i mean|i meant|correction|scratch that|actually"
    r"|let me (?:start (?:over|again)|try (?:that )?again)|start over|no)\b",
    re.IGNORECASE,
)
# Digits of other things: a card's ending, and "one" in "one moment".
_NOT_OURS = re.compile(
    r"\b(?:end(?:s|ing)? (?:in|with)|last (?:four|4)(?: digits)?(?: (?:is|are|of))?)\b[^,.;?!]*"
    r"|\bone (?:moment|second|sec|minute|more|thing|of)\b|\b(?:this|that|the|which|no) one\b",
    re.IGNORECASE,
)

_BEFORE_A_NUMBER = re.compile(
    r"(?:\W*\b(?:okay|ok|so|well|uh|um|yes|sure|it's|it is|that's|my|the|account|pin|number|is)\b)*"
    r"\W*",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\W*(?:dollars?|bucks|euros?|transactions?|payments?)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Heard:
    """What an utterance gave; all empty if it held no digits of ours.

    `part` are digits of a number that is not complete yet; `misheard` says that the digits
    cannot be what was asked for, so they were dropped. `otherwise` is a second account number and
    PIN that the same digits may be: the check digit fits one number in ten by chance.
    """

    account_number: str | None = None
    pin: str | None = None
    part: str = ""
    misheard: bool = False
    otherwise: tuple[str, str] | None = None


def understand(text: str, wanted: Wanted, so_far: str = "") -> Heard:
    """Finds what was `wanted`, and what else was said, after the digits heard `so_far`."""
    ours = _NOT_OURS.sub(_blank, text)
    readings = list(_readings(ours))
    if not readings:
        return Heard()
    if not _CORRECTION.search(ours) and (both := _two_runs(ours)):
        return both
    attempts = [
        *(_complete(digits, wanted) or _continued(so_far, digits, wanted) for digits in readings),
        _alone(ours),
        *(_repaired(digits) for digits in readings),
    ]
    return next(filter(None, attempts), _incomplete(so_far, readings[0], wanted))


def begins_with_number(text: str) -> bool:
    """Whether it is an answer though more follows: "4001, and that's all I have"."""
    run = next(iter(digit_runs(text.replace("’", "'"))), None)
    if run is None or len(run.certain) < _LEAST_DIGITS:
        return False
    return bool(_BEFORE_A_NUMBER.fullmatch(text[: run.start])) and not _AMOUNT.match(
        text[run.end :]
    )


def _blank(match: re.Match[str]) -> str:
    return " ; ".center(len(match.group()))


def _readings(text: str) -> Iterator[str]:
    """The digits of the text, first as corrected by the caller, then as said."""
    *before, after = _CORRECTION.split(text)
    corrected = list(_joined(after))
    if before:
        yield from corrected
        old_ones = next((list(_joined(part)) for part in before[::-1] if digit_runs(part)), [])
        for old, new in product(old_ones, corrected):
            yield old[: -len(new)] + new
    yield from _joined(text)


def _joined(text: str) -> Iterator[str]:
    """All digits of a text in a row: with doubtful ones, for digits were asked, then without."""
    runs = digit_runs(text)
    everything = "".join(run.digits for run in runs)
    certain = "".join(run.certain for run in runs)
    yield from dict.fromkeys(digits for digits in (everything, certain) if digits)


def _two_runs(text: str) -> Heard | None:
    """Account number and PIN with words between them, in either order."""
    runs = sorted((run.certain for run in digit_runs(text)), key=len)
    if [len(run) for run in runs] != [PIN_DIGITS, ACCOUNT_DIGITS] or not is_valid(runs[1]):
        return None
    return Heard(account_number=runs[1], pin=runs[0])


def _alone(text: str) -> Heard | None:
    """An account number among digits that make no sense, such as a PIN cut short."""
    numbers = [run.certain for run in digit_runs(text) if len(run.certain) == ACCOUNT_DIGITS]
    return next((Heard(account_number=number) for number in numbers if is_valid(number)), None)


def _complete(digits: str, wanted: Wanted) -> Heard | None:
    if len(digits) == PIN_DIGITS and wanted == "pin":
        return Heard(pin=digits)
    if len(digits) == ACCOUNT_DIGITS + PIN_DIGITS:
        return _both(digits)
    is_account = len(digits) == ACCOUNT_DIGITS and is_valid(digits)
    return Heard(account_number=digits) if is_account else None


def _continued(so_far: str, digits: str, wanted: Wanted) -> Heard | None:
    """The number that earlier digits and these make, if it has just the right length."""
    number = so_far + digits
    return _complete(number, wanted) if so_far and len(number) == SIZES[wanted] else None


def _both(digits: str) -> Heard | None:
    """Account number and PIN in either order."""
    first = digits[:ACCOUNT_DIGITS], digits[ACCOUNT_DIGITS:]
    last = digits[PIN_DIGITS:], digits[:PIN_DIGITS]
    fitting = [(account, pin) for account, pin in (first, last) if is_valid(account)]
    return Heard(*fitting[0], otherwise=(*fitting[1:], None)[0]) if fitting else None


def _repaired(digits: str) -> Heard | None:
    """Undoes what recognizers do most, if only one way fits the check digit.

    They double a digit, hear one in the noise before or after, and swallow an "oh".
    """
    places = range(len(digits) + 1)
    numbers: set[str] = set()
    if len(digits) == ACCOUNT_DIGITS + 1:
        doubled = [at for at in places[1:-1] if digits[at] == digits[at - 1]]
        numbers = {digits[:at] + digits[at + 1 :] for at in (0, *doubled, ACCOUNT_DIGITS)}
    if len(digits) == ACCOUNT_DIGITS - 1:
        numbers = {digits[:at] + "0" + digits[at:] for at in places}
    fitting = [number for number in numbers if is_valid(number)]
    return Heard(account_number=fitting[0]) if len(fitting) == 1 else None


def _incomplete(so_far: str, digits: str, wanted: Wanted) -> Heard:
    for part in (so_far + digits, digits):
        if len(part) < SIZES[wanted]:
            return Heard(part=part)
    return Heard(misheard=True)
