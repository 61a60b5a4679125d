"""A caller who is passed on to a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Handoff:
    """Where to, and what the colleague is told; what a later one says goes before."""

    to: str = ""
    """A telephone number or address; empty: the line's own."""
    record: Mapping[str, str] = field(default_factory=dict)

    def then(self, later: Handoff) -> Handoff:
        """Both of them together."""
        return Handoff(later.to or self.to, {**self.record, **later.record})
