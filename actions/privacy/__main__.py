"""What is kept of callers: how it is redacted, given to them, and deleted.

    python -m actions.privacy redact [--explain] < lines.jsonl
    python -m actions.privacy purge                      # what is older than privacy.yml allows
    python -m actions.privacy export --caller NUMBER     # all that is kept of a caller's calls
    python -m actions.privacy erase --caller NUMBER
    python -m actions.privacy hold CALL_ID               # not to be deleted, until: release CALL_ID
    python -m actions.privacy rotate-keys --new          # then: rotate-keys --drop-old
    python -m actions.privacy add-key --name NAME --role ROLE   # for the transcripts' API
    python -m actions.privacy list-keys
    python -m actions.privacy revoke-key --name NAME
    python -m actions.privacy verify-audit [--head HASH] # who read what: is the log whole?

`redact` reads JSON lines {"text": what was said, "bot": what the other side said just before, or
""} and writes in the same order {"text": without the details, "entities": [{"type", "start",
"end"}]} with offsets into the given text; with --explain each entity has its "why". What is no such
line becomes {"error": why}, and the next one is read.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from actions.access.roles import ROLES
from actions.errors import SettingError
from actions.policy_file import read_policy
from actions.privacy.lines import redact
from actions.privacy.redactor import SPEECH, Redactor, together
from actions.privacy.sections import FILE


def main() -> int:
    arguments = _arguments()
    if arguments.command == "redact":
        return _redact(arguments)
    from actions.rights import commands  # needs the database

    return commands.run(arguments)


def _redact(arguments: argparse.Namespace) -> int:
    try:
        redactor = _redactor(arguments.policy)
    except SettingError as error:
        print(error, file=sys.stderr)
        return 2
    for answer in redact(sys.stdin.buffer, redactor, arguments.explain):
        print(json.dumps(answer), flush=True)
    return 0


def _redactor(path: Path) -> Redactor:
    """By the rules of that file; raises `SettingError`."""
    policy = read_policy(path)
    if not policy.recognizers:
        return Redactor(policy=policy)
    from actions.privacy.presidio import as_ours, of_policy  # imports spaCy

    return Redactor(together(*SPEECH, *map(as_ours, of_policy(policy.recognizers))), policy)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m actions.privacy",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    redact = commands.add_parser("redact", help="take personal details out of JSON lines")
    redact.add_argument("--explain", action="store_true", help="say why each detail is one")
    redact.add_argument("--policy", type=Path, default=Path(FILE), help="default: %(default)s")
    purge = commands.add_parser("purge", help="delete what has been kept for long enough")
    export = commands.add_parser("export", help="what is kept of a caller's calls, as JSON")
    erase = commands.add_parser("erase", help="delete it")
    hold = commands.add_parser("hold", help="keep a call, whatever its age")
    release = commands.add_parser("release", help="hold it no longer")
    for command in (export, erase):
        command.add_argument("--caller", required=True, metavar="NUMBER")
    for command in (hold, release):
        command.add_argument("call_id", metavar="CALL_ID")
    rotate = commands.add_parser("rotate-keys", help="encrypt the database with the newest key")
    rotate.add_argument("--new", action="store_true", help="with a new one: it is made first")
    rotate.add_argument("--drop-old", action="store_true", help="then forget all others")
    for command in (purge, export, erase, hold, release, rotate, *_of_access(commands)):
        command.add_argument("--endpoints", type=Path, default=Path("endpoints.yml"))
    return parser.parse_args()


def _of_access(commands: Any) -> list[argparse.ArgumentParser]:
    """The commands for the keys and the log of the transcripts' API."""
    add = commands.add_parser("add-key", help="make a key; it is shown once")
    keys = commands.add_parser("list-keys", help="the keys that there are and have been")
    revoke = commands.add_parser("revoke-key", help="from now on the key opens nothing")
    verify = commands.add_parser("verify-audit", help="check the log of who has read what")
    for command in (add, revoke):
        command.add_argument("--name", required=True, help="of whom or what the key is for")
    add.add_argument("--role", required=True, choices=tuple(ROLES))
    add.add_argument("--days", type=int, default=90, help="valid for so long, default: %(default)s")
    revoke.add_argument("--id", type=int, help="only this one of the keys of that name")
    verify.add_argument("--head", metavar="HASH", help="noted before: must be in the log")
    return [add, keys, revoke, verify]


if __name__ == "__main__":
    sys.exit(main())
