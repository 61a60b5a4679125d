"""Cuts a text that is written as it is spoken into pieces to synthesize one by one. PURE."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 140
"""Characters: a longer sentence is spoken clause by clause, so that its beginning comes soon."""
SENTENCE_PAUSE_MS, CLAUSE_PAUSE_MS = 200, 100

_SENTENCE_END = re.compile(r"(?<=[.!?…])(?<!\b\w\.)[\"'”’)\]]*\s+|\n+")  # not in "nine a. m."
_CLAUSE_END = re.compile(r"[,;:—–][\"'”’)\]]*\s")


@dataclass(frozen=True)
class Piece:
    """`pause_ms` is the silence before the next piece; 0 after the last."""

    text: str
    pause_ms: int


def pieces(text: str) -> list[Piece]:
    """Every piece has something to say; none is much longer than LONGEST."""
    found = [piece for sentence in _SENTENCE_END.split(text) for piece in _clauses(sentence)]
    return [*found[:-1], *(Piece(piece.text, 0) for piece in found[-1:])]


def _clauses(sentence: str) -> Iterator[Piece]:
    parts = [part for part in _parts(sentence.strip()) if any(map(str.isalnum, part))]
    for part in parts[:-1]:
        yield Piece(part, CLAUSE_PAUSE_MS)
    for part in parts[-1:]:
        yield Piece(part, SENTENCE_PAUSE_MS)


def _parts(sentence: str) -> Iterator[str]:
    while len(sentence) > LONGEST:
        end = _cut(sentence)
        yield sentence[:end].strip()
        sentence = sentence[end:].strip()
    yield sentence


def _cut(sentence: str) -> int:
    """After the last clause that fits, else after the last word, else anywhere."""
    clauses = [found.end() for found in _CLAUSE_END.finditer(sentence, 0, LONGEST)]
    return clauses[-1] if clauses else sentence.rfind(" ", 0, LONGEST) + 1 or LONGEST
