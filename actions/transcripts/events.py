"""Reading Rasa's events (https://rasa.com/docs/rasa/action-server/events): plain functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from typing import Any

Event = Mapping[str, Any]

_TIMES = ("endpoint_ms", "recognition_ms", "dialogue_ms", "synthesis_ms", "response_ms")


def at(event: Event) -> datetime:
    """When it happened, by Rasa's clock; UTC."""
    return datetime.fromtimestamp(float(event["timestamp"]), timezone.utc)


def metadata(event: Event) -> Mapping[str, Any]:
    """What the channel sent with the message, or the domain with the response."""
    return _mapping(event.get("metadata"))


def intent(event: Event) -> tuple[str | None, float | None]:
    """A caller's intent and its confidence."""
    found = _mapping(_mapping(event.get("parse_data")).get("intent"))
    return found.get("name"), _number(found.get("confidence"))


def found_entities(event: Event) -> Iterator[Mapping[str, Any]]:
    """The entities of a caller's message: entity, value, and, where known, start and end."""
    yield from _mapping(event.get("parse_data")).get("entities") or ()


def entity_confidence(entity: Mapping[str, Any]) -> float | None:
    """Only some extractors are able to tell."""
    return _number(entity.get("confidence_entity"))


def recognition(event: Event) -> tuple[str | None, float | None]:
    """The recognizer's name and its confidence in a caller's words."""
    found = _mapping(metadata(event).get("recognition"))
    return found.get("engine"), _number(found.get("confidence"))


def is_handover(event: Event) -> bool:
    """Whether a response of the assistant hands the call over to a person."""
    custom = _mapping(_mapping(event.get("data")).get("custom"))
    return bool(
        custom.get("transfer")
        or metadata(event).get("transfer")
        or _mapping(metadata(event).get("metadata")).get("transfer")
    )


def heard(event: Event) -> list[tuple[str, str]]:
    """Of the assistant's last turn: (full text, what the caller heard of it)."""
    reports = _mapping(metadata(event).get("previous")).get("heard") or ()
    return [(str(report["text"]), str(report["heard"])) for report in reports]


def times(event: Event) -> dict[str, float]:
    """How long the parts of the assistant's last turn took, in milliseconds."""
    reported = _mapping(_mapping(metadata(event).get("previous")).get("times"))
    numbers = {name: _number(reported.get(name)) for name in _TIMES}
    return {name: number for name, number in numbers.items() if number is not None}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _number(value: Any) -> float | None:
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
