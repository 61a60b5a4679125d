"""Takes personal details out of JSON lines: `python -m actions.privacy redact`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from actions.errors import RedactionError
from actions.privacy.context import Context
from actions.privacy.redactor import Redactor

EXPECTED = 'expected a JSON object {"text": "...", "bot": "..."}'


def redact(
    lines: Iterable[bytes], redactor: Redactor, explain: bool = False
) -> Iterator[dict[str, Any]]:
    """One answer a line."""
    for line in lines:
        try:
            yield _redacted(redactor, *_read(line), explain)
        except (ValueError, RedactionError) as error:
            yield {"error": str(error)}


def _read(line: bytes) -> tuple[str, str]:
    """Text and question. Raises ValueError, which quotes neither."""
    try:
        given = json.loads(line)
        text, bot = given["text"], given.get("bot") or ""
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise ValueError(EXPECTED) from None
    if not isinstance(text, str) or not isinstance(bot, str):
        raise ValueError(EXPECTED)
    return text, bot


def _redacted(redactor: Redactor, text: str, bot: str, explain: bool) -> dict[str, Any]:
    details = redactor.details(text, Context("caller" if bot else "assistant", question=bot))
    entities = [
        {"type": one.kind, "start": one.start, "end": one.end}
        | ({"why": one.why} if explain else {})
        for one in details
    ]
    return {"text": redactor.without(text, details), "entities": entities}
