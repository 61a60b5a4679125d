"""`python -m actions.transcripts`: read the recorded calls, without personal details.

What is shown is told to the audit log before.

python -m actions.transcripts list
python -m actions.transcripts show CALL_ID
python -m actions.transcripts show --last --json
python -m actions.transcripts export --purpose training > calls.jsonl
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path

from rich.console import Console, RenderableType
from sqlalchemy import and_
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from actions.access.audit import NOT_FOUND
from actions.access.command_log import CommandLog
from actions.access.reading import Reading
from actions.access.roles import EXPORT, LIST, SHOW
from actions.database import is_missing, open_engine
from actions.errors import SettingError, UnreadableColumn
from actions.privacy.consent import PURPOSES
from actions.privacy.retention import Retention
from actions.rights.purposes import lasts
from actions.settings import read
from actions.transcripts.show import call_as_json, call_as_text, calls_as_table
from actions.transcripts.store import Row, Store
from actions.transcripts.tables import calls as calls_table

_LOOK_AGAIN_S = 0.2


def main() -> None:
    """Exits with 1 and one line that says why if there is nothing to show."""
    arguments = _arguments()
    try:
        settings = read(arguments.endpoints, os.environ)
        if is_missing(settings.database_url):
            sys.exit("There is no database yet: the first call of the line makes it.")
        engine = open_engine(settings.database_url, settings.keys)
        log = CommandLog(engine, settings)
        if arguments.command == "export":
            _export(engine, log, settings.policy.retention, arguments.purpose)
        else:
            _print(Store(engine), log, arguments)
    except (SettingError, UnreadableColumn) as error:
        sys.exit(str(error))
    except SQLAlchemyError as error:
        sys.exit(
            f"The database cannot be read ({type(error).__name__}). Is its url in endpoints.yml "
            "right, and has the action server run on it once?"
        )


def _export(engine: Engine, log: CommandLog, retention: Retention, purpose: str) -> None:
    """Only calls that are over: until then a caller may object."""
    now = datetime.now(timezone.utc)
    over = and_(lasts(purpose, retention, now), calls_table.c.ended_at.is_not(None))
    reading, ever = Reading(engine, over), (datetime(1970, 1, 1, tzinfo=timezone.utc), now)
    count = reading.count(*ever)
    log.tell(EXPORT, f"for {purpose}", count)
    for batch in reading.lines(*ever, count):
        sys.stdout.buffer.write(batch)


def _print(store: Store, log: CommandLog, arguments: argparse.Namespace) -> None:
    if arguments.command == "list":
        calls = store.latest(arguments.limit)
        log.tell(EXPORT if arguments.json else LIST, calls=len(calls))  # JSON is with all turns
        _show(arguments.json, [call_as_json(store, call) for call in calls], calls_as_table(calls))
        return
    call = _call(store, arguments)
    if call is None:
        log.tell(SHOW, arguments.call_id, outcome=NOT_FOUND)
        sys.exit(
            "No such call is recorded (yet): events may still be on their way from Rasa; "
            "`.venv/bin/python -m actions.transcripts list` names the calls that are there."
        )
    log.tell(SHOW, call["call_id"], 1)
    _show(arguments.json, call_as_json(store, call), call_as_text(store, call))


def _show(as_json: bool, data: object, page: RenderableType) -> None:
    if as_json:
        print(json.dumps(data, indent=2))
    else:
        Console().print(page)


def _call(store: Store, arguments: argparse.Namespace) -> Row | None:
    """The call that is asked for; once it has ended, or after `--wait` seconds as it is."""
    deadline = time.monotonic() + arguments.wait
    while True:
        calls: Sequence[Row | None]
        calls = store.latest(1) if arguments.last else [store.call(arguments.call_id)]
        call = calls[0] if calls else None
        if (call and call["ended_at"]) or time.monotonic() >= deadline:
            return call
        time.sleep(_LOOK_AGAIN_S)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m actions.transcripts",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--endpoints", type=Path, default=Path("endpoints.yml"), metavar="FILE")
    commands = parser.add_subparsers(dest="command", required=True)
    listing = commands.add_parser("list", help="the latest calls")
    listing.add_argument("--limit", type=int, default=20)
    show = commands.add_parser("show", help="one call, turn by turn")
    which = show.add_mutually_exclusive_group(required=True)
    which.add_argument("call_id", nargs="?", metavar="CALL_ID")
    which.add_argument("--last", action="store_true", help="the call that began last")
    show.add_argument("--wait", type=float, default=0.0, metavar="S", help="for its end, so long")
    export = commands.add_parser("export", help="all calls that may be used for a purpose")
    export.add_argument("--purpose", required=True, choices=PURPOSES)
    for command in (listing, show):
        command.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
