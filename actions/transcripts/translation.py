"""From Rasa's events to rows of the transcript; every text passes the redactor here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, ParamSpec

from actions.errors import RedactionError
from actions.privacy.context import PERSONAL_SLOTS, Context
from actions.privacy.details import NUMBER, Detail
from actions.privacy.redactor import Redactor
from actions.transcripts import events
from actions.transcripts.callers import caller_key, masked
from actions.transcripts.events import Event

logger = logging.getLogger(__name__)

WITHHELD = "<WITHHELD>"  # in place of a text that could not be redacted
KEYED = "keyed_digits"

P = ParamSpec("P")
Values = dict[str, Any]


def call_details(metadata: Mapping[str, Any], hash_key: str = "") -> Values:
    """Columns of the call from its `session_started_metadata`."""
    given = {name: metadata.get(name) for name in ("line", "direction", "language", "called")}
    texts: Values = {name: str(value) for name, value in given.items() if value}
    number = metadata.get("caller")
    caller = {"caller": masked(number), "caller_key": caller_key(number, hash_key)}
    return {**texts, **{name: value for name, value in caller.items() if value}}


def caller_turn(event: Event, context: Context, redactor: Redactor) -> tuple[Values, list[Values]]:
    """Columns of what the caller said or keyed, and of the entities in it."""
    intent, intent_confidence = events.intent(event)
    recognizer, confidence = events.recognition(event)
    text, entities = _words(event, intent, context, redactor)
    values = {
        "speaker": "caller",
        "at": events.at(event),
        "text": text,
        "intent": intent,
        "intent_confidence": intent_confidence,
        "input": events.metadata(event).get("input"),
        "recognizer": recognizer,
        "recognition_confidence": confidence,
    }
    return values, entities


def assistant_turn(event: Event, context: Context, redactor: Redactor) -> Values:
    """Columns of what the assistant said."""
    return {
        "speaker": "assistant",
        "at": events.at(event),
        "text": redacted(redactor.redact, _text(event), context),
        "response": events.metadata(event).get("utter_action"),
    }


def redacted(redact: Callable[P, str], *args: P.args, **kwargs: P.kwargs) -> str:
    """What `redact` returns; `WITHHELD` if it fails, because nothing may be stored as it was."""
    try:
        return redact(*args, **kwargs)
    except RedactionError as error:
        logger.error("A text is withheld from the transcript: %s", error)
        return WITHHELD


def _words(
    event: Event, intent: str | None, context: Context, redactor: Redactor
) -> tuple[str, list[Values]]:
    text = _text(event)
    if intent == KEYED:
        kind = f"<{context.asked or NUMBER}>"
        return kind, [_entity(entity, kind) for entity in events.found_entities(event)]
    if text.startswith("/"):  # not words: /no_input
        return f"/{intent}", []
    try:
        details = redactor.details(text, context)
        return redactor.without(text, details), _entities(event, context, redactor, details)
    except RedactionError as error:
        logger.error("A text is withheld from the transcript: %s", error)
        return WITHHELD, []


def _entities(
    event: Event, context: Context, redactor: Redactor, details: Iterable[Detail]
) -> list[Values]:
    return [
        _entity(entity, _value(entity, context, redactor, details))
        for entity in events.found_entities(event)
    ]


def _value(
    entity: Mapping[str, Any], context: Context, redactor: Redactor, details: Iterable[Detail]
) -> str:
    """The entity's value, or the kind of the personal detail that it is a part of."""
    if entity.get("entity") in PERSONAL_SLOTS:
        return f"<{PERSONAL_SLOTS[str(entity['entity'])]}>"
    start, end = entity.get("start"), entity.get("end")
    for detail in details:
        if start is not None and end is not None and detail.start < end and start < detail.end:
            return f"<{detail.kind}>"
    # A value that was normalized ("4821" from words) may show more than the text does.
    return redactor.redact(str(entity.get("value")), replace(context, asked=None))


def _entity(entity: Mapping[str, Any], value: str) -> Values:
    return {
        "name": str(entity.get("entity")),
        "value": value,
        "confidence": events.entity_confidence(entity),
    }


def _text(event: Event) -> str:
    """PostgreSQL's texts cannot hold NUL."""
    return str(event.get("text") or "").replace("\0", "")
