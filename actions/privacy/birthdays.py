"""Dates of birth, in whatever order and form they are said. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from actions.privacy.context import Context
from actions.privacy.details import ASKED, DATE_OF_BIRTH, Detail
from actions.privacy.digit_words import ONES, TEENS, TENS
from actions.privacy.spoken_digits import digit_runs
from actions.privacy.words import preceding

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_ORDINAL = (
    r"(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b"
    r"|(?:ten|eleven|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)th\b"
    r"|twelfth\b|(?:twentieth|thirtieth)\b|\d{1,2}(?:st|nd|rd|th)\b"
)
_NUMBER = rf"(?:{'|'.join((*ONES, *TEENS, *TENS))}|oh|o|to|too|for|ate|won|tree|hundred|thousand)\b"
_NUMERAL = r"['’]?\d{1,4}(?:[/.-]\d{1,4})*\b"
_DAY = (
    r"(?:new year['’]?s (?:eve|day)|christmas(?: eve| day)?|valentine['’]?s(?: day)?|halloween)\b"
)
_FILLER = (
    r"(?:of|the|(?<=hundred )and|(?<=thousand )and|in|on|uh|um|er|no|sorry|wait|i mean|actually"
    r"|dash|slash|dot|hyphen|stroke|comma|ought|double|tee"
    rf"|(?:month|day|year)(?=\W+(?:is\W+)?(?:\d|{'|'.join((*ONES, *TEENS, *TENS))}))"
    r"|[a-z]{2,6}(?= (?:no|sorry)\b))\b"
)
_PART = rf"(?:{_MONTH}|{_ORDINAL}|{_NUMBER}|{_NUMERAL}|{_DAY})"
_DATE = re.compile(
    rf"\b(?:the\s+(?=(?:{_ORDINAL})))?{_PART}(?:[\s,.–-]*(?:{_FILLER}[\s,.–-]*)*{_PART})*",
    re.IGNORECASE,
)
_MOST_DIGITS = 8
_DAY_NAME = re.compile(rf"\b{_DAY}", re.IGNORECASE)
_NAMED_DAY = re.compile(rf"\b(?:{_DAY}|{_ORDINAL})", re.IGNORECASE)
_HAS_MONTH = re.compile(rf"\b{_MONTH}", re.IGNORECASE)
_WRITTEN = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}")
_BORN = re.compile(
    r"\b(?:born|birth(?:day|date|days)?(?:['’]s)?|d\.? ?o\.? ?b\.?)\b[^.?!]{0,70}$", re.IGNORECASE
)
_CALLED_AFTER = re.compile(
    r"\W*(?:as|is|for|was) (?:your|the|his|her|my|their) (?:date of )?birth", re.IGNORECASE
)
_DAY_OF_MONTH = re.compile(rf"(?:{_ORDINAL})\s+of\s+the\s+(?:{_ORDINAL})", re.IGNORECASE)
_PAST_YEAR = re.compile(
    r"['’]\d\d\b|\b(?:19[0-9]{2}|200\d|201\d|nineteen (?!hundred dollars)(?:twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety|oh|hundred)\b|two thousand(?: and)? (?:one|two|three"
    r"|four|five|six)\b)",
    re.IGNORECASE,
)
_HARMLESS_AFTER = re.compile(
    r"[\s-]*(?:dollars?|cents?|euros?|pounds?|years?|percent|days?|weeks?|a\.?m|p\.?m|o['’]clock)\b|%",
    re.IGNORECASE,
)
_ONLY_EVERYDAY = re.compile(
    r"(?:may|mar|second|first|one|to|too|for|oh|o|of|the|\W)+", re.IGNORECASE
)


def birthday_details(text: str, context: Context) -> Iterator[Detail]:
    """Dates that are called birthdays, answer a question for one, or lie a life ago."""
    wanted = DATE_OF_BIRTH in context.wanted or context.asked == DATE_OF_BIRTH
    for match in _DATE.finditer(text):
        date, before = match.group(), preceding(text, match.start())
        is_certain = _HAS_MONTH.search(date) or _WRITTEN.fullmatch(date)
        if not is_certain and _HARMLESS_AFTER.match(text, match.end()):
            continue
        is_called = bool(_BORN.search(before) or _CALLED_AFTER.match(text, match.end()))
        if _may_be_date(date, wanted) and (why := _why(wanted, is_called, date)):
            yield Detail(DATE_OF_BIRTH, *match.span(), why)


def _may_be_date(date: str, wanted: bool) -> bool:
    """It has a month, or as many digits as a date has; for an answer a day is enough."""
    if _ONLY_EVERYDAY.fullmatch(date):
        return False
    if _HAS_MONTH.search(date) or (wanted and _NAMED_DAY.search(date)):
        return True
    return 2 <= _digits(date) <= _MOST_DIGITS


def _why(wanted: bool, is_called: bool, date: str) -> str:
    """Empty if it is no birthday."""
    if wanted:
        return ASKED
    if is_called:
        return "the speaker calls it so"
    return "a day of a year in which callers are born" if _is_whole(date) else ""


def _digits(date: str) -> int:
    return sum(len(run.digits) for run in digit_runs(date))


def _is_whole(date: str) -> bool:
    """Day, month and a year in which a caller may have been born: no payment is so old."""
    numbers = len(re.findall(rf"{_ORDINAL}|{_NUMBER}|{_NUMERAL}", date, re.IGNORECASE))
    if _DAY_OF_MONTH.match(date.removeprefix("the ")):
        return numbers > 2
    if _DAY_NAME.search(date) and _PAST_YEAR.search(date):
        return True
    has_month = bool(_HAS_MONTH.search(date)) or bool(_WRITTEN.search(date))
    return has_month and bool(_PAST_YEAR.search(date)) and numbers > 1
