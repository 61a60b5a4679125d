"""Where the keys of the database's texts come from: the environment, a command, a file of ours.

Several keys are separated by white space or commas, the newest first: it encrypts, all decrypt.
A key is Fernet's: 32 bytes in URL-safe base64 (https://cryptography.io/en/latest/fernet).
"""

from __future__ import annotations

import re
import shlex
import subprocess
import time
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

from cryptography.fernet import Fernet

from actions.errors import SettingError

VARIABLE = "VOICEDESK_DATA_KEYS"
KEY_COMMAND = "encryption.key_command"
_COMMAND_S = 10.0
_ASK_AGAIN_S = 300.0
"""So long a command's answer is taken to be good."""
_SEPARATORS = re.compile(r"[\s,]+")


class Keys(Protocol):
    """A place that keys come from; `name` is what errors call it."""

    name: ClassVar[str]

    def version(self) -> object:
        """Another one than before if the keys may have changed since. Asked often."""

    def read(self) -> list[str]:
        """The keys as they are there; raises `SettingError` if there are none to be had."""

    def first(self) -> None:
        """Something is to be encrypted: makes a key if there is none, where that is possible."""


@dataclass(frozen=True)
class EnvironmentKeys:
    """`VOICEDESK_DATA_KEYS`, as it was when the process began."""

    value: str = field(repr=False)
    name: ClassVar[str] = f"{VARIABLE} (environment)"

    def version(self) -> object:
        """Never changes."""
        return None

    def read(self) -> list[str]:
        """At least one: an empty variable is none."""
        return split(self.value)

    def first(self) -> None:
        """Somebody else makes them."""


@dataclass(frozen=True)
class CommandKeys:
    """What a command writes to its standard output: a key management system's client."""

    command: str = field(repr=False)
    name: ClassVar[str] = KEY_COMMAND

    def version(self) -> object:
        """Now and then a new one."""
        return time.monotonic() // _ASK_AGAIN_S

    def read(self) -> list[str]:
        """Raises `SettingError` if the command fails; its output is not shown."""
        try:
            done = subprocess.run(
                shlex.split(self.command),
                capture_output=True,
                text=True,
                timeout=_COMMAND_S,
                check=True,
            )
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            why = f"status {getattr(error, 'returncode', None)}, {type(error).__name__}"
            allowed = f"a command that writes the keys to its standard output (it failed: {why})"
            raise SettingError(self.name, "(not shown)", allowed) from None
        return split(done.stdout)

    def first(self) -> None:
        """Somebody else makes them."""


def new_key() -> str:
    """A key that nobody has."""
    return Fernet.generate_key().decode()


def split(text: str) -> list[str]:
    """Keys as they stand in a text."""
    return [key for key in _SEPARATORS.split(text) if key]
