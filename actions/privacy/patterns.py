"""Details that a pattern finds, as data: (kind, pattern, who may say it).

"jane dot doe at gmail dot com", "jane.doe@g mail.com"; "12 Elm Street", "twelve elm street": of
these the assistant names only the bank's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from actions.privacy.context import Context
from actions.privacy.details import ADDRESS, EMAIL, Detail
from actions.privacy.digit_words import ONES, TEENS, TENS

_LOCAL = r"[\w.+-]+(?:\s+(?:dot|point|dash|minus|underscore|hyphen)\s+[\w.-]+)*"
_PROVIDERS = r"(?:g|hot|proton)[ -]?mail|outlook|yahoo|icloud|aol"
_DOMAIN = (
    rf"(?:(?:{_PROVIDERS})\b(?:\s*(?:\.|dot|point)\s*\w+)*"
    r"|[\w-]+(?:(?:\.|\s+(?:dot|point)\s+)\w+)+)"
)
_STREETS = r"street|avenue|road|boulevard|square|lane|drive|court|terrace|crescent|parkway"
_NUMBER_WORD = "|".join((*ONES, *TEENS, *TENS, "hundred"))
_HOUSE = rf"(?:\d+[a-z]?|(?:{_NUMBER_WORD})(?:[\s-]+(?:{_NUMBER_WORD}|oh))*)"

PATTERNS: tuple[tuple[str, re.Pattern[str], frozenset[str]], ...] = (
    (
        EMAIL,
        re.compile(rf"\b{_LOCAL}(?:\s*@\s*|\s+at\s+){_DOMAIN}\b", re.IGNORECASE),
        frozenset({"caller", "assistant"}),
    ),
    (
        ADDRESS,
        re.compile(
            rf"\b(?:{_HOUSE}\s+(?:\w+\s+){{1,3}}?(?:{_STREETS})|\d+\s+\w+\s+(?:st|ave|rd|blvd))\b",
            re.IGNORECASE,
        ),
        frozenset({"caller"}),
    ),
)


def pattern_details(text: str, context: Context) -> Iterator[Detail]:
    """Every match of a pattern that applies to who speaks."""
    for kind, pattern, speakers in PATTERNS:
        if context.speaker in speakers:
            for match in pattern.finditer(text):
                yield Detail(kind, match.start(), match.end())
