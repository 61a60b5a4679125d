"""Reads the privacy officer's file, privacy.yml."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import yaml

from actions.errors import SettingError
from actions.privacy.policy import HASH_KEY, Policy, parse


def read_policy(path: Path, environment: Mapping[str, str] = os.environ) -> Policy:
    """Raises `SettingError`, also if there is none: nothing would be deleted then, ever."""
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except (yaml.YAMLError, ValueError, OSError) as error:
        allowed = f"YAML that can be read ({error})"
        raise SettingError("the file", str(path), allowed, path.name) from None
    return parse(content, environment.get(HASH_KEY, ""))
