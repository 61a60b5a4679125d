"""Numbers that name something and are read digit by digit: accounts, cards, telephones. PURE."""

from __future__ import annotations

import re

from speech.normalize.words import grouped, letters, spelled

_TELEPHONE = re.compile(
    r"(?<![\w$.,-])(?:\+?(\d{1,3})[-. ])?(?:\((\d{3})\) ?|(\d{3})[-. ])(\d{3})[-. ](\d{4})(?![\w-])"
)
_LOCAL = re.compile(r"(?<![\w$.,/-])(\d{3})-(\d{4})(?![\w-])")
_INTERNATIONAL = re.compile(r"(?<!\w)\+(\d{7,15})(?!\w)")
_MASKED = re.compile(r"(?<![\w*])(?:[*xX][*xX -]*[*xX][ -]?|[*xX])(\d{2,6})\b")
_CARD = re.compile(r"(?<![\w$.,-])\d{4}(?:[ -]\d{4}){2,3}(?![\w-])")
_NAMED = re.compile(
    r"\b((?:ending|ends|end)(?: in| with)?|last (?:four|4)(?: digits)?|cards?|accounts?|PIN|pin"
    r"|numbers?|codes?|confirmation|reference|extension|ext\.?|routing|zip|ticket|case|digits?)"
    r"((?: (?:number|code|no\.|is|are|of))*[:#]? ?#?)(?<![\d$])(\d{3,})"
    r"(?![\d,.:/%-]*\d|%| ?(?:dollars|percent))",
    re.IGNORECASE,
)
_LONG = re.compile(r"(?<![\w$.,:/-])(?:\d{7,}|0\d+)(?![\w]|[.,:/-]\d)")
_CODE = re.compile(r"(?<![\w-])[A-Z\d]+(?:-[A-Z\d]+)*(?![\w-])")
_CAPITAL_ORDINAL = re.compile(r"\d+(?:ST|ND|RD|TH)")
_LONGEST_LETTERS, _SHORTEST_CODE = 3, 3


def expand(text: str) -> str:
    """`ending in 3391` as `ending in three three nine one`."""
    text = _TELEPHONE.sub(_telephone, text)
    text = _LOCAL.sub(lambda found: f"{spelled(found[1])}, {spelled(found[2])}", text)
    text = _INTERNATIONAL.sub(lambda found: "plus " + grouped(found[1]), text)
    text = _CARD.sub(lambda found: grouped(re.sub(r"\D", "", found[0])), text)
    text = _MASKED.sub(lambda found: f"ending in {spelled(found[1])}", text)
    text = _NAMED.sub(lambda found: f"{found[1]}{found[2].rstrip('# ')} {grouped(found[3])}", text)
    return _LONG.sub(lambda found: grouped(found[0]), text)


def expand_codes(text: str) -> str:
    """`HB-204` as `H B, two zero four`; a word with a number (COVID-19) stays one."""
    return _CODE.sub(_code, text)


def _telephone(found: re.Match[str]) -> str:
    groups = (found[1], found[2] or found[3], found[4], found[5])
    return ", ".join(spelled(group) for group in groups if group)


def _code(found: re.Match[str]) -> str:
    runs = re.findall(r"[A-Z]+|\d+", found[0])
    words = [len(run) for run in runs if run.isalpha()]
    mixed = 0 < len(words) < len(runs) and max(words) <= _LONGEST_LETTERS
    if not mixed or len("".join(runs)) < _SHORTEST_CODE or _CAPITAL_ORDINAL.fullmatch(found[0]):
        return found[0]
    return ", ".join(letters(run) if run.isalpha() else spelled(run) for run in runs)
