"""Account numbers, PINs, cards, telephones and the like; not amounts, dates and hours. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from actions.privacy import number_kinds as kinds
from actions.privacy.asking import asks_for_digits
from actions.privacy.checksums import checked
from actions.privacy.context import Context
from actions.privacy.details import PHONE_NUMBER, Detail
from actions.privacy.number_meaning import known_kind, meaning_of, number_kinds
from actions.privacy.spoken_digits import DOUBTFUL, DigitRun, digit_runs, may_be_digits
from actions.privacy.words import preceding

_EAGER = 2
"""So many confusable words in a row are digits if some were asked for."""


def number_details(text: str, context: Context) -> Iterator[Detail]:
    """The personal numbers in `text`, from left to right."""
    if context.asked and may_be_digits(text):
        yield Detail(context.asked, 0, len(text), "the form asks for it")
        return
    eager = asks_for_digits(context.question) or bool(number_kinds(context))
    for run in digit_runs(text, _EAGER if eager else DOUBTFUL):
        kind, why = meaning_of(text, run, context)
        if kind is not None:
            yield Detail(kind, *_span(text, run, kind), why + checked(kind, run.digits))


def known_number_details(text: str, context: Context) -> Iterator[Detail]:
    """Those that contain a number from a slot, or a part of one."""
    for run in digit_runs(text):
        if kind := known_kind(run, context, in_part=True):
            yield Detail(kind, run.start, run.end, "a part of what is known from a slot")


def _span(text: str, run: DigitRun, kind: str) -> tuple[int, int]:
    """With the doubtful words at its edges if they belong to it."""
    fits = len(run.digits) in kinds.LENGTHS.get(kind, ())
    start, end = (run.start, run.end) if fits else (_start(text, run), _end(text, run))
    one = None if fits else kinds.THE_ONE.match(text, start)
    if one and one.end() < end and _is_the_one(text, start, run):
        start = one.end()
    plus = kinds.PLUS.search(text[:start]) if kind == PHONE_NUMBER else None
    return plus.start() if plus else start, end


def _start(text: str, run: DigitRun) -> int:
    before, core = preceding(text, run.start), run.core[0]
    if not run.certain or not before.strip() or kinds.INTRODUCED.search(before):
        return run.start
    oh = kinds.OH.search(text[run.start : core])
    return run.start + oh.start() if oh else core


def _end(text: str, run: DigitRun) -> int:
    goes_on = run.certain and kinds.GOES_ON.match(text, run.end)
    return run.core[1] if goes_on else run.end


def _is_the_one(text: str, start: int, run: DigitRun) -> bool:
    """ "The gold one, 4418": of more digits than four this may be the first."""
    return len(run.digits) != kinds.LONG and bool(kinds.DETERMINED.search(text[:start]))
