"""Who may do what with transcripts: the one table of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from actions.privacy.consent import QUALITY_REVIEW, SERVICE

LIST, SHOW, EXPORT = "list", "show", "export"
EXPORT_CALLER, READ_AUDIT = "export_caller", "read_audit"
"""What is asked for; so it stands in the audit log."""

_AGENT = frozenset((LIST, SHOW))
_REVIEWER = _AGENT | {EXPORT}

ROLES: Mapping[str, frozenset[str]] = {
    "agent": _AGENT,
    "reviewer": _REVIEWER,
    "officer": _REVIEWER | {EXPORT_CALLER, READ_AUDIT},
    "admin": frozenset((READ_AUDIT,)),  # makes keys, with the commands; reads no transcripts
}

PURPOSES: Mapping[str, str] = {"agent": SERVICE, "reviewer": QUALITY_REVIEW}
"""For what a role reads; who is not named sees to it that all is done rightly, and reads all."""


def may(role: str, action: str) -> bool:
    """Whether keys of that role may; nobody may who has a role that is none (any more)."""
    return action in ROLES.get(role, ())
