"""Takes personal details out of what was said, line by line:

    python -m actions.privacy redact < lines.jsonl

Reads JSON lines {"text": what was said, "bot": what the other side said just before, or ""} and
writes in the same order {"text": without the details, "entities": [{"type", "start", "end"}]} with
offsets into the given text. What is no such line becomes {"error": why}, and the next one is read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from actions.errors import RedactionError
from actions.privacy.context import Context
from actions.privacy.details import without
from actions.privacy.redactor import Redactor

EXPECTED = 'expected a JSON object {"text": "...", "bot": "..."}'


def redact(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """One answer a line."""
    redactor = Redactor()
    for line in lines:
        try:
            yield _redacted(redactor, *_read(line))
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


def _redacted(redactor: Redactor, text: str, bot: str) -> dict[str, Any]:
    details = redactor.details(text, Context("caller" if bot else "assistant", question=bot))
    entities = [{"type": one.kind, "start": one.start, "end": one.end} for one in details]
    return {"text": without(text, details), "entities": entities}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m actions.privacy", description=__doc__)
    parser.add_argument("command", choices=["redact"])
    parser.parse_args()
    for answer in redact(sys.stdin.buffer):
        print(json.dumps(answer), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
