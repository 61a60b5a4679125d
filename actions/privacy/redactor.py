"""The redactor: the only door through which a caller's or the assistant's words are stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from actions.errors import RedactionError
from actions.privacy.addresses import address_details, home_details
from actions.privacy.birthdays import birthday_details
from actions.privacy.codes import code_details
from actions.privacy.context import Context
from actions.privacy.details import Detail, cut, joined, without
from actions.privacy.emails import email_details
from actions.privacy.known_names import known_name_details
from actions.privacy.numbers import known_number_details, number_details
from actions.privacy.people import people_details
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


class Redactor:
    """Takes out what this package's own recognizers find, and what `others` do: Presidio, handed
    in so that this package stays pure.
    """

    def __init__(self, *others: Recognizer):
        self._recognizers = (known_name_details, *SPEECH, *others)

    def redact(self, text: str, context: Context) -> str:
        """`text` without personal details; raises `RedactionError`: then store nothing of it."""
        return without(text, self.details(text, context))

    def redact_heard(self, text: str, heard: str, context: Context) -> str:
        """`heard`, the beginning of `text`, redacted as in the whole text.

        "Thank you Maria Lo" gives away what "Thank you Maria Lopez" would not.
        """
        if not text.startswith(heard):
            return self.redact(heard, context)
        return without(heard, cut(self.details(text, context), len(heard)))

    def redact_again(self, text: str, context: Context) -> str:
        """An already redacted text, searched for what became known only after it was said."""
        known = [*known_name_details(text, context), *known_number_details(text, context)]
        return without(text, known)

    def details(self, text: str, context: Context) -> list[Detail]:
        """Where in `text` the personal details are; raises `RedactionError`."""
        if len(text) > MOST_CHARACTERS:
            raise RedactionError(f"a text has more than {MOST_CHARACTERS} characters")
        try:
            read = Readable.of(text)
            found = [one for find in self._recognizers for one in find(read.text, context)]
            return read.in_original(joined(read.text, found))
        except Exception as error:
            # Whatever it was, its message may quote the text: only its type may be told.
            raise RedactionError(f"the redactor failed ({type(error).__name__})") from None
