"""`python -m actions.transcripts`: read the recorded calls, without personal details.

What is shown is told to the audit log before.

python -m actions.transcripts list
python -m actions.transcripts show CALL_ID
python -m actions.transcripts show --last --json
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console, RenderableType
from sqlalchemy.exc import SQLAlchemyError

from actions.access.audit import NOT_FOUND
from actions.access.command_log import CommandLog
from actions.access.roles import EXPORT, LIST, SHOW
from actions.database import is_missing, open_engine
from actions.errors import SettingError, UnreadableColumn
from actions.settings import read
from actions.transcripts.show import call_as_json, call_as_text, calls_as_table
from actions.transcripts.store import Row, Store

_LOOK_AGAIN_S = 0.2


def main() -> None:
    """Exits with 1 and one line that says why if there is nothing to show."""
    arguments = _arguments()
    try:
        settings = read(arguments.endpoints, os.environ)
        if is_missing(settings.database_url):
            sys.exit("There is no database yet: the first call of the line makes it.")
        engine = open_engine(settings.database_url, settings.keys)
        _print(Store(engine), CommandLog(engine, settings), arguments)
    except (SettingError, UnreadableColumn) as error:
        sys.exit(str(error))
    except SQLAlchemyError as error:
        sys.exit(
            f"The database cannot be read ({type(error).__name__}). Is its url in endpoints.yml "
            "right, and has the action server run on it once?"
        )


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
    for command in (listing, show):
        command.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
