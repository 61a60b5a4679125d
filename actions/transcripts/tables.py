"""What is kept of a call. Every text here has been through the redactor.

Strings from outside have no length: one that is too long must not hold up the calls behind it.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
    false,
)

from actions.encryption.columns import Sealed
from actions.metadata import metadata

calls = Table(
    "calls",
    metadata,
    Column("call_id", String(64), primary_key=True),
    Column("region", String),  # privacy.yml: locality.region
    Column("line", String),  # the input channel: browser_audio, ...
    Column("direction", String),
    Column("language", String),
    Column("caller", Sealed),  # masked
    Column("caller_key", String(64), index=True),  # callers.caller_key
    Column("called", Sealed),
    Column("started_at", DateTime(timezone=True), nullable=False, index=True),
    Column("ended_at", DateTime(timezone=True)),
    Column("end_reason", String),
    Column("outcome", String, nullable=False),
    Column("awaiting", String),  # the slot that the assistant asks for at the moment
    Column("held", Boolean, nullable=False, server_default=false()),  # not to be deleted
)

turns = Table(
    "turns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("call_id", ForeignKey("calls.call_id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),  # 1, 2, ... in the order of the call
    Column("speaker", String, nullable=False),  # caller or assistant
    Column("at", DateTime(timezone=True), nullable=False),
    Column("text", Sealed, nullable=False),
    Column("heard", Sealed),  # assistant: what the caller heard of it, if interrupted
    Column("response", String),  # assistant: the response's name in domain.yml
    Column("intent", String),
    Column("intent_confidence", Float),
    Column("input", String),  # caller: speech or keys
    Column("recognizer", String),
    Column("recognition_confidence", Float),
    Column("times", JSON),  # assistant: endpoint_ms, recognition_ms, ... response_ms
    UniqueConstraint("call_id", "number"),
)

entities = Table(
    "entities",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("turn_id", ForeignKey("turns.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("value", Sealed, nullable=False),
    Column("confidence", Float),
)

# What the caller has agreed to, of what privacy.yml names: without a word about it, to nothing.
consents = Table(
    "consents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("call_id", ForeignKey("calls.call_id", ondelete="CASCADE"), nullable=False),
    Column("purpose", String(16), nullable=False),  # privacy/consent.py
    Column("mode", String(16), nullable=False),
    Column("version", String, nullable=False),
    Column("given", Boolean, nullable=False),
    Column("at", DateTime(timezone=True)),  # when it was told, asked for, or decided
    Column("wording", Sealed),  # of what told of it, or asked for it
    UniqueConstraint("call_id", "purpose"),
)

# The ids of events that are in the tables above: one that comes again is not recorded again.
recorded_events = Table(
    "recorded_events",
    metadata,
    Column("event_id", String(64), primary_key=True),
    Column("call_id", String(64), nullable=False, index=True),
)
