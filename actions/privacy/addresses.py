"""Where people live: streets with their numbers, towns, states and codes, as one span. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from actions.privacy import address_words as parts
from actions.privacy.context import Context
from actions.privacy.details import ADDRESS, ASKED, PERSON, Detail
from actions.privacy.name_lists import first_names, is_word, last_names
from actions.privacy.place_words import WORDS
from actions.privacy.places import town_at
from actions.privacy.symbols import runs
from actions.privacy.words import Word, preceding, words

_LETTERS = 3  # of a word that is spelled out
_SHORT = 6  # words of an answer that is nothing but a place


def address_details(text: str, context: Context) -> Iterator[Detail]:
    """What is said of a home, or answers a question for one; not of the bank's own places."""
    wanted = ADDRESS in context.wanted
    if parts.OURS.search(context.question) or (not wanted and parts.OURS.search(text)):
        return
    if wanted:
        yield from _answers(text, context, is_alone=PERSON not in context.wanted)
    patterns = parts.STREETS
    if wanted or parts.OF_HOME.search(text) or parts.OF_HOME.search(context.question):
        patterns = (*patterns, parts.HOUSES)
    for pattern in patterns:
        for match in pattern.finditer(text):
            more = parts.GOES_ON.match(text, match.end())
            end = more.end() if more else match.end()
            yield _sentence(text, match.start(), end, "it has the form of a street's")


def home_details(text: str, context: Context) -> Iterator[Detail]:
    """ "I live in Toledo", "calling from Tulsa" """
    for match in parts.HOME_STREET.finditer(text):
        yield Detail(ADDRESS, *match.span(1), "the speaker calls it a home")
    for match in parts.HOME.finditer(text):
        if not parts.NO_HOME.match(text, match.start(1)):
            yield _sentence(text, *match.span(1), "the speaker calls it a home")
    said = f"{context.question} {text}"
    if parts.AWAY.search(said) or parts.OURS.search(said):
        return
    cues = (parts.OWN_HOME, parts.FROM) if parts.CALLS.search(text) else (parts.OWN_HOME,)
    found = words(text)
    for at, count in _towns(found):
        if any(cue.search(preceding(text, found[at].start)) for cue in cues):
            yield _of_words(found, at, count, "a town that somebody is from")


def _answers(text: str, context: Context, is_alone: bool) -> Iterator[Detail]:
    """A street without a number; if nothing else was asked for, a town or a number alone."""
    patterns = [parts.STREET_NAME, parts.STATE]
    if parts.CORNER_ASKED.search(context.question):
        patterns.append(parts.CORNER)
    for pattern in patterns:
        for match in pattern.finditer(text):
            yield Detail(ADDRESS, *match.span(), ASKED)
    for match in parts.TOWN.finditer(text):
        if not is_word(match[1].lower()):
            yield Detail(ADDRESS, *match.span(1), ASKED)
    if is_alone:
        yield from _alone(text)


def _alone(text: str) -> Iterator[Detail]:
    found = words(text)
    for at, count in _towns(found):
        if not parts.OURS_AFTER.match(text, found[at + count - 1].end):
            yield _of_words(found, at, count, ASKED)
    for run in runs(text):
        if run.spelled and run.letters >= _LETTERS:
            street = parts.STREET.match(text, run.end)
            yield Detail(ADDRESS, run.start, street.end() if street else run.end, ASKED)
    lead_in, anchor = parts.LEAD_IN.match(text), parts.ANCHOR.search(text)
    if parts.NO_ANSWER.search(text) or parts.OURS.search(text):
        return
    for begin in (lead_in and lead_in.end(), anchor and anchor.start()):
        answer = begin is not None and parts.ANSWER.match(text, begin)
        if answer and _is_place(text, found, *answer.span()):
            yield _sentence(text, *answer.span(), ASKED)


def _is_place(text: str, found: Sequence[Word], start: int, end: int) -> bool:
    """It has a number, a street or a town, begins with no everyday word, or is a short answer."""
    first = next(word for word in found if word.end > start)
    begins = parts.NUMBER.match(text, start) or parts.UNIT.match(text, start)
    if begins or not is_word(first.lower.removesuffix("'s")):
        return True
    if parts.SPELLED.search(text, start, end):
        return True
    if parts.STREET_NAME.search(text, start, end) or parts.STATE.search(text, start, end):
        return True
    said = [word for word in found if start <= word.start < end]
    is_name = any(word.lower in last_names() | first_names() for word in said)
    return (len(found) <= _SHORT and is_name) or (first.is_capitalized and start > 0)


def _towns(found: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """The number of the first word of each, and how many words it has with its state."""
    at = 0
    while at < len(found):
        count = _town(found, at)
        while count and (more := _town(found, at + count)):
            count += more
        if count:
            yield at, count
        at += max(1, count)


def _town(found: Sequence[Word], at: int) -> int:
    count = town_at(found, at)
    return 0 if count == 1 and found[at].lower in WORDS else count


def _of_words(found: Sequence[Word], at: int, count: int, why: str) -> Detail:
    return Detail(ADDRESS, found[at].start, found[at + count - 1].end, why)


def _sentence(text: str, start: int, end: int, why: str) -> Detail:
    """No further than the end of the sentence."""
    over = parts.SENTENCE_END.search(text, start, end)
    return Detail(ADDRESS, start, over.start() if over else end, why)
