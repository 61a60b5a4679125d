"""How a call went, in one word, from how it ended."""

from __future__ import annotations

IN_PROGRESS = "in_progress"  # or its end was never reported
COMPLETED = "completed"
HANDED_OVER = "handed_over"
ABANDONED = "abandoned"
FAILED = "failed"


def outcome(
    reason: str, *, handed_over: bool, awaiting: str | None, last_intent: str | None
) -> str:
    """The outcome of a call that ended for `reason` (caller, assistant, transfer, timeout, error).

    `awaiting` is the slot that the assistant was asking for at the end, `last_intent` what the
    caller wanted last (None: never said anything).
    """
    if handed_over or reason == "transfer":
        return HANDED_OVER
    if reason == "error" or last_intent == "line_closing":
        return FAILED
    fell_silent = last_intent in (None, "no_input", "no_input_final")
    if reason == "timeout" or fell_silent or (reason == "caller" and awaiting):
        return ABANDONED
    return COMPLETED
