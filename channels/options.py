"""Reads a mapping of credentials.yml or endpoints.yml into a frozen, self-validating dataclass.

@dataclass(frozen=True)
class Options:
    threads: int = number(1, low=1, high=32)

options = read(Options, "asr", {"name": "moonshine", "threads": 2})
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import field, fields
from typing import Any, TypeVar

from channels.errors import SettingError

T = TypeVar("T")


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


def text(default: str | None, what: str) -> Any:
    """Any text that is not empty; None where it may be left out."""
    return _option(default, lambda value: isinstance(value, str) and bool(value.strip()), what)


def _option(default: Any, check: Callable[[object], bool], allowed: str) -> Any:
    return field(default=default, metadata={"check": check, "allowed": allowed})


def read(
    kind: type[T], section: str, settings: Mapping[str, Any], *, file: str = "credentials.yml"
) -> T:
    """`settings` as `kind`, its `name` left out; an option written as null has its default.

    Raises SettingError for a key that `kind` does not have and a value that it does not allow.
    """
    options = {option.name: option for option in fields(kind)}  # type: ignore[arg-type]
    given = {k: v for k, v in settings.items() if k != "name" and v is not None}
    for key, value in given.items():
        name = f"{section}.{key}" if section else key
        if key not in options:
            raise SettingError(name, value, f"the keys {', '.join(options)}", file=file)
        if not options[key].metadata["check"](value):
            raise SettingError(name, value, options[key].metadata["allowed"], file=file)
    return kind(**given)
