"""What `python -m actions.privacy` does with the database.

What is read is told to the audit log before it is shown; of what is changed, also that it was asked
for, before: if the log cannot be written, nothing is done.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from datetime import datetime, timezone

from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from actions.access.audit import ASKED, LEFT, NOT_FOUND, OK
from actions.access.command_log import CommandLog
from actions.access.commands import add_key, list_keys, revoke_key, verify_audit
from actions.access.roles import EXPORT_CALLER
from actions.database import is_missing, open_engine
from actions.encryption.key_file import add, drop_old
from actions.encryption.rotation import Progress, rotate
from actions.errors import SettingError, UnreadableColumn
from actions.privacy.policy import HASH_KEY
from actions.privacy.retention import HANDOVERS, TRANSCRIPTS
from actions.rights.purge import held_back, purge
from actions.rights.subject import erase, export, hold
from actions.settings import Settings, read
from actions.transcripts.callers import caller_key

PATIENCE_S = 60.0
"""Nobody is on the telephone: a statement may take that long."""


def run(arguments: argparse.Namespace) -> int:
    """0 if it did what was asked; else 1 or 2, and a line that says why."""
    try:
        settings = read(arguments.endpoints, os.environ)
        if is_missing(settings.database_url):
            return _fails("There is no database yet: the first call of the line makes it.")
        engine = open_engine(settings.database_url, settings.keys, PATIENCE_S)
        return _COMMANDS[arguments.command](engine, settings, arguments)
    except SettingError as error:
        print(error, file=sys.stderr)
        return 2
    except UnreadableColumn as error:
        return _fails(str(error))
    except SQLAlchemyError as error:
        return _fails(
            f"The database failed ({type(error).__name__}). What was deleted before stays so; try "
            "again when `url` in endpoints.yml is right and the action server has run on it once."
        )


def _purge(engine: Engine, settings: Settings, arguments: argparse.Namespace) -> int:
    log, retention = CommandLog(engine, settings), settings.policy.retention
    log.tell("purge", outcome=ASKED)
    deleted = {TRANSCRIPTS: 0, HANDOVERS: 0}
    for kind, count in purge(engine, retention, _now()):
        deleted[kind] += count
        print(f"{kind}: {deleted[kind]} deleted", end="\r", file=sys.stderr)
    log.tell("purge", calls=deleted[TRANSCRIPTS])
    report = {"deleted": deleted, "kept_days": asdict(retention), "held": held_back(engine)}
    print(json.dumps(report))
    return 0


def _export(engine: Engine, settings: Settings, arguments: argparse.Namespace) -> int:
    key = _key(settings, arguments)
    found = export(engine, key)
    CommandLog(engine, settings).tell(EXPORT_CALLER, key, len(found["calls"]))
    print(json.dumps(found, indent=2))
    return 0


def _erase(engine: Engine, settings: Settings, arguments: argparse.Namespace) -> int:
    """1 if something is left: it is held, or goes on."""
    log, key = CommandLog(engine, settings), _key(settings, arguments)
    log.tell("erase", key, outcome=ASKED)
    counts = erase(engine, key, _now())
    before, left = counts["before"], counts["left"]
    log.tell("erase", key, before["calls"] - left["calls"], LEFT if any(left.values()) else OK)
    print(json.dumps(counts))
    return 1 if any(left.values()) else 0


def _hold(engine: Engine, settings: Settings, arguments: argparse.Namespace) -> int:
    log, call_id = CommandLog(engine, settings), arguments.call_id
    log.tell(arguments.command, call_id, outcome=ASKED)
    found = hold(engine, call_id, arguments.command == "hold")
    log.tell(arguments.command, call_id, int(found), OK if found else NOT_FOUND)
    if found:
        return 0
    return _fails("No such call is recorded; `python -m actions.transcripts list` names them.")


def _rotate(engine: Engine, settings: Settings, arguments: argparse.Namespace) -> int:
    """1 if something cannot be opened, and so neither be sealed anew."""
    if arguments.new:
        add(settings.keys)
    columns: dict[str, Progress] = {}
    for progress in rotate(engine):
        columns[progress.column] = progress
        print(f"{progress.column}: {progress.seen} of {progress.rows}", file=sys.stderr)
    unreadable = {name: each.unreadable for name, each in columns.items() if each.unreadable}
    rotated = {name: each.rotated for name, each in columns.items()}
    print(json.dumps({"rotated": rotated, "unreadable": unreadable}))
    if unreadable:
        return _fails("Some texts can be opened with none of the keys; no key was dropped.")
    if arguments.drop_old:
        drop_old(settings.keys)
    return 0


def _now() -> datetime:
    return datetime.now(timezone.utc)


def _key(settings: Settings, arguments: argparse.Namespace) -> str:
    if not settings.hash_key:
        raise SettingError(HASH_KEY, "", "the key with which calls were recorded", "environment")
    key = caller_key(arguments.caller, settings.hash_key)
    if key is None:
        raise SettingError("--caller", "(not shown)", "a telephone number", "command line")
    return key


def _fails(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 1


_COMMANDS = {
    "purge": _purge,
    "export": _export,
    "erase": _erase,
    "hold": _hold,
    "release": _hold,
    "rotate-keys": _rotate,
    "add-key": add_key,
    "list-keys": list_keys,
    "revoke-key": revoke_key,
    "verify-audit": verify_audit,
}
