"""What a test needs and a user's machine may not have."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(what: str, remedy: str) -> NoReturn:
    """Skips the test, and says why; in CI it fails instead."""
    assert "CI" not in os.environ, f"CI needs {what}: {remedy}"
    pytest.skip(f"no {what} here: {remedy}")
