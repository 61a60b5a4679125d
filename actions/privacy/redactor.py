"""The redactor: the only door through which a caller's or the assistant's words are stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from actions.errors import RedactionError
from actions.privacy.context import Context
from actions.privacy.details import Detail, cut, without
from actions.privacy.names import name_details
from actions.privacy.numbers import number_details
from actions.privacy.patterns import pattern_details

# What a text says about people in general: Presidio, handed in so that this package stays pure.
Analyze = Callable[[str, Context], Iterable[Detail]]


class Redactor:
    """Takes out what `analyze` finds and what this package's own recognizers find."""

    def __init__(self, analyze: Analyze):
        # Of two that find the same characters the first gives them their kind.
        self._recognizers = (name_details, number_details, pattern_details, analyze)

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
        return without(text, [*name_details(text, context), *number_details(text, context)])

    def details(self, text: str, context: Context) -> list[Detail]:
        """Where in `text` the personal details are; raises `RedactionError`."""
        try:
            return [
                detail for recognize in self._recognizers for detail in recognize(text, context)
            ]
        except Exception as error:
            # Whatever it was, its message may quote the text: only its type may be told.
            raise RedactionError(f"the redactor failed ({type(error).__name__})") from None
