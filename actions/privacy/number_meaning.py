"""Of which kind a run of digits is, if it is anybody's. Pure.

The first of these that says anything decides:

1. it contains a number that the assistant knows from a slot;
2. it answers what the form asks for;
3. a sign beside it, such as a currency, says that it counts something;
4. what the speaker calls it ("my PIN is", "is my account number"), the nearest such word;
5. what the question before it asks for;
6. its length and pattern.

A recognizer writes "dollars" or "p.m." for what a caller said after a PIN, and "$4,821" or "48:21"
for a PIN: such a sign excuses no digits that the form asked for, or that are called a PIN.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from actions.privacy import number_kinds as kinds
from actions.privacy.asking import asks_for_digits
from actions.privacy.context import Context
from actions.privacy.details import ACCOUNT_NUMBER, ASKED, CREDIT_CARD, IBAN, PERSON, PIN
from actions.privacy.number_signs import (
    counts_something,
    is_bank_address,
    is_date,
    is_time_of_day,
    is_year,
    reads_as_amount,
)
from actions.privacy.spoken_digits import DigitRun
from actions.privacy.words import preceding

_PART = 3  # so many digits of a known number in a row are not chance
_CARD = 13  # a card has so many at least (ISO/IEC 7812-1)
_CERTAIN = 7  # so many digits are no amount, whatever stands before them


class Meaning(NamedTuple):
    """What a number is; `kind` is None if it is nobody's."""

    kind: str | None
    why: str


def meaning_of(text: str, run: DigitRun, context: Context) -> Meaning:
    """By the first of the rules above that says anything."""
    if known := known_kind(run, context):
        return Meaning(known, "the assistant knows it from a slot")
    if context.asked:
        counts = len(run.digits) == 1 and counts_something(text, run)
        return Meaning(None if counts else context.asked, "the form asks for it")
    called, close = _called(text, run)
    if not (called == PIN and close) and _is_harmless(text, run, context):
        return Meaning(None, "it counts something, or is a date")
    if called in (kinds.THINGS, kinds.HARMLESS):
        least = _CERTAIN if called == kinds.HARMLESS else _CARD
        why = "it has too many digits for what the speaker calls it"
        others = kinds.named(preceding(text, run.start))
        return Meaning(_in_spite_of_its_name(run, context, least, others), why)
    if called and (close or len(run.digits) >= _PART):
        is_one = len(run.digits) > 1 or _answers(text, run, context)
        return Meaning(called if is_one else None, "the speaker calls it so")
    return _by_what_is_not_said(text, run, context)


def _by_what_is_not_said(text: str, run: DigitRun, context: Context) -> Meaning:
    if known := known_kind(run, context, in_part=True):
        return Meaning(known, "a part of what the assistant knows from a slot")
    if partial := _partial(text, run, context):
        return Meaning(partial, "the speaker calls it the end or the beginning of a number")
    if answer := _answers(text, run, context):
        return Meaning(answer, ASKED)
    return Meaning(_by_shape(text, run, context), "its length and form")


def _in_spite_of_its_name(
    run: DigitRun, context: Context, least: int, others: Sequence[str]
) -> str | None:
    """It is what was asked for to the digit, or of so many digits that it is somebody's.

    `others`: what else it may be called.
    """
    wanted = [kind for kind, precisely in number_kinds(context).items() if precisely]
    for kind in (*wanted, *others):
        is_long = kind in wanted or len(run.digits) >= _CERTAIN
        if is_long and len(run.digits) in kinds.LENGTHS.get(kind, ()):
            return kind
    if len(run.certain) >= _CARD:
        return CREDIT_CARD
    return ACCOUNT_NUMBER if len(run.certain) >= least else None


def known_kind(run: DigitRun, context: Context, in_part: bool = False) -> str | None:
    """The kind of the known number that is in it, or of which it is a part."""
    said = {run.digits, run.certain}
    for kind, value in context.values():
        number = "".join(filter(str.isdecimal, value))
        if kind == PERSON or len(number) < _PART:
            continue
        if any(number in one for one in said):
            return kind
        if in_part and any(len(one) >= _PART and one in number for one in said):
            return kind
    return None


def _repeats_question(text: str, run: DigitRun, context: Context) -> bool:
    """ "All sixteen?" after "the sixteen digits" """
    said = text[run.start : run.end].lower()
    of_them = kinds.ALL_OF_THEM.search(preceding(text, run.start))
    return bool(of_them) and said in context.question.lower()


def _is_harmless(text: str, run: DigitRun, context: Context) -> bool:
    if context.speaker == "assistant" and is_bank_address(text, run):
        return True
    if _repeats_question(text, run, context):
        return True
    return counts_something(text, run) or is_date(text, run)


def _called(text: str, run: DigitRun) -> tuple[str | None, bool]:
    """What the speaker calls it, before it or right after it; and whether nothing is between."""
    before = kinds.nearest(preceding(text, run.start))
    after = kinds.NAMED_AFTER.match(text, run.end)
    if before.kind is None and after:
        return kinds.nearest(after.group()).kind, True
    return before.kind, before.distance <= kinds.CLOSE


def _partial(text: str, run: DigitRun, context: Context) -> str | None:
    """ "The one ending in 91" """
    if not kinds.PARTIAL.search(preceding(text, run.start)):
        return None
    return next(iter(number_kinds(context)), CREDIT_CARD)


def _answers(text: str, run: DigitRun, context: Context) -> str | None:
    """The kind that the question asks for, if this may be one."""
    wanted = number_kinds(context)
    fitting = [kind for kind in wanted if len(run.digits) in kinds.LENGTHS[kind]]
    for kind in [*fitting, *wanted]:
        if kind == IBAN and len(run.digits) < _PART:
            return None
        if len(run.digits) == 1 and not kinds.SINGLE_DIGITS.search(context.question):
            return None
        if wanted[kind]:
            return kind
        if len(run.digits) >= kinds.LONG and not (is_year(run) or reads_as_amount(text, run)):
            return kind
    return None


def number_kinds(context: Context) -> dict[str, bool]:
    """Those that the question asks for, and whether it does so precisely."""
    return {k: precise for k, precise in context.wanted.items() if k in kinds.LENGTHS}


def _is_product(text: str, run: DigitRun) -> bool:
    """ "the Premier 5000" """
    before = kinds.PRODUCT.search(preceding(text, run.start))
    return bool(before) and len(run.digits) <= kinds.LONG


def _by_shape(text: str, run: DigitRun, context: Context) -> str | None:
    """Of digits of which nothing is said."""
    digits = run.digits
    wanted = asks_for_digits(context.question)
    of_things = kinds.THINGS_ASKED.search(context.question) and len(digits) < _CARD
    if of_things or _is_product(text, run):
        return None
    if len(digits) < (2 if wanted else kinds.LONG) or is_year(run) or is_time_of_day(text, run):
        return None
    is_round = len(digits) == kinds.LONG and digits.endswith("00")
    if (reads_as_amount(text, run) or is_round) and not wanted:
        return None
    if len(digits) < _CERTAIN and kinds.AMOUNT_ASKED.search(context.question):
        return None
    if len(digits) == kinds.LONG and kinds.LAST_FOUR_ASKED.search(context.question):
        return CREDIT_CARD
    return kinds.by_length(digits, text[run.start : run.end])
