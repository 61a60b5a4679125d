"""E-mail addresses, written or spoken: "jane dot doe seven at gmail dot com". Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from actions.privacy import email_words as parts
from actions.privacy.context import Context
from actions.privacy.details import ASKED, EMAIL_ADDRESS, Detail
from actions.privacy.words import Word, words

_MOST_WORDS = 6
"""Before the "at", of those that are joined by nothing."""


def email_details(text: str, context: Context) -> Iterator[Detail]:
    """Every address in `text`; if one was asked for, also what is a part of one."""
    wanted, until = EMAIL_ADDRESS in context.wanted, 0
    for match in parts.WRITTEN.finditer(text):
        yield Detail(EMAIL_ADDRESS, *match.span(), "it is written as one")
    for domain in (parts.ASKED_DOMAIN if wanted else parts.DOMAIN).finditer(text):
        whole = wanted or bool(parts.WHOLE.search(domain.group()))
        start = _start(text, until, domain.start(), wanted, whole)
        if start is not None:
            begun = parts.ABANDONED.search(text, until, domain.start())
            start = min(start, begun.start()) if begun else start
            until = domain.end()
            yield Detail(EMAIL_ADDRESS, start, until, "it ends in a domain")
    if parts.BEFORE_AT.search(context.question) and not until and (found := words(text)):
        first = min(_after_introduction(found), len(found) - 1)
        yield Detail(EMAIL_ADDRESS, found[first].start, found[-1].end, ASKED)
    elif wanted:
        for match in parts.PART.finditer(text, until):
            yield Detail(EMAIL_ADDRESS, *match.span(), ASKED)


def _start(text: str, since: int, end: int, wanted: bool, whole: bool) -> int | None:
    """Where the address begins whose "at" is at `end`; `whole`: it is certainly one."""
    before = words(text[since:end])
    first = _first(text[since:end], before, wanted)
    if first == len(before) and whole:
        first = _after_introduction(before)
    return since + before[first].start if first < len(before) else None


def _first(text: str, before: Sequence[Word], wanted: bool) -> int:
    """The number of its first word, going left from the "at"."""
    over, plain, first = parts.SENTENCE if wanted else parts.CLAUSE, 0, len(before)
    while first:
        word = before[first - 1]
        until = before[first].start if first < len(before) else len(text)
        if over.search(text[word.end : until]):
            break
        if not _belongs(before, first - 1, wanted):
            if plain >= _MOST_WORDS or _introduces(word.lower, wanted):
                break
            plain += 1
        first -= 1
    return first


def _belongs(before: Sequence[Word], number: int, wanted: bool) -> bool:
    """Joined to what follows, or one of several letters, it is of the address for sure."""
    word = before[number].lower
    after = before[number + 1].lower if number + 1 < len(before) else ""
    if word in parts.JOINING or (after in parts.JOINING and (wanted or word not in ("a", "the"))):
        return True
    if word in ("the", "letter", "number"):
        return len(after) == 1 or after in ("letter", "number")
    is_spelled = len(after) == 1 or (number > 0 and len(before[number - 1].text) == 1)
    return (len(word) == 1 and is_spelled) or (wanted and word in parts.ONE_WORD)


def _introduces(word: str, wanted: bool) -> bool:
    return word in parts.INTRODUCING or (not wanted and word in parts.DOUBTFUL)


def _after_introduction(before: Sequence[Word]) -> int:
    """For an address that nobody could say so: all that is not before it."""
    known = parts.INTRODUCING | parts.DOUBTFUL
    leading = sum(1 for _ in takewhile(lambda word: word.lower in known, before))
    return leading if leading == len(before) else max(leading, len(before) - _MOST_WORDS)
