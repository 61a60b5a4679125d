"""What the sections of privacy.yml have in common. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.errors import SettingError

FILE = "privacy.yml"


def mapping(key: str, given: object, allowed: str) -> Mapping[str, Any]:
    """`given`, if it is one; else raises `SettingError`."""
    if not isinstance(given, Mapping):
        raise refused(key, given, allowed)
    return given


def refused(key: str, value: object, allowed: str) -> SettingError:
    """For whoever may not have this value: key, value, and what is allowed."""
    return SettingError(key, value, allowed, FILE)
