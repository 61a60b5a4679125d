"""What turn-taking knows of English, as data."""

from __future__ import annotations

import re

DIGITS = frozenset(
    ("zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
)
HOMOPHONES = frozenset(("o", "for", "to", "too", "won", "ate", "tree"))
"""Digits only beside others."""
REPEATS = {"double": 1, "triple": 2}
"""How many digits more than one the next word means."""

UNFINISHED = re.compile(
    r"""(?:^|\s)(?:a|an|the|my|your|our|and|or|but|because|if|to|of|for|from|at|with|i|i'm|i'd|i'll
    |it's|um|uh|er|erm|ending\ in|(?:number|pin|account|code|name|it|this)\ is)$""",
    re.VERBOSE,
)
"""Words that end no sentence: the caller has not finished."""

FILLERS = re.compile(r"m+|hm+|mm+-?hm+|m+h+m+|uh+|uh+-?huh+|um+|er+m*|ah+|oh+|huh|eh")
"""Mere signs of listening; "uh-uh" is a no."""

ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|No|vs|etc|[A-Za-z]|[ap]\.m)\.$")
"""A full stop that ends no sentence."""
