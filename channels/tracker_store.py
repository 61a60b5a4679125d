"""Rasa's memory of the calls that are in progress; a call that is over is forgotten.

endpoints.yml:
    tracker_store:
      type: channels.tracker_store.LiveCalls
"""

from __future__ import annotations

from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.trackers import DialogueStateTracker

_END = "session_end"


class LiveCalls(InMemoryTrackerStore):  # type: ignore[misc]  # rasa has no types
    """Rasa's own store keeps every tracker, PINs and all, until Rasa stops.

    Only the turn of a call's last message, `/session_end`, comes to be saved with that message
    as the latest; by then Rasa needs the tracker no more. A conversation of another channel,
    which has no such message, is kept as Rasa's own store keeps it.
    """

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Publishes what is new in `tracker` to the event broker; then keeps or forgets it."""
        await super().save(tracker)
        message = tracker.latest_message
        if message and message.intent.get("name") == _END:
            self.store.pop(tracker.sender_id, None)
