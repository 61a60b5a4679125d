"""The keys of the database's texts in a file of ours, where a new one can be added."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import ClassVar

from actions.encryption.keys import Keys, new_key, split
from actions.errors import SettingError

KEY_FILE = "encryption.key_file"


@dataclass(frozen=True)
class FileKeys:
    """A file that only its owner may read, a key a line."""

    path: Path
    name: ClassVar[str] = KEY_FILE

    def version(self) -> object:
        """When it was written last."""
        try:
            return self.path.stat().st_mtime_ns
        except OSError:
            return None

    def read(self) -> list[str]:
        """Raises `SettingError` if the file is not there."""
        try:
            return split(self.path.read_text())
        except (OSError, ValueError) as error:
            allowed = f"the file with the database's keys ({type(error).__name__})"
            raise SettingError(self.name, str(self.path), allowed) from None

    def first(self) -> None:
        """Makes the file, if there is none; of two processes that begin together, one makes it."""
        if not self.path.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with _written(self.path, [new_key()]) as new, suppress(FileExistsError):
                os.link(new, self.path)

    def write(self, keys: Sequence[str]) -> None:
        """These and no others, at once."""
        with _written(self.path, keys) as new:
            os.link(new, f"{new}.whole")
            os.replace(f"{new}.whole", self.path)


def add(keys: Keys) -> None:
    """A new key before the others; raises `SettingError` if they are not in a file of ours."""
    file = _own_file(keys, "a key that you put before the others there")
    file.first()
    file.write([new_key(), *file.read()])


def drop_old(keys: Keys) -> None:
    """All but the newest; raises `SettingError` if they are not in a file of ours."""
    file = _own_file(keys, "the first of the keys there, when you have taken the others away")
    file.write(file.read()[:1])


def _own_file(keys: Keys, allowed: str) -> FileKeys:
    if not isinstance(keys, FileKeys):
        raise SettingError(keys.name, "(not shown)", allowed)
    return keys


@contextmanager
def _written(path: Path, keys: Sequence[str]) -> Iterator[str]:
    """The name of a file beside `path` with these keys, complete, readable by its owner only."""
    with NamedTemporaryFile("w", dir=path.parent) as new:
        new.write("".join(f"{key}\n" for key in keys))
        new.flush()
        yield new.name
