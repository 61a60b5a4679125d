"""Is a voice over the assistant's speech an interruption?

A voice must stop playback within 200 ms, before anyone can know what it says. So playback stops
on the voice and, if it says nothing ("mm-hm", a cough), goes on from where the caller stopped
hearing it.
"""

from __future__ import annotations

import re

from channels.turns.endpointing import words_of

FILLERS = re.compile(r"(?:m+|hm+|mm+-?hm+|m+h+m+|uh+-?h?u?h*|uh+m*|um+|er+m*|ah+|oh+|huh|eh|hmm+)")


def meaningful_words(text: str) -> list[str]:
    """The words that are not mere signs of listening, as "mm-hm" or "uh" are."""
    return [word for word in words_of(text) if not FILLERS.fullmatch(word)]


def is_interruption(text: str, min_words: int) -> bool:
    """Do these words, heard over the assistant's speech, mean to take the turn?"""
    return len(meaningful_words(text)) >= max(1, min_words)
