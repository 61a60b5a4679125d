"""What may stand in a request: each parameter with its JSON Schema and how its text is read. Pure.

The schema is what the OpenAPI document shows and what is checked here: a text that it allows is
never refused later, for a reader who keeps to it must get an answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl

from actions.errors import AccessRefused

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MICROSECOND = timedelta(microseconds=1)
_MOST_PARAMETERS = 20
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_CURSOR = r"^[0-9]{1,16}-([0-9a-f]{2}){0,256}$"
_CALLER = r"^\+?[0-9]{6,20}$"

Place = tuple[datetime, str]
"""Of a call in the list: when it began, and its id."""


@dataclass(frozen=True)
class Parameter:
    """One that is `default` None must be given; `parse` raises ValueError for what is no value."""

    name: str
    describes: str
    schema: Mapping[str, Any]
    parse: Callable[[str], Any]
    default: Any = None
    required: bool = False
    place: str = "query"


def cursor(at: datetime, call_id: str) -> str:
    """Of the calls that began before this one, as `before` reads it."""
    return f"{(at - _EPOCH) // _MICROSECOND}-{call_id.encode().hex()}"


def _place(text: str) -> Place:
    at, _, call_id = _matching(_CURSOR, text).partition("-")
    # NUL is no character of a text in PostgreSQL.
    name = bytes.fromhex(call_id).decode(errors="replace").replace("\0", "")
    return _EPOCH + int(at) * _MICROSECOND, name


def _matching(pattern: str, text: str) -> str:
    if not re.fullmatch(pattern.strip("^$"), text):
        raise ValueError
    return text


def _whole(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        number = int(_matching("[0-9]{1,16}", text))
        if not least <= number <= most:
            raise ValueError
        return number

    return parse


def _first_moment(text: str) -> datetime:
    day = date.fromisoformat(_matching(_DATE, text))
    return datetime.combine(day, time.min, timezone.utc)


def _last_moment(text: str) -> datetime:
    return datetime.combine(_first_moment(text), time.max, timezone.utc)


CALL_ID = Parameter(
    "call_id",
    "As the list names it.",
    {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"},
    lambda text: _matching("[A-Za-z0-9_-]{1,64}", text),
    required=True,
    place="path",
)
LIMIT = Parameter(
    "limit",
    "How many at most.",
    {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
    _whole(1, 200),
    50,
)
BEFORE = Parameter(
    "before", "`next` of the page before.", {"type": "string", "pattern": _CURSOR}, _place
)
AFTER = Parameter(
    "after",
    "`next` of the page before.",
    {"type": "integer", "minimum": 0, "maximum": 10**15, "default": 0},
    _whole(0, 10**15),
    0,
)
FROM = Parameter(
    "from",
    "The first day, in UTC.",
    {"type": "string", "format": "date", "pattern": _DATE},
    _first_moment,
    required=True,
)
TO = Parameter(
    "to",
    "The last day, in UTC.",
    {"type": "string", "format": "date", "pattern": _DATE},
    _last_moment,
    required=True,
)
CALLER: Mapping[str, Any] = {
    "type": "object",
    "properties": {"caller": {"type": "string", "pattern": _CALLER}},
    "required": ["caller"],
    "additionalProperties": False,
}
"""The body that names a caller."""


def read(parameters: Sequence[Parameter], query: str, in_path: Mapping[str, str]) -> dict[str, Any]:
    """The value of every parameter; raises `AccessRefused` with status 400."""
    given = {**_query(query), **in_path}
    known = {parameter.name for parameter in parameters}
    if not given.keys() <= known:
        raise AccessRefused(400, f"The parameters are: {', '.join(sorted(known)) or 'none'}.")
    return {parameter.name: _value(parameter, given) for parameter in parameters}


def read_caller(body: bytes) -> str:
    """The number that the body names; raises `AccessRefused` with status 400."""
    try:
        content = json.loads(body.decode())
        if isinstance(content, dict) and content.keys() == {"caller"}:
            return _matching(_CALLER, content["caller"])
    except (ValueError, TypeError, RecursionError):  # not UTF-8, not JSON, too deep; no text
        pass
    raise AccessRefused(400, 'The body must be JSON: {"caller": "+15550142"}, digits only.')


def _query(query: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_PARAMETERS)
    except ValueError:
        pairs = [("", "")] * 2  # too many
    if len(dict(pairs)) != len(pairs):
        raise AccessRefused(400, "A parameter may be given once.")
    return dict(pairs)


def _value(parameter: Parameter, given: Mapping[str, str]) -> Any:
    if parameter.name not in given:
        if parameter.required:
            raise AccessRefused(400, f"The parameter {parameter.name} is missing.")
        return parameter.default
    try:
        return parameter.parse(given[parameter.name])
    except ValueError:
        allowed = f"must match {json.dumps(dict(parameter.schema))}"
        raise AccessRefused(400, f"The parameter {parameter.name} {allowed}.") from None
