"""The redactor: the only door through which a caller's or the assistant's words are stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from actions.errors import RedactionError
from actions.privacy.addresses import address_details, home_details
from actions.privacy.birthdays import birthday_details
from actions.privacy.codes import code_details
from actions.privacy.context import Context
from actions.privacy.details import Detail, cut, joined
from actions.privacy.emails import email_details
from actions.privacy.known_names import known_name_details
from actions.privacy.numbers import known_number_details, number_details
from actions.privacy.people import people_details
from actions.privacy.policy import DEFAULT, Policy
from actions.privacy.readable import Readable

Recognizer = Callable[[str, Context], Iterable[Detail]]

SPEECH: tuple[Recognizer, ...] = (
    email_details,
    birthday_details,
    code_details,
    number_details,
    address_details,
    home_details,
    people_details,
)
"""What is said of anybody, as it is said. Of two that find the same the first gives its kind."""

MOST_CHARACTERS = 4_000
"""Nobody says more in one turn, and the time that a text takes is bounded."""


_REDACTED = re.compile(r"<[A-Z_]+(?: [^<>]*)?>")


def together(*recognizers: Recognizer) -> Recognizer:
    """What any of them finds."""

    def find(text: str, context: Context) -> Iterator[Detail]:
        for recognizer in recognizers:
            yield from recognizer(text, context)

    return find


SPOKEN = together(*SPEECH)


class Redactor:
    """Takes out what `find` finds, and whoever's name is known."""

    def __init__(self, find: Recognizer = SPOKEN, policy: Policy = DEFAULT):
        self._find = together(known_name_details, find)
        self._policy = policy

    def redact(self, text: str, context: Context) -> str:
        """`text` without personal details; raises `RedactionError`: then store nothing of it."""
        return self.without(text, self.details(text, context))

    def redact_heard(self, text: str, heard: str, context: Context) -> str:
        """`heard`, the beginning of `text`, redacted as in the whole text.

        "Thank you Maria Lo" gives away what "Thank you Maria Lopez" would not.
        """
        if not text.startswith(heard):
            return self.redact(heard, context)
        return self.without(heard, cut(self.details(text, context), len(heard)))

    def redact_again(self, text: str, context: Context) -> str:
        """An already redacted text, searched for what became known only after it was said."""
        redacted = [match.span() for match in _REDACTED.finditer(text)]
        known = together(known_name_details, known_number_details)(text, context)
        return self.without(
            text, [one for one in self._taken_out(known) if not _is_within(one, redacted)]
        )

    def without(self, text: str, details: Iterable[Detail]) -> str:
        """`text` with what the policy has in the place of each detail."""
        return self._policy.replacement(text, details)

    def details(self, text: str, context: Context) -> list[Detail]:
        """Where in `text` the personal details are; raises `RedactionError`."""
        if len(text) > MOST_CHARACTERS:
            raise RedactionError(f"a text has more than {MOST_CHARACTERS} characters")
        try:
            read = Readable.of(text)
            found = self._taken_out(self._find(read.text, context))
            return read.in_original(joined(read.text, found))
        except RedactionError:
            raise
        except Exception as error:
            # Whatever it was, its message may quote the text: only its type may be told.
            raise RedactionError(f"the redactor failed ({type(error).__name__})") from None

    def _taken_out(self, details: Iterable[Detail]) -> list[Detail]:
        return [one for one in details if one.kind not in self._policy.kept]


def _is_within(detail: Detail, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= detail.start and detail.end <= end for start, end in spans)
