"""Letters and digits mixed: IBANs, postcodes, account numbers and codes with letters. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import iban

from actions.privacy.checksums import checked
from actions.privacy.context import Context
from actions.privacy.details import ACCOUNT_NUMBER, ADDRESS, ASKED, IBAN, PIN, Detail
from actions.privacy.number_kinds import nearest
from actions.privacy.symbols import Run, runs
from actions.privacy.words import preceding, word_list

# ISO 13616: a country, two check digits, up to 30 letters and digits in groups of four.
_WRITTEN_IBAN = re.compile(r"\b[A-Z]{2}[ -]?\d{2}(?:[ -]?[A-Z0-9]{1,4}\b|[A-Z0-9]{4})*[A-Z0-9]*\b")
_WHOLE_IBAN = 15
# https://en.wikipedia.org/wiki/Postcodes_in_the_United_Kingdom#Validation
_POSTCODE = re.compile(r"[a-z]{1,2}\d[a-z\d]?\d[a-z]{2}|[a-z]\d[a-z]\d[a-z]\d", re.IGNORECASE)
_WRITTEN_POSTCODE = re.compile(r"\b(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)\b")
_LETTERS_ASKED = re.compile(r"\b(?:letter|character)s?\b", re.IGNORECASE)
_ONE_LETTER = re.compile(r"\b[b-hj-z]\b", re.IGNORECASE)  # neither "a" nor "I"
_LONG_IBAN = 12
_PART_OF_IBAN = 8
_COUNTRIES = word_list(
    "ad ae al at be bg ch cy cz de dk ee es fi fr gb gi gr hr hu ie is it li lt lu lv mc mt nl"
    " no pl pt ro se"
    " si sk sm tr"
)
_LONG_CODE = 5
_WORDS = frozenset("ai")  # letters that are words
_WITH_LETTERS = (IBAN, PIN, ACCOUNT_NUMBER, ADDRESS)


def code_details(text: str, context: Context) -> Iterator[Detail]:
    """All that are known by their form, by their name or by the question."""
    wanted = context.wanted
    for match in _WRITTEN_IBAN.finditer(text):
        is_called = IBAN in wanted or nearest(preceding(text, match.start())).kind == IBAN
        if is_called or sum(map(str.isalnum, match.group())) >= _WHOLE_IBAN:
            why = "it is written as one" + checked(IBAN, match.group())
            yield Detail(IBAN, *match.span(), why)
    for match in _WRITTEN_POSTCODE.finditer(text):
        yield Detail(ADDRESS, *match.span(), "it is written as a postcode")
    if PIN in wanted and _LETTERS_ASKED.search(context.question):
        for match in _ONE_LETTER.finditer(text):
            yield Detail(PIN, *match.span(), ASKED)
    for run in runs(text):
        if not wanted and _WRITTEN_POSTCODE.search(text, run.start, run.end):
            continue
        if kind := _kind(text, run, tuple(wanted)):
            why = "its letters and digits, its name, or the question"
            yield Detail(kind, run.start, run.end, why + checked(kind, run.symbols))


def _kind(text: str, run: Run, wanted: tuple[str, ...]) -> str | None:
    if not run.digits:
        return IBAN if IBAN in wanted and run.symbols in _COUNTRIES else None
    if iban.is_valid(run.symbols) or (_is_iban(run) and len(run.symbols) >= _LONG_IBAN):
        return IBAN
    if _is_iban(run) and run.symbols[:2] in _COUNTRIES and len(run.symbols) >= _PART_OF_IBAN:
        return IBAN
    is_postcode = run.spelled and bool(_POSTCODE.fullmatch(run.symbols))
    if is_postcode and (ADDRESS in wanted or not wanted):
        return ADDRESS
    if set(filter(str.isalpha, run.symbols)) <= _WORDS and len(run.symbols) < _LONG_CODE:
        return None
    called = nearest(preceding(text, run.start)).kind
    if called in _WITH_LETTERS:
        return called
    return next((kind for kind in wanted if kind in _WITH_LETTERS), None)


def _is_iban(run: Run) -> bool:
    return run.symbols[:2].isalpha() and run.symbols[2:4].isdecimal()
