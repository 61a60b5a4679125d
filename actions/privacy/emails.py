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
    for domain in parts.DOMAIN.finditer(text):
        whole = wanted or bool(parts.WHOLE.search(domain.group()))
        start = _start(text, until, domain.start(), wanted, whole)
        if start is not None:
            until = domain.end()
            yield Detail(EMAIL_ADDRESS, start, until, "it ends in a domain")
    if wanted:
        for start, end in _pieces(text, until, bool(parts.ONE_SIDE.search(context.question))):
            yield Detail(EMAIL_ADDRESS, start, end, ASKED)


def _pieces(text: str, since: int, one_side: bool) -> Iterator[tuple[int, int]]:
    """Parts of an address; of `one_side` of the "at" was asked, so anything may be it."""
    found = [match.span() for match in parts.PART.finditer(text, since)]
    if not since and not found:
        found = _joined(text)
    if not since and not found and one_side and not parts.REFUSAL.search(text):
        found = _content(text)
    yield from found


def _joined(text: str) -> list[tuple[int, int]]:
    """From the first to the last that a dot or a dash joins."""
    joints = list(parts.JOINT.finditer(text))
    if not joints:
        return []
    start = _start(text, 0, joints[0].start(), wanted=True, whole=False)
    return [(joints[0].start() if start is None else start, joints[-1].end())]


def _content(text: str) -> list[tuple[int, int]]:
    """All but what introduces it."""
    found = words(text)
    first = min(_introduction(found), len(found) - 1)
    return [(found[first].start, found[-1].end)] if found else []


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
        until = before[first].start if first < len(before) else len(text)
        if correction := parts.CORRECTION.search(text[:until]):
            corrected = _before_correction(correction.start(), before)
            if corrected is None:
                break
            first = corrected
            continue
        word = before[first - 1]
        if over.search(text, word.end, until):
            break
        if not _belongs(before, first - 1, wanted):
            if plain >= _MOST_WORDS or _introduces(word.lower, wanted):
                break
            plain += 1
        first -= 1
    return first


def _before_correction(at: int, before: Sequence[Word]) -> int | None:
    """The number of the last word of what is corrected or explained at `at`, if anything is."""
    wrong = [word for word in before if word.end <= at]
    if len(wrong) > 1 and wrong[-1].lower == "at":  # "info at, no, sales at"
        return len(wrong) - 2
    if not wrong or wrong[-1].lower in parts.INTRODUCING | parts.DOUBTFUL:
        return None
    return len(wrong) - 1


def _belongs(before: Sequence[Word], number: int, wanted: bool) -> bool:
    """Joined to what follows, or one of several letters, it is of the address for sure."""
    word = before[number].lower
    after = before[number + 1].lower if number + 1 < len(before) else ""
    if word in parts.JOINING or (after in parts.JOINING and (wanted or word != "a")):
        return True
    if word in ("the", "letter", "number") and (len(after) == 1 or after in ("letter", "number")):
        return True
    if word == "the":
        return _is_first_word(before, number)
    if word in parts.DIGITS and (after in parts.DIGITS or not after):
        return True
    is_spelled = len(after) == 1 or (number > 0 and len(before[number - 1].text) == 1)
    return (len(word) == 1 and is_spelled) or (wanted and word in parts.ONE_WORD)


def _is_first_word(before: Sequence[Word], number: int) -> bool:
    """ "it's the real sven", "pickles the cat": not "write to the office" """
    previous = before[number - 1].lower if number else ""
    return bool(previous) and (previous in parts.NAMING or not _introduces(previous, wanted=False))


def _introduces(word: str, wanted: bool) -> bool:
    return word in parts.INTRODUCING or (not wanted and word in parts.DOUBTFUL)


def _introduction(before: Sequence[Word]) -> int:
    """How many words at the beginning are of no address."""
    known = parts.INTRODUCING | parts.DOUBTFUL
    return sum(1 for _ in takewhile(lambda word: word.lower in known, before))


def _after_introduction(before: Sequence[Word]) -> int:
    """For an address that nobody could say so: all that is not before it."""
    leading = _introduction(before)
    return leading if leading == len(before) else max(leading, len(before) - _MOST_WORDS)
