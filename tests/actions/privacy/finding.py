"""What a recognizer of its own takes out of a text."""

from __future__ import annotations

from actions.privacy.context import Context
from actions.privacy.details import joined, without
from actions.privacy.redactor import Recognizer


def taken_out(recognize: Recognizer, text: str, question: str = "") -> str:
    found = recognize(text, Context("caller", question=question))
    return without(text, joined(text, found))
