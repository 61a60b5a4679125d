"""Which values a call's slots have held: what the recorder needs to find them in the words.

They go with every event, so that the recorder itself need not remember any, and a restart of
the action server in mid-call does not make it forget what is personal.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

_CALLS = 10_000  # calls whose end was never told are forgotten first
_VALUES = 8  # of one slot, the latest


class HeldSlots:
    """The values by call and slot; numbers as text, nothing else than texts and numbers."""

    def __init__(self, calls: int = _CALLS):
        self._calls = calls
        self._held: OrderedDict[str, dict[str, list[str]]] = OrderedDict()

    def after(self, event: Mapping[str, Any]) -> dict[str, list[str]]:
        """What the slots of the event's call have held up to and with this event, oldest first."""
        call_id = str(event.get("sender_id"))
        if _is_end(event):
            return self._held.pop(call_id, {})
        held = self._held.get(call_id, {})
        if event.get("event") == "slot":
            held = _with(held, str(event.get("name")), event.get("value"))
            self._keep(call_id, held)
        return held

    def _keep(self, call_id: str, held: dict[str, list[str]]) -> None:
        if not held:
            return  # Rasa's events go on after the end, and most slots are empty then
        self._held[call_id] = held
        self._held.move_to_end(call_id)
        if len(self._held) > self._calls:
            self._held.popitem(last=False)


def _with(held: dict[str, list[str]], slot: str, value: Any) -> dict[str, list[str]]:
    """A copy: the events that wait have the one before."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return held
    values = [known for known in held.get(slot, []) if known != str(value)]
    return {**held, slot: [*values, str(value)][-_VALUES:]}


def _is_end(event: Mapping[str, Any]) -> bool:
    intent = (event.get("parse_data") or {}).get("intent") or {}
    return event.get("event") == "user" and intent.get("name") == "session_end"
