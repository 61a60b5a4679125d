"""What the broker in Rasa's process sends: one of Rasa's events with what it takes to redact it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Envelope:
    """`id` is unique, `sequence` grows within a sender; `event` is Rasa's, as in its trackers.

    `held` are the values that the call's slots have held so far, oldest first. They travel with
    each event, so that a recorder that was restarted in mid-call redacts as well as before.
    """

    id: str
    sequence: int
    event: Mapping[str, Any]
    held: Mapping[str, Sequence[str]]

    @property
    def call_id(self) -> str:
        """Rasa's name of the conversation."""
        return str(self.event["sender_id"])

    @classmethod
    def from_json(cls, body: Any) -> Envelope:
        """One element of the request's list; raises ValueError if it is none."""
        match body:
            case {
                "id": str(id_),
                "sequence": int(sequence),
                "event": {"event": str(), "sender_id": str()},
                "held": dict(held),
            }:
                return cls(id_, sequence, body["event"], _texts(held))
        raise ValueError("expected {id, sequence, event: {event, sender_id, ...}, held}")


def _texts(held: Mapping[str, Any]) -> dict[str, list[str]]:
    return {
        slot: [value for value in values if isinstance(value, str)]
        for slot, values in held.items()
        if isinstance(values, list)
    }
