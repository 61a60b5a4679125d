"""The customer's name, once the assistant knows it: whole, in parts, or spelled out.

Some parts of names are words that any call to a bank may have ("I will", "in May", "mark it").
Such a part is taken for a name only beside a cue, beside another part of the name, or with a
capital letter inside a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from actions.privacy.context import Context
from actions.privacy.details import PERSON, Detail

_EVERYDAY_PARTS = """
    april august bank banks bill black bond branch brown cash chance chase church cross day
    dean english field fields frank friday gift good grant gray green grey hall hand head
    hill holiday home hope house june just key keys king lane large law little long love
    major mark may miles monday more page park penny pin post power price read rich rose
    sales sharp short small star stone street summer sunday swift thursday waters way west
    white will winter wise wood worth young
"""
EVERYDAY = frozenset(_EVERYDAY_PARTS.split())
_BEFORE = re.compile(
    r"\b(?:mr|mrs|ms|miss|mister|missus|sir|madam|doctor|dr|surname|(?:last|first) name"
    r"|name(?: is|'s| of)|names|belongs to|this is|i'm|i am|it is|it's|call me|called"
    r"|hello|hi|hey|dear|thank you|thanks|welcome(?: back)?|goodbye|bye|morning|afternoon|evening)"
    r"[\s,.]+$",
    re.IGNORECASE,
)
# "May I", "will you", "mark it": no cue makes a name of that.
_EVERYDAY_AFTER = re.compile(r"\s+(?:i|you|we|it|be|the|my|this|that|period)\b", re.IGNORECASE)
_AFTER = re.compile(r"[\s,]+(?:speaking|here|on the line|calling)\b", re.IGNORECASE)
# Capital letters of their own.
_CAPITALIZED = frozenset(
    {"April", "May", "June", "August", "Monday", "Thursday", "Friday", "Sunday"}
)
_INSIDE_SENTENCE = re.compile(r"[\w,]\s+$")
_BETWEEN_LETTERS = r"[\s.,-]*"
_BETWEEN_PARTS = r"\s+(?:(?:uh|um|er)\s+)?"


def known_name_details(text: str, context: Context) -> Iterator[Detail]:
    """Every place in `text` where a name from the slots is said."""
    for kind, value in context.values():
        if kind == PERSON:
            yield from _of_one(text, value)


def _of_one(text: str, name: str) -> Iterator[Detail]:
    parts = [part for part in re.findall(r"[^\W\d_]+", name.lower()) if len(part) > 1]
    if not parts:
        return
    one = "|".join(_spelling(part) for part in parts)
    said = re.compile(rf"\b(?:{one})\b(?:{_BETWEEN_PARTS}(?:{one})\b)*", re.IGNORECASE)
    for match in said.finditer(text):
        if not _is_everyday(match.group()) or _has_cue(text, match):
            yield Detail(PERSON, *match.span(), "the assistant knows the name from a slot")


def _spelling(part: str) -> str:
    """Matches the part in one piece and letter by letter: "lopez", "l o p e z", "L-O-P-E-Z"."""
    return _BETWEEN_LETTERS.join(part)


def _is_everyday(words: str) -> bool:
    """Spelled out, or with another part beside it, it is no everyday word any more."""
    return words.lower() in EVERYDAY


def _has_cue(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    if _EVERYDAY_AFTER.match(after):
        return False
    return bool(
        _BEFORE.search(before) or _AFTER.match(after) or _is_written_as_name(before, match.group())
    )


def _is_written_as_name(before: str, word: str) -> bool:
    """A capital letter where no sentence begins; not if all of the text is in capitals."""
    inside = _INSIDE_SENTENCE.search(before) and not before.isupper()
    return bool(inside) and word.istitle() and word not in _CAPITALIZED
