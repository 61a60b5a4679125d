"""Account numbers, PINs and card numbers, written or spoken; not amounts, dates and hours.

A run of digits is personal if one of these holds, in this order:

1. it contains a number that the assistant knows from a slot;
2. it answers a question for a number;
3. nothing around it says that it is an amount, a date or a time (tables below), and it has four
   digits or more, is a part of a number that the assistant knows, or is what the caller calls a
   PIN, an account number, the end of a card.

A recognizer writes "dollars" or "p.m." for what a caller said after a PIN, and "$4,821" or "48:21"
for a PIN: such a sign excuses no digits that a caller was asked for, or calls a secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from actions.privacy.context import Context
from actions.privacy.details import ACCOUNT_NUMBER, CARD_NUMBER, NAME, NUMBER, Detail
from actions.privacy.spoken_digits import DigitRun, digit_runs, may_be_digits

_LONG = 4  # the length of a PIN, or of the end of a card number
_PART = 3  # so many digits of a known number in a row are not chance
_ACCOUNT = 8
_CARD = range(13, 20)  # ISO/IEC 7812-1

# Harmless: what stands right before the run, in it, and right after it.
_MONTH_BEFORE = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"\s+(?:the\s+)?(?:\d{1,2}(?:st|nd|rd|th),?\s+)?$",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,2}|\d{0,2}(?:19|20)\d\d")
_WRITTEN_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|[01]?\d/[0-3]?\d/\d{2,4}")
_WRITTEN_TIME = re.compile(r"\d{1,2}:\d{2}")
_CURRENCY_BEFORE = re.compile(r"[$€£]\s?$")
_UNIT_AFTER = re.compile(
    r"\s?[%$€£]|[\s-]+(?:dollars?|cents?|bucks?|euros?|pounds?|percent|a\.?m|p\.?m|o'?clock)\b",
    re.IGNORECASE,
)
# Only a few digits count things: "1234 minutes" is more likely a number and another word.
_COUNTED_AFTER = re.compile(
    r"[\s-]+(?:seconds?|minutes?|moments?|hours?|days?|weeks?|months?|years?|times?|things?"
    r"|transactions?|cards?|accounts?)\b",
    re.IGNORECASE,
)
# Amounts without a currency in the assistant's words; a recognizer may write a PIN like this.
_AMOUNT = re.compile(r"\d[\d,]*\.\d{2}")
# The bank's own addresses in the assistant's words; a caller's address is personal.
_ADDRESS_AFTER = re.compile(r"\s+(?:\w+\s+){1,3}?(?:street|avenue|road|square|lane|drive)\b", re.I)

# What a caller calls a secret, with what recognizers make of "PIN".
_SECRETS = r"pins?|pens?|pings?|penis|codes?|passcodes?|passwords?"
_SECRET_BEFORE = re.compile(rf"\b(?:{_SECRETS}|accounts?|numbers?)\b", re.IGNORECASE)
_NAMED_BEFORE = re.compile(
    rf"\b(?:{_SECRETS}|account number|ending"
    r"|(?:ending|ends?|begin(?:s|ning)|start(?:s|ing)) (?:in|with))"
    r"(?:'s|\s+(?:number|is|are|was|it's|the|uh|um))*\W+$",
    re.IGNORECASE,
)
_CARD_BEFORE = re.compile(r"(?:ending|ends?|last four(?: digits)?)[\s\w]{0,12}$", re.IGNORECASE)


def number_details(text: str, context: Context) -> Iterator[Detail]:
    """The personal numbers in `text`, from left to right."""
    if context.asked and may_be_digits(text):
        yield Detail(context.asked, 0, len(text))
        return
    for run in digit_runs(text):
        kind = _kind(text, run, context)
        if kind is not None:
            yield Detail(kind, run.start, run.end)


def _kind(text: str, run: DigitRun, context: Context) -> str | None:
    numbers = [(kind, _digits(value)) for kind, value in context.values() if kind != NAME]
    for kind, number in numbers:
        if len(number) >= _PART and (number in run.digits or number in run.certain):
            return kind
    if _is_harmless(text, run, context):
        return None
    if context.asked:
        return context.asked
    for kind, number in numbers:
        if any(len(part) >= _PART and part in number for part in (run.digits, run.certain)):
            return kind
    is_secret = len(run.digits) >= _LONG or _is_named(text, run, context)
    return _long_kind(text, run) if is_secret else None


def _is_named(text: str, run: DigitRun, context: Context) -> bool:
    """The caller calls it a secret, so that any part of it is one."""
    return context.speaker == "caller" and bool(_NAMED_BEFORE.search(text[: run.start]))


def _is_harmless(text: str, run: DigitRun, context: Context) -> bool:
    before, inside, after = text[: run.start], text[run.start : run.end], text[run.end :]
    counts = len(run.digits) < _LONG and bool(_COUNTED_AFTER.match(after))
    if context.asked:
        return counts and len(run.digits) == 1
    is_caller = context.speaker == "caller"
    if is_caller and len(run.certain) >= _ACCOUNT:
        return bool(_WRITTEN_DATE.search(inside))
    if not is_caller and (_AMOUNT.fullmatch(inside) or _ADDRESS_AFTER.match(after)):
        return True
    if not (is_caller and _SECRET_BEFORE.search(before)) and _has_a_unit(before, inside, after):
        return True
    return counts or bool(_DATE.fullmatch(run.digits) and _MONTH_BEFORE.search(before))


def _has_a_unit(before: str, inside: str, after: str) -> bool:
    """Of money or time."""
    return bool(
        _CURRENCY_BEFORE.search(before)
        or _WRITTEN_TIME.search(inside)
        or _WRITTEN_DATE.search(inside)
        or _UNIT_AFTER.match(after)
    )


def _long_kind(text: str, run: DigitRun) -> str:
    if len(run.digits) in _CARD or _CARD_BEFORE.search(text[: run.start]):
        return CARD_NUMBER
    return ACCOUNT_NUMBER if len(run.certain) == 8 else NUMBER


def _digits(value: str) -> str:
    return "".join(character for character in value if character.isdecimal())
