"""The key that waiting events, and calls in Redis, are encrypted with: from the environment, else
from a file of ours.

Fernet (https://cryptography.io/en/latest/fernet): AES-128-CBC and HMAC-SHA256.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.fernet import Fernet

from channels.errors import SettingError

VARIABLE = "VOICEDESK_QUEUE_KEY"
_ALLOWED = "32 bytes in URL-safe base64 (make one: `openssl rand -base64 32 | tr +/ -_`)"


def cipher(
    environment: Mapping[str, str], key_file: Path, setting: str = "event_broker.key_file"
) -> Fernet:
    """The cipher; makes the file, readable by its owner only, if there is no key anywhere.

    Raises SettingError for a key that is none; its text does not show the key.
    """
    given = environment.get(VARIABLE)
    name = f"{VARIABLE} (environment)" if given else setting
    try:
        return Fernet(given.encode() if given else _stored(key_file))
    except ValueError:
        raise SettingError(
            name, "(not shown)" if given else str(key_file), _ALLOWED, file="endpoints.yml"
        ) from None


def _stored(key_file: Path) -> bytes:
    if not key_file.exists():
        _make(key_file)
    return key_file.read_bytes().strip()


def _make(key_file: Path) -> None:
    """Complete from the start; of two processes that begin together, one makes it."""
    key_file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=key_file.parent) as new:  # readable by its owner only
        new.write(Fernet.generate_key())
        new.flush()
        with suppress(FileExistsError):
            os.link(new.name, key_file)
