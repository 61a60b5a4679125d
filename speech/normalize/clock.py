"""Times of the day. PURE."""

from __future__ import annotations

import re

from speech.normalize.words import cardinal

_HALF = r"(?:[aA]\. ?[mM]\.|[aA][mM]\b\.?|[pP]\. ?[mM]\.|[pP][mM]\b\.?)"
_SPACED = re.compile(r"(?<=\d)( ?)([aApP]) ([mM])\b(?!\.?\w)")
_RANGE = re.compile(
    rf"(?<![\d-])(\d{{1,2}}(?::\d\d)?(?: ?{_HALF})?) ?[-–—] ?"
    rf"(?=\d{{1,2}}:\d\d(?!\d)|\d{{1,2}} ?{_HALF})"
)
_TIME = re.compile(
    rf"(?<![\w.:$/,-])([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?(?!\d|[:.,]\d)(?: ?({_HALF})(?!\w))?"
)
_HOUR = re.compile(rf"(?<![\w.:$/,])(1[0-2]|0?[1-9]) ?({_HALF})(?!\w)")
_ALWAYS = re.compile(r"(?<![\w/])24/7(?![\w/])")
_NEXT_SENTENCE = re.compile(
    r"\s*$|\s+(?!(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
    r"|Eastern|Central|Mountain|Pacific)[a-z]*\b)[A-Z]"
)


def expand(text: str) -> str:
    """`9:00 a.m.` as `nine AM`, "17:30" as "five thirty PM"."""
    text = _SPACED.sub(r"\1\2\3", _ALWAYS.sub("twenty-four seven", text))
    text = _RANGE.sub(r"\1 to ", text)
    return _HOUR.sub(_hour, _TIME.sub(_time, text))


def _time(found: re.Match[str]) -> str:
    """A time on the 24 hour clock is said on the 12 hour one."""
    hour, minute = int(found[1]), int(found[2])
    if found[3]:
        return f"{_clock(hour, minute, exact='')} {_half(found[3], found)}"
    if 1 <= hour <= 12 and not found[1].startswith("0"):
        return _clock(hour, minute, exact=" o'clock")
    return f"{_clock(hour, minute, exact='')} {'PM' if 12 <= hour < 24 else 'AM'}"


def _clock(hour: int, minute: int, exact: str) -> str:
    said = cardinal(str((hour - 1) % 12 + 1))
    if minute == 0:
        return said + exact
    return f"{said} {'oh ' if minute < 10 else ''}{cardinal(str(minute))}"


def _hour(found: re.Match[str]) -> str:
    return f"{cardinal(found[1])} {_half(found[2], found)}"


def _half(written: str, found: re.Match[str]) -> str:
    """The full stop of "a.m." ends the sentence too, where another one begins."""
    said = "AM" if written[0] in "aA" else "PM"
    ends = written.endswith(".") and _NEXT_SENTENCE.match(found.string, found.end())
    return said + ("." if ends else "")
