"""The audit log as the commands write it: in the name of the user who gives them."""

from __future__ import annotations

import os
import pwd

from sqlalchemy.engine import Engine

from actions.access.audit import OK, AuditLog, Entry
from actions.settings import Settings

COMMAND = "command"
"""The role of who may run commands where the database is."""


class CommandLog:
    """Raises SQLAlchemy's errors, and `SettingError` if the log's key is not the right one."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._log = AuditLog(engine, settings.audit_key)

    def tell(
        self, action: str, subject: str | None = None, calls: int = 0, outcome: str = OK
    ) -> None:
        """What a command has read, before it is shown; of a change, before and after it."""
        self._log.append(Entry(f"cli:{_user()}", COMMAND, action, subject, calls, outcome))


def _user() -> str:
    """The account that this process runs as: variables such as USER may be set to anything."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # in a container there may be a number only
        return str(os.getuid())
