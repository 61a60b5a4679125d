"""What a caller's message reports about the assistant's turns: what was heard, and times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from actions.privacy.context import Context
from actions.privacy.redactor import Redactor
from actions.transcripts import events
from actions.transcripts.store import Row
from actions.transcripts.translation import redacted

Columns = dict[str, Any]


def last_answers(turns: Sequence[Row]) -> list[Row]:
    """The assistant's turns since the caller spoke last."""
    answers: list[Row] = []
    for turn in turns:
        answers = [*answers, turn] if turn["speaker"] == "assistant" else []
    return answers


def reported(
    event: Mapping[str, Any], turns: Sequence[Row], context: Context, redactor: Redactor
) -> dict[int, Columns]:
    """Columns to set in the call's `turns`, by turn id; reports that fit no answer are dropped.

    An answer is reported when it is over, which may be some messages later; times are those of the
    answer to the last message. Reports of one message are in the order of the answers.
    """
    columns: dict[int, Columns] = {}
    waiting = [turn for turn in turns if turn["speaker"] == "assistant" and turn["heard"] is None]
    for text, heard in events.heard(event):
        stored = redacted(redactor.redact, text, context)
        at = next((at for at, turn in enumerate(waiting) if turn["text"] == stored), None)
        if at is not None:
            words = redacted(redactor.redact_heard, text, heard, context)
            columns[waiting[at]["id"]] = {"heard": words}
            del waiting[: at + 1]
    answers, times = last_answers(turns), events.times(event)
    if answers and times:
        columns.setdefault(answers[0]["id"], {})["times"] = times
    return columns
