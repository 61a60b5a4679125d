"""The control messages of Asterisk's chan_websocket: plain texts, or JSON in newer releases.

https://docs.asterisk.org/Configuration/Channel-Drivers/WebSocket/ and, for what it leaves open,
channels/chan_websocket.c of Asterisk. All names are case-sensitive.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from channels.errors import ProtocolError
from channels.wire.json_object import (
    MAX_FIELD,
    MAX_TEXT_BYTES,
    read_object,
    read_text,
)

_ASTERISKS = re.compile(r"DIALEDPEERNUMBER|MEDIA_WEBSOCKET_|ARG(C|\d+)$")
"""The variables that it sets itself: at Dial(), in the driver, at Gosub()."""


@dataclass(frozen=True)
class Event:
    """What Asterisk says, in either format."""

    name: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    is_json: bool = False

    @property
    def mark(self) -> str:
        """The one that we gave, of an event that returns one."""
        return read_text(self.fields, "correlation_id")

    @property
    def variables(self) -> dict[str, str]:
        """Of the channel, as far as they are short and readable: most are not meant for us.

        One that is inherited by all channels keeps its underscores (main/channel.c).
        """
        given = self.fields.get("channel_variables")
        named = given.items() if isinstance(given, dict) else ()
        ours = ((name.lstrip("_"), value) for name, value in named if not _ASTERISKS.match(name))
        return dict(one for one in ours if all(map(_is_readable, one)))

    def count(self, key: str) -> int:
        """A number of bytes. Raises ProtocolError: field."""
        value = str(self.fields.get(key))
        if not value.isdecimal() or len(value) > 6:
            raise ProtocolError("field", f"{key} must be a number")
        return int(value)


def read_event(text: str) -> Event:
    """Raises ProtocolError: too_long, invalid_json, unknown_type."""
    if text.startswith("{"):
        fields = read_object(text)
        if not isinstance(name := fields.get("event"), str):
            raise ProtocolError("unknown_type", "event must be a text")
        return Event(name, fields, is_json=True)
    if len(text) > MAX_TEXT_BYTES:
        raise ProtocolError("too_long", f"a text message may have {MAX_TEXT_BYTES} bytes")
    name, _, rest = text.strip().partition(" ")
    pairs = dict(pair.split(":", 1) for pair in rest.split() if ":" in pair)
    return Event(name, pairs or {"correlation_id": rest})


def write_command(name: str, mark: str, as_json: bool) -> str:
    """A command, with the mark that is to come back if there is one.

    Asterisk takes no more than 128 bytes.
    """
    if as_json:
        return json.dumps({"command": name, **({"correlation_id": mark} if mark else {})})
    return f"{name} {mark}".rstrip()


def _is_readable(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MAX_FIELD and value.isprintable()
