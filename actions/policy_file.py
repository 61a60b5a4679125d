"""Reads the privacy officer's file, privacy.yml."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import yaml

from actions.errors import SettingError
from actions.privacy.policy import HASH_KEY, Policy, parse


def read_policy(path: Path, environment: Mapping[str, str] = os.environ) -> Policy:
    """None: all defaults. Raises `SettingError`."""
    try:
        content = yaml.safe_load(path.read_text("utf-8")) if path.exists() else {}
    except (yaml.YAMLError, ValueError, OSError) as error:
        raise SettingError("the file", path.name, f"valid YAML ({error})", path.name) from None
    return parse(content, environment.get(HASH_KEY, ""))
