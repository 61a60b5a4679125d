"""The key of events on their way, which the process that sends them has too."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cryptography.fernet import Fernet

from actions.encryption.key_file import FileKeys
from actions.errors import SettingError

VARIABLE = "VOICEDESK_QUEUE_KEY"
_FILE = "event_broker.key_file"


def queue_cipher(environment: Mapping[str, str], key_file: Path) -> Fernet:
    """Of the environment, else of the file, which is made by whoever comes first.

    Raises `SettingError` for a key that is none; its text does not show the key.
    """
    given = environment.get(VARIABLE)
    try:
        return Fernet(given or _stored(key_file))
    except (ValueError, OSError):
        name = f"{VARIABLE} (environment)" if given else _FILE
        shown = "(not shown)" if given else str(key_file)
        raise SettingError(name, shown, "32 bytes in URL-safe base64, as Rasa's process") from None


def _stored(key_file: Path) -> str:
    keys = FileKeys(key_file)
    keys.first()
    return key_file.read_text().strip()
