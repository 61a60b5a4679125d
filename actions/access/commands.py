"""What `python -m actions.privacy` does with keys and with the audit log."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime, timezone

from sqlalchemy.engine import Engine

from actions.access.audit import ASKED, NOT_FOUND, OK
from actions.access.chain import START, instant
from actions.access.command_log import CommandLog
from actions.access.keys import NAME, Keys
from actions.access.verify import Verification
from actions.errors import SettingError
from actions.settings import Settings

_MOST_DAYS = 3650


def add_key(engine: Engine, settings: Settings, arguments: argparse.Namespace) -> int:
    """Prints the new key, the only time that it is shown."""
    _check(arguments)
    name, role, days = arguments.name, arguments.role, arguments.days
    log = CommandLog(engine, settings)
    log.tell("add_key", name, outcome=ASKED)
    try:
        token = Keys(engine).add(name, role, days, _now())
    except ValueError as error:
        allowed = f"the role of its other keys, {error}, until they are revoked"
        raise SettingError("--role", role, allowed, "command line") from None
    log.tell("add_key", name)
    print(json.dumps({"name": name, "role": role, "days": days, "key": token}))
    return 0


def list_keys(engine: Engine, settings: Settings, arguments: argparse.Namespace) -> int:
    """All that there have ever been, a JSON line each."""
    for row in Keys(engine).all():
        times = {name: row[name] and instant(row[name]) for name in row if name.endswith("_at")}
        valid = row["revoked_at"] is None and row["expires_at"] > _now()
        print(json.dumps({**row, **times, "valid": valid}))
    return 0


def revoke_key(engine: Engine, settings: Settings, arguments: argparse.Namespace) -> int:
    """1 if there was none to revoke."""
    _check(arguments)
    log = CommandLog(engine, settings)
    log.tell("revoke_key", arguments.name, outcome=ASKED)
    count = Keys(engine).revoke(arguments.name, arguments.id, _now())
    log.tell("revoke_key", arguments.name, outcome=OK if count else NOT_FOUND)
    print(json.dumps({"revoked": count}))
    return 0 if count else 1


def verify_audit(engine: Engine, settings: Settings, arguments: argparse.Namespace) -> int:
    """1 if a row does not fit, or if the log does not hold the head that was noted."""
    verification = Verification(engine, settings.audit_key, arguments.head or START)
    for rows in verification:
        print(f"{rows} rows fit", end="\r", file=sys.stderr)
    if verification.trouble is not None:
        print(f"The audit log is not whole: {verification.trouble}.", file=sys.stderr)
        return 1
    chain = verification.chain
    head = {"rows": chain.rows, "rows_without_key": chain.rows_without_key, "head": chain.head}
    print(json.dumps(head))
    return 0


def _check(arguments: argparse.Namespace) -> None:
    """Raises `SettingError`."""
    if not NAME.fullmatch(arguments.name):
        allowed = "1 to 64 letters, digits and . _ @ -, not one of these first"
        raise SettingError("--name", arguments.name, allowed, "command line")
    if arguments.command == "add-key" and not 1 <= arguments.days <= _MOST_DAYS:
        raise SettingError("--days", arguments.days, f"1 to {_MOST_DAYS}", "command line")


def _now() -> datetime:
    return datetime.now(timezone.utc)
