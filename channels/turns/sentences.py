"""Replies cut into sentences, so that the first can be heard while the next is spoken."""

from __future__ import annotations

import re

from channels.turns.english import ABBREVIATION

BOUNDARY = re.compile(r"""(?:(?<=[.!?])|(?<=[.!?]["')\]]))\s+(?=["'(\[]*[A-Z0-9$])""")


def sentences(text: str) -> list[str]:
    """The text's sentences in order, none empty; joined by a space they are the text again.

    "Dr. Hill", "9 a.m. Monday" and "$2,543.10" are not cut.
    """
    pieces: list[str] = []
    for piece in BOUNDARY.split(" ".join(text.split())):
        if pieces and ABBREVIATION.search(pieces[-1]):
            pieces[-1] = f"{pieces[-1]} {piece}"
        elif piece:
            pieces.append(piece)
    return pieces


def words_heard(text: str, share: float) -> str:
    """The beginning of a sentence of which this share (0..1) was played, in whole words."""
    if share >= 1:
        return text
    spoken, words = len(text) * max(0.0, share), []
    for word in text.split():
        spoken -= len(word)
        if spoken < 0:
            break
        words.append(word)
        spoken -= 1
    return " ".join(words)
