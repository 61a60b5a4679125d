"""Names of people nobody has told the assistant: by what introduces them, or by what they are.

"My name is", "mister", "my sister" introduce a name; so does a question for one. Without that,
only a first name that is no word of the language is taken for one. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from actions.privacy import name_cues as cues
from actions.privacy.context import Context
from actions.privacy.details import (
    ACCOUNT_NUMBER,
    ADDRESS,
    ASKED,
    EMAIL_ADDRESS,
    IBAN,
    PERSON,
    Detail,
)
from actions.privacy.name_lists import first_names, is_unknown, is_word, last_names
from actions.privacy.name_parts import ANSWER_WORDS, NameParts, base_of
from actions.privacy.name_words import PLACES
from actions.privacy.places import town_at
from actions.privacy.symbols import runs
from actions.privacy.words import words

_SPELLED_ELSEWHERE = {EMAIL_ADDRESS, IBAN, ACCOUNT_NUMBER, ADDRESS}
_LETTERS = 3  # a name that is spelled out has so many


def people_details(text: str, context: Context) -> Iterator[Detail]:
    """Every name that is introduced, asked for, or can be nothing else; also spelled ones."""
    wanted = context.wanted
    if PERSON in wanted or not _SPELLED_ELSEWHERE & wanted.keys():
        yield from _spelled(text)
    yield from _born(text)
    travels = bool(cues.TRAVEL.search(text) or cues.TRAVEL.search(context.question))
    of_things = bool(cues.THINGS.search(context.question))
    is_named = PERSON in wanted and bool(cues.NAME_ASKED.search(context.question))
    reader = _Reader(text, PERSON in wanted and not of_things, travels, of_things, is_named)
    at = 0
    while at < len(reader.words):
        count, why = reader.name_at(at)
        if count:
            last = reader.words[at + count - 1]
            yield Detail(PERSON, reader.words[at].start, last.start + len(base_of(last)), why)
        at += max(1, count)


def _spelled(text: str) -> Iterator[Detail]:
    for run in runs(text):
        is_grade = len(set(run.symbols)) == 1  # "triple A"
        if run.spelled and not run.digits and run.letters >= _LETTERS and not is_grade:
            yield Detail(PERSON, run.start, run.end, "letters that are spelled out")


def _born(text: str) -> Iterator[Detail]:
    """ "ji woo was born" """
    for match in cues.BORN.finditer(text):
        name = words(match[1])
        if not any(word.lower in cues.NO_NAMES or word.lower in cues.NOBODY for word in name):
            yield Detail(PERSON, *match.span(1), "whoever was born has a name")


@dataclass
class _Reader(NameParts):
    """Reads the names in a text."""

    travels: bool
    """Of a journey is spoken."""
    of_things: bool
    """The answer names no people, unless it says so."""
    is_named: bool
    """For a name was asked, by that word."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._brands = [
            match.span()
            for pattern in (cues.BRANDS, cues.IDIOM)
            for match in pattern.finditer(self.text)
        ]

    def name_at(self, at: int) -> tuple[int, str]:
        """Of how many words the name is that begins there, and why it is one; 0 if none does."""
        introduced = bool(cues.INTRODUCED.search(self.before(at)))
        parts = self.parts(at, generous=self.wanted or introduced)
        if self.is_named and (all_said := self._is_all(at)) > parts:
            return all_said, ASKED
        if not parts or self._is_company(at, parts) or self._is_place(at):
            return 0, ""
        why = "what stands before it introduces a name" if introduced else self._why(at, parts)
        return (parts, why) if why else (0, "")

    def _why(self, at: int, parts: int) -> str:
        """Empty if it is no name."""
        if self._is_announced(at, parts):
            return "what stands behind it says that it is a name"
        if self._is_related(at, parts) or self._works(at, parts):
            return "it is said whose name it is"
        if self.wanted and self._is_answer(at, parts):
            return ASKED
        if self.of_things:
            return ""
        if self._is_plain(at, parts):
            return "a first name that is no other word, or has a last name"
        if self._is_family(at, parts):
            return "the plural of a last name"
        return "no word of the language" if self._is_strange(at, parts) else ""

    # What says that a name begins

    def _is_announced(self, at: int, parts: int) -> bool:
        announced = cues.ANNOUNCED.match(self.text, self.end(at, parts))
        return bool(announced) and not self.is_particle(at) and self.is_sure(at)

    def _is_related(self, at: int, parts: int) -> bool:
        before, end = self.before(at), self.end(at, parts)
        first = base_of(self.words[at])
        if cues.RELATED.search(before) and (first in first_names() or self.is_sure(at)):
            return not cues.VERB_AFTER.match(self.text, end)
        is_last = first in last_names() and (self.wanted or not cues.WEAK.search(before))
        is_known = first in first_names() or is_last or self.has_capital(at) or parts > 1
        return bool(cues.SUGGESTED.search(before)) and is_known and self.is_sure(at)

    def _works(self, at: int, parts: int) -> bool:
        """ "Summer in payroll" """
        works = cues.WORKS.match(self.text, self.end(at, parts))
        is_article = cues.ARTICLE.search(self.before(at))
        return bool(works) and not is_article and base_of(self.words[at]) in first_names()

    def _is_answer(self, at: int, parts: int) -> bool:
        if self.is_particle(at) or self._is_word_here(at, parts):
            return False
        if any(self.is_sure(number) for number in range(at, at + parts)):
            return True
        is_first = base_of(self.words[at]) in first_names()
        if is_first and cues.SUGGESTED.search(self.before(at)):
            return True
        has_end = self.end(at, 1) > self.words[at].start + len(base_of(self.words[at]))
        if is_first and (has_end or cues.FINE.match(self.text, self.end(at, parts))):
            return self.is_led_in(at)
        if parts > 1 and is_first:
            return base_of(self.words[at + 1]) in last_names()
        goes_on = cues.NO_NAME_AFTER.match(self.text, self.end(at, parts))
        return not goes_on and self.is_short(at)

    def _is_all(self, at: int) -> int:
        """Of how many words it is, if it is all that is said, and may be a last name: "pope"."""
        end, most = at + 1, min(len(self.words), at + ANSWER_WORDS)
        while end < most and not self.breaks(end):
            end += 1
        bases = {base_of(word) for word in self.words[at:end]}
        is_name = bases <= last_names() and not bases & (cues.NO_NAMES | cues.NO_REPLY)
        return end - at if is_name and end - at < ANSWER_WORDS and self.is_led_in(at) else 0

    def _is_word_here(self, at: int, parts: int) -> bool:
        """ "I hung up", "the bun", "a young man" """
        before, is_small = self.before(at), not self.has_capital(at)
        is_verb = parts == 1 and cues.PRONOUN.search(before)
        end, base = self.end(at, parts), base_of(self.words[at])
        if cues.WHOSE.search(before):
            return is_small and base not in first_names()
        if not is_word(base) or not is_small:
            return False
        is_thing = cues.ARTICLE.search(before) and not cues.ANNOUNCED.match(self.text, end)
        return bool(is_verb or is_thing or cues.SOMEBODY.match(self.text, end))

    def _is_plain(self, at: int, parts: int) -> bool:
        """It can be nothing but a first name, or is one with a last name."""
        first = base_of(self.words[at])
        if first not in first_names() or self.is_particle(at):
            return False
        if cues.ARTICLE.search(self.before(at)) and not self.has_capital(at):
            return False
        if not is_word(first) or self._is_capital_alone(at, parts):
            return True
        return any(self._is_last_name(number, at) for number in range(at + 1, at + parts))

    def _is_strange(self, at: int, parts: int) -> bool:
        """Two words in a row that are none of the language, or one between commas."""
        numbers = range(at, at + parts)
        if self.is_particle(at) or cues.WHERE.search(self.before(at)):
            return False
        if not all(self.is_sure(n) and not is_word(base_of(self.words[n])) for n in numbers):
            return False
        aside = self.before(at).endswith(", ") and self.text.startswith(",", self.end(at, parts))
        return parts > 1 or (aside and self.has_capital(at))

    def _is_family(self, at: int, parts: int) -> bool:
        """ "The Oyelarans" """
        base = base_of(self.words[at])
        is_last = base.endswith("s") and (base[:-1] in last_names() or is_unknown(base))
        is_the = self.before(at).lower().endswith("the ")
        return parts == 1 and is_the and self.has_capital(at) and is_last and not is_word(base)

    def _is_capital_alone(self, at: int, parts: int) -> bool:
        """ "Then Joy called", but not "the Grace Period" or "Andheri West" """
        is_street = base_of(self.words[at]) in cues.COMPANIES
        return parts == 1 and self.has_capital(at) and not (is_street or self._is_place(at))

    def _is_last_name(self, number: int, first: int) -> bool:
        """Beside a first name that may be a word."""
        base = base_of(self.words[number])
        both_capital = self.words[first].is_capitalized and self.words[number].is_capitalized
        sure = self.is_sure(first) or (both_capital and not is_word(base))
        return sure and base in last_names()

    # What says that none does

    def _is_company(self, at: int, parts: int) -> bool:
        last = self.words[at + parts - 1]
        if base_of(last) == last.lower and cues.BESIDE_COMPANY.match(self.text, last.end):
            return True
        if any(start <= self.words[at].start < end for start, end in self._brands):
            return True
        others = (base_of(self.words[number]) for number in range(at + 1, at + parts))
        return self.before(at).lower().rstrip().endswith(("&", "marks and")) or any(
            o in cues.COMPANIES for o in others
        )

    def _is_place(self, at: int) -> bool:
        """Or a month."""
        before, base = self.before(at), base_of(self.words[at])
        if base in cues.MONTHS:
            return bool(
                cues.WHEN.search(before) or cues.DAY_AFTER.match(self.text, self.end(at, 1))
            )
        if self.travels and (
            base in PLACES or town_at(self.words, at) and cues.ALSO.search(before)
        ):
            return True
        return (base in PLACES or self.travels) and bool(cues.WHERE.search(before))
