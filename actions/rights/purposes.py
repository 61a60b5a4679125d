"""Which calls there are for a purpose: with consent to it, and not older than it lasts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, false, not_, or_, select, true

from actions.privacy.consent import PURPOSES, SERVICE
from actions.privacy.retention import Retention
from actions.transcripts.tables import calls, consents

UNDER_WAY = timedelta(days=1)
"""For so long events of a call whose end is not recorded may still come."""


def agreed(purpose: str) -> Any:
    """Condition of `calls`; where consent to `service` is not needed, there is one."""
    asked = select(consents.c.call_id).where(consents.c.purpose == purpose)
    if purpose == SERVICE:
        return calls.c.call_id.not_in(asked.where(consents.c.given == false()))
    return calls.c.call_id.in_(asked.where(consents.c.given == true()))


def lasts(purpose: str, retention: Retention, now: datetime) -> Any:
    """Condition of `calls` that may be used for it now."""
    days = retention.lasts(purpose)
    if days is None:
        return agreed(purpose)
    return and_(agreed(purpose), calls.c.started_at >= now - timedelta(days=days))


def is_over(retention: Retention, now: datetime) -> Any:
    """Condition of `calls` that nothing keeps any more, if no one holds them."""
    kept = or_(*(lasts(purpose, retention, now) for purpose in PURPOSES))
    return and_(calls.c.started_at < now - UNDER_WAY, not_(kept))
