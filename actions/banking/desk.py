"""The `Bank` that this process asks: one for all actions, opened at first use."""

from __future__ import annotations

from functools import lru_cache

from actions.banking.service import Bank
from actions.database import open_engine
from actions.settings import settings


@lru_cache(maxsize=1)
def bank() -> Bank:
    """The bank whose database the settings name. Tests replace it: `desk.bank.cache_clear()`."""
    return Bank(open_engine(settings().database_url, settings().keys))
