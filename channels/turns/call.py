"""Who is calling whom, on which line."""

from __future__ import annotations

from dataclasses import asdict, dataclass


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

    def metadata(self) -> dict[str, str]:
        """As Rasa's `session_started_metadata` has it."""
        return asdict(self)
