"""Amounts of money. PURE."""

from __future__ import annotations

import re

from speech.normalize.words import cardinal, plural

_NAMES = {
    "$": ("dollar", "dollars", "cent", "cents"),
    "€": ("euro", "euros", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"),
}
_CODES = {"USD": "$", "EUR": "€", "GBP": "£"}
_SCALES = {"k": "thousand", "m": "million", "b": "billion", "bn": "billion"}

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_CODE_FIRST = re.compile(rf"\b(USD|EUR|GBP) ?(?={_NUMBER})")
_CODE_LAST = re.compile(rf"({_NUMBER}) ?(USD|EUR|GBP)\b")
_RANGE = re.compile(r"(?<=\d) ?[-–—] ?(?=[$€£])")
_AMOUNT = re.compile(
    r"(?:(?<![\w)])(-) ?)?([$€£]) ?(-?)(\d[\d,]*)(?:\.(\d+))?"
    r"(?:( ?(?:k|K|M|B|bn)| (?:hundred|thousand|million|billion|trillion))\b)?"
)


def expand(text: str) -> str:
    """`-$31.40` as `minus thirty-one dollars and forty cents`."""
    text = _CODE_FIRST.sub(lambda found: _CODES[found[1]], text)
    text = _CODE_LAST.sub(lambda found: _CODES[found[2]] + found[1], text)
    return _AMOUNT.sub(_said, _RANGE.sub(" to ", text))


def _said(found: re.Match[str]) -> str:
    minus = "minus " if found[1] or found[3] else ""
    whole, fraction, scale = found[4].rstrip(","), found[5] or "", (found[6] or "").strip()
    comma = found[4][len(whole) :]
    names = _NAMES[found[2]]
    if scale or len(fraction) > 2:
        number = cardinal(f"{whole}.{fraction}" if fraction else whole)
        scaled = f"{number} {_SCALES.get(scale.lower(), scale)}".strip()
        return f"{minus}{scaled} {names[1]}{comma}"
    return minus + _parts(cardinal(whole), fraction.ljust(2, "0"), names) + comma


def _parts(whole: str, cents: str, names: tuple[str, str, str, str]) -> str:
    """`$0.05` is `five cents`, `$0.00` is `zero dollars`."""
    one, many, one_cent, many_cents = names
    small = cardinal(cents)
    parts = [f"{whole} {plural(whole, one, many)}"] if whole != "zero" or small == "zero" else []
    if small != "zero":
        parts.append(f"{small} {plural(small, one_cent, many_cents)}")
    return " and ".join(parts)
