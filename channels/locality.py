"""What of Rasa's process is elsewhere must be where privacy.yml allows it to be."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from channels.errors import SettingError
from discreet.locality import SECTION, Locality, LocalityError, parse

POLICY = Path("privacy.yml")


def must_be_allowed(settings: Mapping[str, Any], file: str) -> None:
    """`settings` are addresses by the names of their settings; raises `SettingError`."""
    try:
        for key, address in settings.items():
            locality().check(key, address)
    except LocalityError as error:
        raise SettingError(error.key, error.value, error.allowed, file=file) from None


def engines_must_be_allowed(sections: Mapping[str, Mapping[str, Any]]) -> None:
    """Every option of an engine that is an address; raises `SettingError`."""
    addresses = {
        f"{section}.{key}": value
        for section, options in sections.items()
        for key, value in options.items()
        if isinstance(value, str) and "://" in value
    }
    must_be_allowed(addresses, "credentials.yml")


@lru_cache(maxsize=1)
def locality() -> Locality:
    """The privacy officer's rule; without a file there is none. Raises `SettingError`."""
    if not POLICY.exists():
        return Locality()
    try:
        content = yaml.safe_load(POLICY.read_text("utf-8")) or {}
        return parse(content.get(SECTION) if isinstance(content, Mapping) else content)
    except LocalityError as error:
        raise SettingError(error.key, error.value, error.allowed, file=POLICY.name) from None
    except (yaml.YAMLError, ValueError, OSError) as error:
        allowed = f"YAML that can be read ({type(error).__name__})"
        raise SettingError("the file", str(POLICY), allowed, file=POLICY.name) from None
