"""What Rasa's assistant sends, as the session takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa.core.channels.channel import OutputChannel

from channels.session import Reply
from channels.turns.events import Replied
from channels.turns.handoff import Handoff
from channels.turns.keypad import Entry


class VoiceOutput(OutputChannel):  # type: ignore[misc]  # Rasa is untyped
    """Hands the assistant's messages to the session; nothing in here waits or fails.

    `entries` are what may be keyed in answer to a response, by its name.
    """

    def __init__(self, line: str, reply: Reply, entries: Mapping[str, Entry]):
        self._line, self._reply, self._entries = line, reply, entries

    def name(self) -> str:
        """Chooses among a response's variants."""
        return self._line

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Speaks the text; buttons, images and the like are for lines that can show them."""
        options = {**_mapping(message.get("metadata")), **_mapping(message.get("custom"))}
        reply = Replied(
            str(message.get("text") or ""),
            allow_interruptions=options.get("allow_interruptions") is not False,
            hang_up=bool(options.get("hang_up")),
            transfer=bool(options.get("transfer")),
            handoff=_handoff(options),
            entry=self._entry(message, options),
        )
        if reply.text or reply.hang_up or reply.transfer or reply.handoff != Handoff():
            self._reply(reply)

    def _entry(self, message: Mapping[str, Any], options: Mapping[str, Any]) -> Entry | None:
        """The slot's, with the length that the response may give."""
        entry = self._entries.get(str(message.get("utter_action")))
        digits = str(_mapping(options.get("expect")).get("digits"))
        if digits.isdecimal() and int(digits):
            return replace(entry or Entry(), length=int(digits))
        return entry


def _handoff(options: Mapping[str, Any]) -> Handoff:
    to = _mapping(options.get("transfer")).get("to") or ""
    record = _mapping(options.get("handover"))
    return Handoff(str(to), {str(key): str(value) for key, value in record.items()})


def _mapping(value: object) -> Mapping[str, Any]:
    """What a designer wrote where a mapping belongs; anything else says nothing to us."""
    return value if isinstance(value, Mapping) else {}
