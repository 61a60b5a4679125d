"""Who is calling whom, on which line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Call:
    """What is known of a call when it begins."""

    call_id: str
    line: str
    caller: str = ""
    called: str = ""
    stream_id: str = ""
    language: str = "en"
    direction: str = "inbound"
    custom_parameters: Mapping[str, str] = field(default_factory=dict)
    """What the far end says besides, by name."""

    def metadata(self) -> dict[str, Any]:
        """As Rasa's `session_started_metadata` has it."""
        return asdict(self)
