"""Whether the assistant wants to end the call after its last word."""

from __future__ import annotations

from channels.turns.events import EndReason, Replied
from channels.turns.handoff import Handoff


class HangUp:
    """Why it wants to, None if it does not, and what goes with a caller who is passed on."""

    def __init__(self, call_id: str):
        self.reason: EndReason | None = None
        self.for_certain = False
        """Whatever the caller still says."""
        self._handoff = Handoff(record={"call_id": call_id})

    def want(self, reason: EndReason, for_certain: bool = False) -> None:
        """The first reason counts."""
        self.reason = self.reason or reason
        self.for_certain = self.for_certain or for_certain

    def replied(self, reply: Replied) -> None:
        """The assistant may have said that it wants to."""
        self._handoff = self._handoff.then(reply.handoff)
        if reply.hang_up or reply.transfer:
            self.want("transfer" if reply.transfer else "assistant", for_certain=reply.transfer)

    def caller_goes_on(self) -> None:
        """Who takes another turn does not want the call to end."""
        if not self.for_certain:
            self.reason = None

    def handoff(self, reason: EndReason) -> Handoff:
        """What goes with a call that ends for this reason."""
        return self._handoff if reason == "transfer" else Handoff()
