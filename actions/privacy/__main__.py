"""Takes personal details out of what was said, line by line:

    python -m actions.privacy redact [--explain] [--policy privacy.yml] < lines.jsonl

Reads JSON lines {"text": what was said, "bot": what the other side said just before, or ""} and
writes in the same order {"text": without the details, "entities": [{"type", "start", "end"}]} with
offsets into the given text; with --explain each entity has its "why". What is no such line becomes
{"error": why}, and the next one is read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from actions.errors import RedactionError, SettingError
from actions.policy_file import read_policy
from actions.privacy.context import Context
from actions.privacy.policy import FILE
from actions.privacy.redactor import SPEECH, Redactor, together

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


def _redactor(path: Path) -> Redactor:
    """By the rules of that file; raises `SettingError`."""
    policy = read_policy(path)
    if not policy.recognizers:
        return Redactor(policy=policy)
    from actions.privacy.presidio import as_ours, of_policy  # imports spaCy

    return Redactor(together(*SPEECH, *map(as_ours, of_policy(policy.recognizers))), policy)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m actions.privacy", description=__doc__)
    parser.add_argument("command", choices=["redact"])
    parser.add_argument("--explain", action="store_true", help="say why each detail is one")
    parser.add_argument("--policy", type=Path, default=Path(FILE), help="default: %(default)s")
    arguments = parser.parse_args()
    try:
        redactor = _redactor(arguments.policy)
    except SettingError as error:
        print(error, file=sys.stderr)
        return 2
    for answer in redact(sys.stdin.buffer, redactor, arguments.explain):
        print(json.dumps(answer), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
