"""What is left of numbers: percentages, ordinals, ranges, fractions, decimals, counts. PURE."""

from __future__ import annotations

import re

from speech.normalize.words import cardinal, grouped, ordinal

_FRACTIONS = {
    "1/2": "one half",
    "1/3": "one third",
    "2/3": "two thirds",
    "1/4": "one quarter",
    "3/4": "three quarters",
}
_MIXED = re.compile(r"(?<![\w.,/])(\d+) ([123]/[234])(?![\w/])")
_FRACTION = re.compile(r"(?<![\w.,/])([123]/[234])(?![\w/])")
_ORDINAL = re.compile(r"(?<![\w.,])(\d{1,9})(?:st|nd|rd|th)\b", re.IGNORECASE)
_RANGE = re.compile(r"(?<![\w-])(\d[\d,.]*%?) ?[-–—] ?(?=\d[\d,.]*%?(?![\w-]))")
_MINUS = re.compile(r"(?<![\w)])-(?=\.?\d)")
_PLUS = re.compile(r"\+(?=\d)")
_PERCENT = re.compile(r"(?<=\d) ?%")
_NUMBER_SIGN = re.compile(r"# ?(?=\d)")
_VERSION = re.compile(r"(?<![\w.])\d+(?:\.\d+){2,}(?!\w)")
_COUNT = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+\.\d+|\d+")
_BARE_DECIMAL = re.compile(r"(?<![\w.])\.(?=\d)")


def expand(text: str) -> str:
    """`3-5 days` as `three to five days`, "4.5%" as "four point five percent"."""
    text = _MIXED.sub(lambda found: f"{found[1]} and {_fraction(found[2])}", text)
    text = _FRACTION.sub(lambda found: _fraction(found[1]), text)
    text = _ORDINAL.sub(lambda found: ordinal(int(found[1])), text)
    text = _VERSION.sub(lambda found: " point ".join(map(cardinal, found[0].split("."))), text)
    text = _MINUS.sub("minus ", _RANGE.sub(r"\1 to ", text))
    text = _NUMBER_SIGN.sub("number ", _PLUS.sub("plus ", _PERCENT.sub(" percent", text)))
    return _COUNT.sub(_count, _BARE_DECIMAL.sub("0.", text))


def _fraction(written: str) -> str:
    return _FRACTIONS.get(written, written.replace("/", " over "))


def _count(found: re.Match[str]) -> str:
    """Words beside letters get a space: "5km" is "five km"."""
    number = found[0]
    named = len(number) > 1 and number.isdigit() and number[0] == "0"
    said = grouped(number) if named else cardinal(number)
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return f"{' ' if before.isalnum() else ''}{said}{' ' if after.isalnum() else ''}"
