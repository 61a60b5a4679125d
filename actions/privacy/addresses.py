"""Where people live: streets with their numbers, towns, states and codes, as one span. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from actions.privacy import address_words as parts
from actions.privacy.context import Context
from actions.privacy.details import ADDRESS, ASKED, PERSON, Detail
from actions.privacy.name_lists import is_word
from actions.privacy.words import words

_SHORT = 6  # words of an answer that is nothing but a place


def address_details(text: str, context: Context) -> Iterator[Detail]:
    """What is said of a home, or answers a question for one; not of the bank's own places."""
    questions = context.wanted
    if ADDRESS in questions:
        yield from _answers(text, is_alone=PERSON not in questions)
    elif parts.OURS.search(text) or parts.OURS.search(context.question):
        return
    yield from _streets(text)


def home_details(text: str, context: Context) -> Iterator[Detail]:
    """ "I live in Toledo" """
    for match in parts.HOME.finditer(text):
        yield _sentence(text, *match.span(1), "the speaker calls it a home")


def _streets(text: str) -> Iterator[Detail]:
    for pattern in parts.STREETS:
        for match in pattern.finditer(text):
            more = parts.GOES_ON.match(text, match.end())
            end = more.end() if more else match.end()
            yield _sentence(text, match.start(), end, "it has the form of a street's")


def _answers(text: str, is_alone: bool) -> Iterator[Detail]:
    """A street without a number; if nothing else was asked for, a town or a number alone."""
    for pattern in (parts.STREET_NAME, parts.STATE):
        for match in pattern.finditer(text):
            yield Detail(ADDRESS, *match.span(), ASKED)
    for match in parts.TOWN.finditer(text):
        if not is_word(match[1].lower()):
            yield Detail(ADDRESS, *match.span(1), ASKED)
    lead_in = parts.LEAD_IN.match(text)
    answer = parts.ANSWER.match(text, lead_in.end() if lead_in else 0)
    if is_alone and answer and not parts.NO_ANSWER.search(text) and _is_place(text, answer.start()):
        yield _sentence(text, *answer.span(), ASKED)


def _is_place(text: str, start: int) -> bool:
    """It begins with a number, with no everyday word, or is a short answer."""
    found = words(text)
    first = next(word for word in found if word.end > start)
    if parts.NUMBER.match(text, start) or not is_word(first.lower.removesuffix("'s")):
        return True
    return len(found) <= _SHORT or (first.is_capitalized and start > 0)


def _sentence(text: str, start: int, end: int, why: str) -> Detail:
    """No further than the end of the sentence."""
    over = parts.SENTENCE_END.search(text, start, end)
    return Detail(ADDRESS, start, over.start() if over else end, why)
