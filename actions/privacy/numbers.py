"""Account numbers, PINs and card numbers, written or spoken; not amounts, dates and hours.

A run of digits is personal if one of these holds, in this order:

1. it contains a number that the assistant knows from a slot;
2. it answers a question for a number;
3. nothing around it says that it is an amount, a date or a time (tables below), and it is a
   part of a number that the assistant knows, or has four digits or more.

A recognizer writes "dollars" or "p.m." for what a caller said after a PIN, and "$4,821" or "48:21"
for a PIN: such a sign excuses no digits that a caller was asked for, or calls a secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from actions.privacy.context import Context
from actions.privacy.details import ACCOUNT_NUMBER, CARD_NUMBER, NAME, NUMBER, Detail
from actions.privacy.spoken_digits import DigitRun, digit_runs

_LONG = 4  # the length of a PIN, or of the end of a card number
_PART = 3  # so many digits of a known number in a row are not chance
_SHORT_ANSWER = 3  # words
_CARD = range(13, 20)  # ISO/IEC 7812-1

# Harmless: what stands right before the run, in it, and right after it.
_MONTH_BEFORE = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"\s+(?:the\s+)?(?:\d{1,2}(?:st|nd|rd|th),?\s+)?$",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,2}|\d{0,2}(?:19|20)\d\d")
_CURRENCY_BEFORE = re.compile(r"[$€£]\s?$")
_INSIDE = re.compile(r"\d{1,2}:\d{2}|\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{2,4}")
_AFTER = re.compile(
    r"\s?[%$€£]|[\s-]+(?:dollars?|cents?|bucks?|euros?|pounds?|percent|a\.?m|p\.?m|o'?clock)\b",
    re.IGNORECASE,
)
_SECRET_BEFORE = re.compile(
    r"\b(?:pins?|codes?|passcodes?|passwords?|accounts?|numbers?)\b", re.IGNORECASE
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
_CARD_BEFORE = re.compile(r"(?:ending|ends?|last four(?: digits)?)[\s\w]{0,12}$", re.IGNORECASE)


def number_details(text: str, context: Context) -> Iterator[Detail]:
    """The personal numbers in `text`, from left to right."""
    runs = digit_runs(text)
    # One digit in a long sentence is no answer: "not that one, the other one".
    answer = sum(len(run.digits) for run in runs) > 1 or len(text.split()) <= _SHORT_ANSWER
    context = context if answer else replace(context, asked=None)
    for run in runs:
        kind = _kind(text, run, context)
        if kind is not None:
            yield Detail(kind, run.start, run.end)


def _kind(text: str, run: DigitRun, context: Context) -> str | None:
    numbers = [(kind, _digits(value)) for kind, value in context.values() if kind != NAME]
    for kind, number in numbers:
        if len(number) >= _PART and (number in run.digits or number in run.certain):
            return kind
    harmless = _is_harmless(text, run, context)
    if context.asked and not (harmless and len(run.certain) < _LONG):
        return context.asked
    if harmless:
        return None
    for kind, number in numbers:
        if any(len(part) >= _PART and part in number for part in (run.digits, run.certain)):
            return kind
    return _long_kind(text, run) if len(run.digits) >= _LONG else None


def _is_harmless(text: str, run: DigitRun, context: Context) -> bool:
    before, inside, after = text[: run.start], text[run.start : run.end], text[run.end :]
    tells: list[re.Match[str] | None] = []
    if not (context.asked or (context.speaker == "caller" and _SECRET_BEFORE.search(before))):
        tells = [_CURRENCY_BEFORE.search(before), _INSIDE.search(inside), _AFTER.match(after)]
    if _DATE.fullmatch(run.digits):
        tells.append(_MONTH_BEFORE.search(before))
    if len(run.digits) < _LONG:
        tells.append(_COUNTED_AFTER.match(after))
    if context.speaker == "assistant":
        tells += [_AMOUNT.fullmatch(inside), _ADDRESS_AFTER.match(after)]
    return any(tells)


def _long_kind(text: str, run: DigitRun) -> str:
    if len(run.digits) in _CARD or _CARD_BEFORE.search(text[: run.start]):
        return CARD_NUMBER
    return ACCOUNT_NUMBER if len(run.certain) == 8 else NUMBER


def _digits(value: str) -> str:
    return "".join(character for character in value if character.isdecimal())
