"""Details that a pattern finds, as data: (kind, pattern, who may say it)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from actions.privacy.context import Context
from actions.privacy.details import ADDRESS, EMAIL, Detail

_WORDS = r"[\w-]+(?:\s+(?:dot|dash|underscore|hyphen)\s+[\w-]+)*"
_STREETS = r"street|avenue|road|boulevard|square|lane|drive|court"

PATTERNS: tuple[tuple[str, re.Pattern[str], frozenset[str]], ...] = (
    (
        EMAIL,
        re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b", re.IGNORECASE),
        frozenset({"caller", "assistant"}),
    ),
    (  # "jane dot doe at gmail dot com"
        EMAIL,
        re.compile(rf"\b{_WORDS}\s+at\s+[\w-]+(?:\s+dot\s+[\w-]+)+\b", re.IGNORECASE),
        frozenset({"caller", "assistant"}),
    ),
    (  # "12 Elm Street"; the assistant names only the bank's own
        ADDRESS,
        re.compile(rf"\b\d+\s+(?:\w+\s+){{1,3}}?(?:{_STREETS})\b", re.IGNORECASE),
        frozenset({"caller"}),
    ),
)


def pattern_details(text: str, context: Context) -> Iterator[Detail]:
    """Every match of a pattern that applies to who speaks."""
    for kind, pattern, speakers in PATTERNS:
        if context.speaker in speakers:
            for match in pattern.finditer(text):
                yield Detail(kind, match.start(), match.end())
