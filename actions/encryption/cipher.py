"""What the columns of one database are encrypted with, by keys that may change meanwhile.

MultiFernet (https://cryptography.io/en/latest/fernet/#cryptography.fernet.MultiFernet): AES-128-CBC
and HMAC-SHA-256; a text that was changed is not decrypted.
"""

from __future__ import annotations

import logging

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from actions.encryption.keys import Keys
from actions.errors import SettingError, UnreadableColumn

logger = logging.getLogger(__name__)

_ALLOWED = "32 bytes in URL-safe base64 a key (make one: `openssl rand -base64 32 | tr +/ -_`)"


class Cipher:
    """Seals with the newest of its keys and opens with any. For several threads at once.

    Raises `SettingError` if there are no keys where they should be; nothing is read before the
    first text.
    """

    def __init__(self, keys: Keys):
        self.keys = keys
        self._read: tuple[object, list[Fernet]] | None = None

    def seal(self, text: str) -> str:
        """What `open` makes `text` of. Another one each time."""
        if self._read is None:
            self.keys.first()
        return self._fernets()[0].encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Raises `UnreadableColumn` if none of the keys has sealed it, or it was changed since."""
        try:
            return MultiFernet(self._fernets()).decrypt(sealed).decode()
        except (InvalidToken, ValueError):  # the latter of what is no ASCII
            raise UnreadableColumn(self.keys.name) from None

    def is_newest(self, sealed: str) -> bool:
        """Whether the newest key has sealed it."""
        try:
            self._fernets()[0].decrypt(sealed)
        except (InvalidToken, ValueError):
            return False
        return True

    def _fernets(self) -> list[Fernet]:
        version = self.keys.version()
        if self._read is None or self._read[0] != version:
            self._read = version, self._read_again()
        return self._read[1]

    def _read_again(self) -> list[Fernet]:
        try:
            return self._of(self.keys.read())
        except SettingError as error:
            if self._read is None:
                raise
            logger.error("%s; going on with the keys of before", error)
            return self._read[1]

    def _of(self, keys: list[str]) -> list[Fernet]:
        try:
            fernets = [Fernet(key) for key in keys]
        except ValueError:
            fernets = []
        if not fernets:
            raise SettingError(self.keys.name, "(not shown)", _ALLOWED) from None
        return fernets
