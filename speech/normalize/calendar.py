"""Dates, days of the week, years. PURE."""

from __future__ import annotations

import re

from speech.normalize.words import ordinal, year

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

_MONTH = (
    r"(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"(Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)"
_NUMBER = r"([12]\d|3[01]|0?[1-9])"
_YEAR = r"((?:1[5-9]|20)\d\d)"

_ISO = re.compile(r"(?<![\w-])(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\w-])")
_NUMERIC = re.compile(
    r"(?<![\w/.,$])(1[0-2]|0?[1-9])/([12]\d|3[01]|0?[1-9])(?:/(\d{4}|\d\d))?(?![\w/]|[.,]\d)"
)
_FRACTIONS = frozenset({"1/2", "1/3", "2/3", "1/4", "3/4"})
_MONTH_DAY = re.compile(
    rf"\b{_MONTH} {_NUMBER}(?:st|nd|rd|th)?\b(?![:%$]|[.,]\d)"
    rf"(?: ?[-–] ?{_NUMBER}(?:st|nd|rd|th)?\b(?![:%]))?(?:,? {_YEAR}\b(?![.,:]?\d))?"
)
_DAY_MONTH = re.compile(
    rf"(?<![\w.,$:/-]){_NUMBER}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?: {_YEAR}\b(?![.,:]?\d))?(?=\W|$)"
)
_MONTH_YEAR = re.compile(rf"\b{_MONTH},? {_YEAR}\b(?![.,:]?\d)")
_CERTAIN_MONTH = re.compile(r"\b(Feb|Apr|Aug|Sept?|Oct|Nov|Dec)\b\.?(?!\w)")
_DAY_RANGE = re.compile(rf"\b{_DAY}[a-z]*\.? ?[-–—] ?{_DAY}(?:day|sday|nesday|rsday|urday)?\b\.?")
_CERTAIN_DAY = re.compile(r"\b(Mon|Tues?|Thu(?:rs?)?|Fri)\b\.?(?=\W|$)")
_DAY_BEFORE = re.compile(
    r"\b(Wed|Sat|Sun)\b\.?(?=,? (?:\d|" + "|".join(_MONTHS) + r")|,? ?(?:&|and) S)"
)
_AND_DAY = re.compile(r"(?<=day)( ?(?:&|and) ?|, )(Wed|Sat|Sun)\b\.?")
_DECADE = re.compile(r"(?<![\w.,$])((?:1[5-9]|20)\d)0s\b")
_YEAR_AFTER = re.compile(
    rf"\b([Ii]n|[Ss]ince|[Yy]ear|[Uu]ntil|[Bb]y|[Bb]efore|[Aa]fter|[Dd]uring|[Oo]f|[Ff]rom|[Tt]o) "
    rf"{_YEAR}\b(?![.,:/-]?\d|%| ?(?:dollars?|cents?|percent|points?|miles|people|times|customers"
    rf"|transactions|payments|days|hours|minutes|meters|feet)\b)"
)


def expand(text: str) -> str:
    """`2026-11-22` as `November twenty-second, twenty twenty-six`, "Mon-Fri" as words."""
    text = _ISO.sub(lambda found: _date(int(found[2]), found[3], found[1]), text)
    text = _NUMERIC.sub(_numeric, text)
    text = _MONTH_DAY.sub(_month_day, text)
    text = _DAY_MONTH.sub(lambda found: _date(_month(found[2]), found[1], found[3]), text)
    text = _MONTH_YEAR.sub(_month_year, text)
    text = _DECADE.sub(lambda found: re.sub("y$", "ies", year(int(found[1]) * 10)), text)
    text = _YEAR_AFTER.sub(lambda found: f"{found[1]} {year(int(found[2]))}", text)
    return _names(text)


def _names(text: str) -> str:
    """Days and months that are abbreviated; Sun and Sat only where they must be days."""
    text = _DAY_RANGE.sub(lambda found: f"{_day(found[1])} to {_day(found[2])}", text)
    text = _CERTAIN_DAY.sub(lambda found: _day(found[1]) + _end(found), text)
    text = _CERTAIN_MONTH.sub(lambda found: _MONTHS[_month(found[1]) - 1] + _end(found), text)
    text = _DAY_BEFORE.sub(lambda found: _day(found[1]), text)
    return _AND_DAY.sub(lambda found: found[1] + _day(found[2]), text)


def _numeric(found: re.Match[str]) -> str:
    """America writes the month first. A plain 1/2 is a fraction, not the second of January."""
    if found[0] in _FRACTIONS:
        return found[0]
    years = found[3] and (found[3] if len(found[3]) == 4 else f"20{found[3]}")
    return _date(int(found[1]), found[2], years)


def _month_day(found: re.Match[str]) -> str:
    said = _date(_month(found[1]), found[2], None)
    said += f" to {ordinal(int(found[3]))}" if found[3] else ""
    return said + (f", {year(int(found[4]))}" if found[4] else "")


def _month_year(found: re.Match[str]) -> str:
    return f"{_MONTHS[_month(found[1]) - 1]} {year(int(found[2]))}"


def _date(month: int, day: str, years: str | None) -> str:
    said = f"{_MONTHS[month - 1]} {ordinal(int(day))}"
    return f"{said}, {year(int(years))}" if years else said


def _month(name: str) -> int:
    return next(i for i, month in enumerate(_MONTHS, 1) if month.startswith(name[:3]))


def _day(name: str) -> str:
    return next(day for day in _DAYS if day.startswith(name[:3]))


def _end(found: re.Match[str]) -> str:
    """The full stop of an abbreviation at the very end is the sentence's too."""
    return "." if found[0].endswith(".") and not found.string[found.end() :].strip() else ""
