"""Reads a mapping of credentials.yml or endpoints.yml into a frozen, self-validating dataclass.

@dataclass(frozen=True)
class Options:
    threads: int = number(1, low=1, high=32)

options = read(Options, "asr", {"name": "moonshine", "threads": 2})
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import field, fields
from typing import Any, TypeVar
from urllib.parse import urlsplit

from channels.errors import SettingError

T = TypeVar("T")

_VARIABLE = re.compile(r"\$\{\w+\}")


def number(default: float, low: float, high: float) -> Any:
    """A number of the default's type within low..high; whole numbers may stand for fractions."""
    kinds = (int,) if isinstance(default, int) else (int, float)
    whole = "a whole number" if isinstance(default, int) else "a number"

    def allowed(value: object) -> bool:
        return isinstance(value, kinds) and not isinstance(value, bool) and low <= value <= high

    return _option(default, allowed, f"{whole} from {low} to {high}")


def flag(default: bool) -> Any:
    """Yes or no."""
    return _option(default, lambda value: isinstance(value, bool), "true or false")


def choice(default: str, among: Collection[str]) -> Any:
    """One of a few words."""
    return _option(default, lambda value: value in among, ", ".join(sorted(among)))


def text(
    default: str | None, what: str, check: Callable[[str], bool] = bool, secret: bool = False
) -> Any:
    """A text that is not empty; None where it may be left out. `secret` ones are never shown."""
    return _option(default, _text_that(check), what, secret=secret)


def address(default: str, what: str) -> Any:
    """An HTTP server."""
    return _option(default, is_address, what)


def is_address(value: object) -> bool:
    """Of an HTTP server."""
    try:
        parts = urlsplit(str(value))
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # no port
        return False


def is_https(value: str) -> bool:
    """An address by TLS, with a path perhaps, but no query."""
    try:
        parts = urlsplit(value)
        good = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
        return good and not parts.query and not parts.fragment
    except ValueError:  # no port
        return False


def needed(what: str, check: Callable[[str], bool] = bool, secret: bool = False) -> Any:
    """A text that may not be left out, and is not shown in a complaint if it is `secret`."""
    return _option(None, _text_that(check), what, needed=True, secret=secret)


def _text_that(check: Callable[[str], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and bool(value.strip()) and check(value)


def _option(default: Any, check: Callable[[object], bool], allowed: str, **more: bool) -> Any:
    return field(default=default, metadata={"check": check, "allowed": allowed, **more})


def read(
    kind: type[T], section: str, settings: Mapping[str, Any], *, file: str = "credentials.yml"
) -> T:
    """`settings` as `kind`, its `name` left out; an option written as null has its default.

    Raises SettingError for a key that `kind` does not have, a value that it does not allow, and a
    `${NAME}` that Rasa has left in a value because nothing of that name is set.
    """
    options = {option.name: option for option in fields(kind)}  # type: ignore[arg-type]
    given = {k: v for k, v in settings.items() if k != "name" and v is not None}
    wanted = [name for name, option in options.items() if option.metadata.get("needed")]
    for key, value in {**dict.fromkeys(wanted), **given}.items():
        name = f"{section}.{key}" if section else key
        if key not in options:
            raise SettingError(name, value, f"the keys {', '.join(options)}", file=file)
        if isinstance(value, str) and (unset := _VARIABLE.search(value)):
            raise SettingError(name, unset[0], "variables that are set", file=file)
        about = options[key].metadata
        if not about["check"](value):
            shown = "(not shown)" if about.get("secret") and value is not None else value
            raise SettingError(name, shown, about["allowed"], file=file)
    return kind(**given)
