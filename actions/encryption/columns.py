"""Columns whose texts nobody reads without the key, for SQLAlchemy's tables."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Text
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.types import TypeDecorator

from actions.encryption.cipher import Cipher

_CIPHER = "cipher"


def use(engine: Engine, cipher: Cipher) -> None:
    """The engine's columns are sealed with it; a column's type sees no more than the dialect."""
    setattr(engine.dialect, _CIPHER, cipher)


def cipher_of(dialect: Dialect) -> Cipher:
    """That of `use`."""
    cipher: Cipher = getattr(dialect, _CIPHER)
    return cipher


class Sealed(TypeDecorator):  # type: ignore[misc]  # sqlalchemy 1.4 has no types
    """A text, or None. Nothing can be searched for in it: no two are the same."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """To the database."""
        return None if value is None else cipher_of(dialect).seal(str(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Raises `UnreadableColumn`."""
        return None if value is None else cipher_of(dialect).open(value)


class SealedJSON(Sealed):
    """What JSON can hold, or None."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """To the database."""
        return None if value is None else super().process_bind_param(json.dumps(value), dialect)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Raises `UnreadableColumn`."""
        text = super().process_result_value(value, dialect)
        return None if text is None else json.loads(text)
