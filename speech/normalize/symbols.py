"""Symbols as words or as pauses; what has no sound is dropped. PURE."""

from __future__ import annotations

import re

_SPOKEN = {"&": " and ", "@": " at ", "+": " plus ", "=": " equals ", "%": " percent "}
_SPOKEN |= {"°": " degrees ", "$": " dollars ", "€": " euros ", "£": " pounds "}

_DOMAIN = re.compile(r"(?<=[a-z])\.(?=[a-z]{2,}\b)")
_SYMBOL = re.compile("[" + re.escape("".join(_SPOKEN)) + "]")
_PAUSE = re.compile(r"[()\[\]{}—]| [-–]+ |--+")
_SILENT = re.compile(r"[\"*#_~^|<>\\/`–]|(?<!\w)[-']|[-'](?!\w)")
_LINES = re.compile(r"\s*\n\s*")
_MARKS = re.compile(r"\s*([,.;:!?])(?:[\s]*[,.;:!?])*")
_STRONGEST = "?!.:;,"


def expand(text: str) -> str:
    """Only letters, spaces, apostrophes, hyphens within words, and , . ; : ! ? are left."""
    text = _DOMAIN.sub(" dot ", text)
    text = _SYMBOL.sub(lambda found: _SPOKEN[found[0]], text)
    text = _SILENT.sub(" ", _PAUSE.sub(", ", text))
    text = _LINES.sub(". ", text.strip())
    text = _MARKS.sub(_mark, text)
    return re.sub(r"\s+", " ", text).lstrip(" ,.;:!?")


def _mark(found: re.Match[str]) -> str:
    """Of several marks in a row the one that says most: "?!" is a question."""
    mark = next(mark for mark in _STRONGEST if mark in found[0])
    return mark if found.end() == len(found.string) else mark + " "
