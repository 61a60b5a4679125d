"""Abbreviations and words in capitals. PURE."""

from __future__ import annotations

import re

from speech.normalize.words import letters

_TITLES = {"Mr": "Mister", "Mrs": "Missus", "Ms": "Miz", "Prof": "Professor", "Dr": "Doctor"}
_TITLES |= {"Mt": "Mount", "Gen": "General", "Rev": "Reverend"}
_ROADS = {"St": "Street", "Dr": "Drive", "Ave": "Avenue", "Blvd": "Boulevard", "Rd": "Road"}
_ROADS |= {"Ln": "Lane", "Hwy": "Highway", "Pkwy": "Parkway", "Sq": "Square", "Pl": "Place"}
_OTHERS = {
    "acct": "account", "approx": "approximately", "appt": "appointment", "apt": "apartment",
    "assoc": "association", "avg": "average", "bal": "balance", "co": "company",
    "corp": "corporation", "dept": "department", "e.g": "for example", "etc": "et cetera",
    "ext": "extension", "hr": "hour", "hrs": "hours", "i.e": "that is", "inc": "incorporated",
    "jr": "junior", "ltd": "limited", "max": "maximum", "min": "minutes", "mins": "minutes",
    "misc": "miscellaneous", "sr": "senior", "ste": "suite", "tel": "telephone", "vs": "versus",
}  # fmt: skip
_NEVER_LAST = frozenset({"approx", "avg", "e.g", "ext", "i.e", "tel", "vs"})
_BARE = {"acct": "account", "approx": "approximately", "vs": "versus", "dept": "department"}
_BARE |= {"hrs": "hours", "mins": "minutes"}
_WORDS = {"PIN": "pin", "PINs": "pins", "OK": "okay", "FICO": "fyco", "IBAN": "eye-ban"}
_SPELLED = ("ACH", "APR", "APY", "FAQ", "IRA", "IVR")
"""Letters that espeak-ng would read as a word."""
_SHOUTED = 5
"""Letters: capitals this long are a word (STARBUCKS), shorter ones are said as espeak-ng does."""

_TITLE = re.compile(r"\b(" + "|".join(_TITLES) + r")\b\.?(?= [A-Z])")
_SAINT = re.compile(r"\bSt\.?(?= [A-Z])")
_AFTER_NAME = re.compile(r"(?<=[a-zA-Z\d]) (" + "|".join(_ROADS) + r")\b(\.?)(?![\w'])")
_DOTTED = re.compile(r"\b(" + "|".join(map(re.escape, _OTHERS)) + r")\.(?!\w)", re.IGNORECASE)
_UNDOTTED = re.compile(r"\b(" + "|".join(_BARE) + r")\b(?!\.\w)", re.IGNORECASE)
_NUMBER = re.compile(r"\b[Nn]os?\.(?= ?\d)")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")
_INITIAL = re.compile(r"(?<=\b[A-Z])\.(?= [A-Z][a-z])")
_WITH = re.compile(r"\bw/(?= ?[a-z])")
_WORD = re.compile(r"\b(" + "|".join(_WORDS) + r")\b")
_LETTERS = re.compile(r"\b(" + "|".join(_SPELLED) + r")(?=s?\b)")
_CAPITALS = re.compile(rf"\b[A-Z]{{{_SHOUTED},}}\b")


def expand(text: str) -> str:
    """`Dr. May, 12 Main St.` as `Doctor May, 12 Main Street.`"""
    text = _WITH.sub("with ", _NUMBER.sub("number ", text))
    text = _AFTER_NAME.sub(_road, text)
    text = _SAINT.sub("Saint", _TITLE.sub(lambda found: _TITLES[found[1]], text))
    text = _DOTTED.sub(lambda found: _other(found), text)
    text = _UNDOTTED.sub(lambda found: _BARE[found[1].lower()], text)
    text = _INITIALS.sub(lambda found: found[0].replace(".", "") + _end(found), text)
    text = _WORD.sub(lambda found: _WORDS[found[1]], _INITIAL.sub("", text))
    text = _LETTERS.sub(lambda found: letters(found[1]), text)
    return _CAPITALS.sub(lambda found: found[0].capitalize(), text)


def _road(found: re.Match[str]) -> str:
    """After a name (Main St., Harbor Dr.) it is a road; before one it is a title (Dr. May)."""
    before = found.string[: found.start()].rsplit(" ", 1)[-1]
    named = before[:1].isupper() or before[:1].isdigit()
    titled = found[1] in ("Dr", "St") and re.match(r" [A-Z]", found.string[found.end() :])
    if not named or (titled and not re.search(r"\d+ \w+$", found.string[: found.start()])):
        return found[0]
    return f" {_ROADS[found[1]]}{_end(found)}"


def _other(found: re.Match[str]) -> str:
    name = found[1].lower()
    return _OTHERS[name] + ("" if name in _NEVER_LAST else _end(found))


def _end(found: re.Match[str]) -> str:
    """The full stop of an abbreviation ends the sentence too, where another one begins."""
    rest = found.string[found.end() :]
    return "." if found[0].endswith(".") and re.match(r"\s*$|\s+[A-Z]", rest) else ""
