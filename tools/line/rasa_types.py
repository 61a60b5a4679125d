"""Checks what in endpoints.yml Rasa, if it does not know it, does without: sections and types.

With a misspelt `event_broker`, or `event_broker.type`, Rasa starts, and no call is ever recorded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tools.line.addresses import LineError

RASAS_OWN = {
    "event_broker": ("pika", "sql", "file", "kafka"),
    "tracker_store": ("redis", "mongod", "sql", "dynamo"),
    "lock_store": ("in_memory", "redis"),
}


SECTIONS = (
    *("action_endpoint", "database", "encryption", "event_broker", "lock_store", "model", "models"),
    *("nlg", "nlu", "redaction", "tracker_store", "transcripts_api"),
)


def check_types(endpoints: Mapping[str, Any], file: str) -> None:
    """Raises LineError for a section or type that nobody knows.

    A type is Rasa's own or the path of a class.
    """
    for section in endpoints:
        if section not in SECTIONS:
            raise LineError(f"{file}: {section} is no section; allowed: {', '.join(SECTIONS)}")
        if not isinstance(endpoints[section], Mapping | None):
            what = repr(endpoints[section])
            raise LineError(f"{file}: {section} is {what}; allowed: keys with values")
    for section, own in RASAS_OWN.items():
        given = endpoints.get(section)
        name = given.get("type") if isinstance(given, Mapping) else None
        if name is not None and str(name).lower() not in own and not is_class(str(name)):
            allowed = ", ".join(own)
            raise LineError(
                f"{file}: {section}.type is {name!r}; allowed: {allowed}, or the path of a class, "
                "as channels.broker.ActionServerBroker"
            )


def is_class(path: str) -> bool:
    """Whether there is such a class; read, not imported, for that takes seconds."""
    module, _, name = path.rpartition(".")
    try:
        spec = find_spec(module) if module else None
    except (ImportError, ValueError):
        spec = None
    if not spec or not spec.origin or not name.isidentifier():
        return False
    pattern = rf"^class {name}\b|\bimport\b.*\b{name}\b"
    return bool(re.search(pattern, Path(spec.origin).read_text("utf-8"), re.MULTILINE))
