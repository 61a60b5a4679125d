"""The key that the tests' databases are encrypted with."""

from __future__ import annotations

from actions.encryption.keys import EnvironmentKeys, new_key

KEY = new_key()
KEYS = EnvironmentKeys(KEY)
