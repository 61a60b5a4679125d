"""What tells that a number is an amount, a date or a time, and so nobody's data. Pure."""

from __future__ import annotations

import re

from actions.privacy.spoken_digits import DigitRun
from actions.privacy.words import preceding

_MONTH_BEFORE = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"\s+(?:the\s+)?(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?$",
    re.IGNORECASE,
)
_MONTH_AFTER = re.compile(
    r"\s+(?:of\s+)?(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december)\b",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,2}|\d{0,2}(?:19|20)\d\d")
_WRITTEN = re.compile(
    r"\b(?:\d{1,3}(?:,\d{3})+|\d{4}-\d{2}-\d{2}|[01]?\d/[0-3]?\d(?:/\d{2,4})?|\d{1,2}:\d{2})(?![\d/-])"
)
_CLOCK_AFTER = re.compile(r"[\s-]*(?:a\.?\s?m|p\.?\s?m|o['’]?clock)\b", re.IGNORECASE)
_CURRENCY_BEFORE = re.compile(
    r"(?:[$€£₹₦]|\b(?:rupees|naira|pesos|rs|usd|eur))\.?\s?$", re.IGNORECASE
)
_UNIT_AFTER = re.compile(
    r"\s?[%$€£]|[\s-]+(?:(?:and|point)\s+)?(?:dollars?|cents?|bucks?|euros?|pounds?|quid|percent|grand"
    r"|rupees?|naira|pesos?|francs?|pence|million|thousand|billion)\b",
    re.IGNORECASE,
)
# Only a few digits count things: "1234 minutes" is more likely a number and another word.
_COUNTED_AFTER = re.compile(
    r"[\s-]+(?:(?:business|working)\s+)?(?:seconds?|minutes?|moments?|hours?|days?|weeks?|months?|years?|times?"
    r"|things?|transactions?|cards|accounts?|points?|miles?|people|payments?|of\s+them|items?|more"
    r"|kids|children|calls?|letters?|options?|steps?|installments?|percent(?:age)?)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{2})?|\d+\.\d{1,2}")
# The bank's own addresses in the assistant's words; a caller's address is personal.
_ADDRESS_AFTER = re.compile(r"\s+(?:\w+\s+){1,3}?(?:street|avenue|road|square|lane|drive)\b", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")
_TIME_BEFORE = re.compile(r"\b(?:at|by|until|till|from|before|after|around|to|between)\s+$", re.I)
_SCALE = re.compile(r"\b(?:hundred|thousand)\b", re.IGNORECASE)
_SAID_AS_NUMBER = re.compile(
    r"\b(?:ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b", re.I
)
_ONE = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|\d)"
_SINGLES = re.compile(rf"\b{_ONE}\W+{_ONE}\W+{_ONE}\b|\b(?:double|triple)\b", re.IGNORECASE)
_FEW = 4


def counts_something(text: str, run: DigitRun) -> bool:
    """A currency, a clock or what is counted stands beside it or in it."""
    inside = text[slice(*run.core)] or text[run.start : run.end]
    if _AMOUNT.fullmatch(inside) and text[run.end : run.end + 1] != "-":
        return True
    if _CURRENCY_BEFORE.search(preceding(text, run.start)) or _UNIT_AFTER.match(text, run.end):
        return len(run.certain) < 2 * _FEW or bool(_SCALE.search(inside))
    if _CLOCK_AFTER.match(text, run.end) and _is_time(run):
        return True
    rest, written = _WRITTEN.subn("", inside)
    if written and sum(map(str.isdecimal, rest)) < _FEW - 1:
        return True
    if not _COUNTED_AFTER.match(text, run.end):
        return False
    return len(run.digits) < _FEW or run.digits.endswith("00") or reads_as_amount(text, run)


def is_date(text: str, run: DigitRun) -> bool:
    """The day or the year beside a month."""
    beside = _MONTH_BEFORE.search(preceding(text, run.start)) or _MONTH_AFTER.match(text, run.end)
    return bool(beside and _DATE.fullmatch(run.digits))


def is_year(run: DigitRun) -> bool:
    """ "2024", "Q3 2024" """
    return bool(_YEAR.fullmatch(run.certain[-_FEW:])) and len(run.certain) <= _FEW + 1


def is_time_of_day(text: str, run: DigitRun) -> bool:
    """ "at ten thirty" """
    return _is_time(run) and bool(_TIME_BEFORE.search(preceding(text, run.start)))


def _is_time(run: DigitRun) -> bool:
    """ "9", "10 30" """
    hours, minutes = (
        (run.certain, "0") if len(run.certain) < 3 else (run.certain[:-2], run.certain[-2:])
    )
    return len(hours) < 3 and int(hours or 0) < 24 and int(minutes) < 60


def reads_as_amount(text: str, run: DigitRun) -> bool:
    """As "four hundred and twenty three", "eighty four sixty": not digit by digit."""
    inside = text[run.start : run.end]
    if _SCALE.search(inside):
        return not _SINGLES.search(inside)
    return len(run.certain) <= _FEW and bool(_SAID_AS_NUMBER.search(inside))


def is_bank_address(text: str, run: DigitRun) -> bool:
    return bool(_ADDRESS_AFTER.match(text, run.end))
