"""Which words of a text may be a name, and which are certainly one. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from actions.privacy import name_cues as cues
from actions.privacy.name_lists import first_names, is_unknown, is_word, last_names
from actions.privacy.words import Word, begins_sentence, gap, preceding, words

ANSWER_WORDS = 4
"""An answer that is a name has no more."""
_PARTS = 5  # a name has no more
_ACRONYM_LETTERS = 4
_SURE_LETTERS = 3  # last names that are shorter are words


def base_of(word: Word) -> str:
    """Without "'s"."""
    return word.lower.removesuffix("'s")


@dataclass
class NameParts:
    """The words of a text, by their numbers; `wanted`: it answers a question for a name."""

    text: str
    wanted: bool

    def __post_init__(self) -> None:
        self.words = words(self.text)

    def parts(self, at: int, generous: bool) -> int:
        """How many words from there on may be one name; `generous`: words of the language, too."""
        last = 0
        for count, word in enumerate(self.words[at : at + _PARTS]):
            if count and self.breaks(at + count):
                break
            if self._may_be_part(at + count) or (generous and self._may_be_last(at + count)):
                last = count + 1
            elif not self.is_particle(at + count) and not (
                count and word.lower in cues.HESITATIONS
            ):
                break
        return last

    def breaks(self, number: int) -> bool:
        """No name goes on with this word; after an initial stands a point."""
        before, word = self.words[number - 1], self.words[number]
        between = gap(self.text, before, word)
        is_initial = len(before.text) == 1 and before.is_capitalized and word.is_capitalized
        return bool(cues.BREAK.search(between.replace(".", "") if is_initial else between))

    def _may_be_part(self, number: int) -> bool:
        word, base = self.words[number], base_of(self.words[number])
        if len(base) == 1 and self.wanted and self._is_small_initial(number):
            return True
        if len(base) == 1 and word.is_capitalized and base != "i":
            follows = number > 0 and self.words[number - 1].is_capitalized
            return follows or self._is_first_initial(number)
        if base in cues.NO_NAMES or len(base) < 2 or cues.NUMBERS.fullmatch(base):
            return False
        if any(character.isdecimal() for character in base) or self._is_acronym(word):
            return False
        if self.has_capital(number) or base in first_names() or is_unknown(base):
            return True
        return base in last_names() and not is_word(base)

    def _is_first_initial(self, number: int) -> bool:
        """The "J." of "J. R. Castellanos"."""
        if number + 1 == len(self.words) or not self.words[number + 1].is_capitalized:
            return False
        return gap(self.text, self.words[number], self.words[number + 1]) == ". "

    def _is_small_initial(self, number: int) -> bool:
        """The "t" of "t abernathy"."""
        if number + 1 == len(self.words) or self.words[number].lower in "ai":
            return False
        after = base_of(self.words[number + 1])
        return len(after) > _SURE_LETTERS and after in last_names() and not is_word(after)

    def _may_be_last(self, number: int) -> bool:
        """After a first name."""
        base = base_of(self.words[number])
        if number == 0 or len(base) < _SURE_LETTERS or base in cues.NO_NAMES:
            return False
        return base_of(self.words[number - 1]) in first_names() and base in last_names()

    def is_sure(self, number: int) -> bool:
        """Whether it is a name rather than a word of the language."""
        base = base_of(self.words[number])
        if len(base) == 1:
            return self._is_first_initial(number)
        if is_word(base):
            return self.has_capital(number) and base in first_names()
        return base in first_names() or base in last_names() or is_unknown(base)

    def has_capital(self, number: int) -> bool:
        """One that says something."""
        if self.text.isupper() or begins_sentence(self.text, self.words, number):
            return False
        return self.words[number].is_capitalized

    def _is_acronym(self, word: Word) -> bool:
        is_upper = word.text.isupper() and not self.text.isupper()
        return is_upper and len(word.text) <= _ACRONYM_LETTERS

    def is_particle(self, number: int) -> bool:
        return self.words[number].lower in cues.PARTICLES

    def is_short(self, at: int) -> bool:
        """Before it stand only lead-ins, and it is all that is said."""
        breaks = (
            number
            for number in range(at + 1, len(self.words))
            if cues.BREAK.search(gap(self.text, self.words[number - 1], self.words[number]))
        )
        return self.is_led_in(at) and next(breaks, len(self.words)) <= ANSWER_WORDS

    def is_led_in(self, at: int) -> bool:
        """Before it stand only lead-ins."""
        return all(word.lower in cues.NO_NAMES for word in self.words[:at])

    def before(self, at: int) -> str:
        """What stands before a word."""
        return preceding(self.text, self.words[at].start)

    def end(self, at: int, parts: int) -> int:
        """The place in the text where so many words end."""
        return self.words[at + parts - 1].end
