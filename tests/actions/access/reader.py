"""What tests of the transcripts' API share: settings, keys, and questions to the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Engine

from actions.access.desk import Answer, Asked, Desk
from actions.access.keys import Keys
from actions.access.routes import JSON, ROUTES
from actions.access.tables import audit_log
from actions.privacy.consent import Consent
from actions.privacy.policy import Policy
from actions.settings import Api, Settings, read
from tests.actions.rights.kept import SECRET

ROUTE = {route.action: route for route in ROUTES}
POLICY = Policy(consent=Consent("1", {"service": "announce", "quality_review": "opt_out"}))
PLENTY = Api(requests_a_minute=1000, refusals_a_minute=1000)
NOW = datetime.now(timezone.utc)


def settings(api: Api = PLENTY, **changes: Any) -> Settings:
    """The defaults, but with all kept for ever, and with the key that finds callers."""
    defaults = read(Path("none.yml"), {"VOICEDESK_HASH_KEY": SECRET})
    return replace(defaults, **{"api": api, "policy": POLICY, **changes})


def key(engine: Engine, role: str, name: str = "", expired: bool = False) -> str:
    """A new key of that role, named like it."""
    made = NOW - timedelta(days=91) if expired else NOW
    return Keys(engine).add(name or role, role, 90, made)


def ask(desk: Desk, token: str, action: str, **fields: Any) -> Answer:
    """As the server would; `query`, `in_path`, `body`, ... are those of `Asked`."""
    fields = {"content_type": JSON, "address": "127.0.0.1", **fields}
    return desk.answer(Asked(ROUTE[action], authorization=f"Bearer {token}", **fields))


def logged(engine: Engine, *columns: str) -> list[tuple[Any, ...]]:
    """These columns of the audit log, in order."""
    rows = select(*(audit_log.c[name] for name in columns)).order_by(audit_log.c.sequence)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(rows)]
