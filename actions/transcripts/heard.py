"""What a caller's message reports about the assistant's last turn: what was heard, and times."""

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
    event: Mapping[str, Any], answers: Sequence[Row], context: Context, redactor: Redactor
) -> dict[int, Columns]:
    """Columns to set in `answers`, by turn id; reports that fit no answer are dropped.

    Reports and answers are in the same order, but an answer that was never played has no report.
    """
    columns: dict[int, Columns] = {}
    waiting = iter(answers)
    for text, heard in events.heard(event):
        stored = redacted(redactor.redact, text, context)
        turn = next((turn for turn in waiting if turn["text"] == stored), None)
        if turn:
            columns[turn["id"]] = {"heard": redacted(redactor.redact_heard, text, heard, context)}
    times = events.times(event)
    if answers and times:
        columns.setdefault(answers[0]["id"], {})["times"] = times
    return columns
