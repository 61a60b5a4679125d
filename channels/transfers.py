"""Callers who are to be passed on, where the far end asks what follows once we have hung up."""

from __future__ import annotations

import logging

from channels.turns.handoff import Handoff

logger = logging.getLogger(__name__)

MOST_KEPT = 1000
"""Of those for which no far end has asked; the oldest is forgotten."""


class Transfers:
    """By the far end's name of the call. `transfer_to`: where to, if nobody says otherwise."""

    def __init__(self, transfer_to: str | None):
        self._transfer_to = transfer_to or ""
        self._kept: dict[str, Handoff] = {}

    def keep(self, call: str, handoff: Handoff) -> None:
        """Until it is asked for. One that leads nowhere is logged, and the call ends."""
        to = handoff.to or self._transfer_to
        if not to:
            logger.error("a call cannot be transferred: transfer_to is not set in credentials.yml")
            return
        self._kept[call] = Handoff(to, handoff.record)
        if len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]

    def of(self, call: str) -> Handoff:
        """Without a destination if the caller is not to be passed on."""
        return self._kept.get(call, Handoff())

    def take(self, call: str) -> Handoff:
        """The same, once."""
        return self._kept.pop(call, Handoff())
