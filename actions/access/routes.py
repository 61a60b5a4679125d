"""The API's routes: server.py serves this table and openapi.py describes it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions.access.parameters import AFTER, BEFORE, CALL_ID, CALLER, FROM, LIMIT, TO, Parameter
from actions.access.roles import EXPORT, EXPORT_CALLER, LIST, READ_AUDIT, ROLES, SHOW

JSON, LINES = "application/json", "application/x-ndjson"
OPENAPI = "/v1/openapi.json"


@dataclass(frozen=True)
class Route:
    """What is asked for with a method and a path, and so what its role must be allowed."""

    action: str
    method: str
    path: str
    summary: str
    parameters: Sequence[Parameter] = ()
    body: Mapping[str, Any] | None = None
    gives: str = JSON

    @property
    def roles(self) -> Sequence[str]:
        """Those that may."""
        return [role for role, actions in ROLES.items() if self.action in actions]


ROUTES = (
    Route(LIST, "GET", "/v1/calls", "Calls without their turns, newest first.", (LIMIT, BEFORE)),
    Route(
        EXPORT,
        "GET",
        "/v1/calls/export",
        "The calls that began on these days, oldest first, as JSON lines.",
        (FROM, TO),
        gives=LINES,
    ),
    Route(SHOW, "GET", "/v1/calls/{call_id}", "A call, turn by turn.", (CALL_ID,)),
    Route(
        EXPORT_CALLER,
        "POST",
        "/v1/callers/export",
        "All that is kept of a caller's calls. The number is in the body: URLs are logged.",
        body=CALLER,
    ),
    Route(READ_AUDIT, "GET", "/v1/audit", "The audit log, oldest row first.", (AFTER, LIMIT)),
)
