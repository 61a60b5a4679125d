"""Rasa's memory of the calls that are in progress; a call that is over is forgotten.

endpoints.yml, for one Rasa process:
    tracker_store:
      type: channels.tracker_store.LiveCalls

for several, or to go on with calls after Rasa was started again:
    tracker_store:
      type: channels.tracker_store.RedisCalls
      url: redis.example       # and Rasa's own port, db, username, password, key_prefix, use_ssl
      record_exp: 7200         # seconds after its last turn, if a call's end never comes
      key_file: var/queue.key  # made if absent; VOICEDESK_QUEUE_KEY wins; all need the same
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from rasa.core.tracker_store import InMemoryTrackerStore, RedisTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

from channels.locality import must_be_allowed
from channels.outbox.keys import cipher

_END = "session_end"
_EXPIRY_S = 7200
_PATIENCE_S = 1.0


class LiveCalls(InMemoryTrackerStore):  # type: ignore[misc]  # rasa has no types
    """Rasa's own store keeps every tracker, PINs and all, until Rasa stops.

    Only the turn of a call's last message, `/session_end`, comes to be saved with that message
    as the latest; by then Rasa needs the tracker no more. A conversation of another channel,
    which has no such message, is kept as Rasa's own store keeps it.
    """

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Publishes what is new in `tracker` to the event broker; then keeps or forgets it."""
        await super().save(tracker)
        if _is_over(tracker):
            self.store.pop(tracker.sender_id, None)


class RedisCalls(RedisTrackerStore):  # type: ignore[misc]  # rasa has no types
    """Rasa's store in Redis, which writes to its disk: what it is given is encrypted, and expires.

    Raises `SettingError` for a key that is none. When Redis fails later, Rasa logs it, and keeps
    calls in its own memory until it is started again: FailSafeTrackerStore.
    """

    def __init__(
        self,
        domain: Domain | None,
        host: str | None = None,
        key_file: str = "var/queue.key",
        record_exp: float = _EXPIRY_S,
        **others: Any,
    ):
        must_be_allowed({"tracker_store.url": host or "localhost"}, "endpoints.yml")
        self._cipher: Fernet = cipher(os.environ, Path(key_file), "tracker_store.key_file")
        expiry_s = int(record_exp or _EXPIRY_S)
        super().__init__(domain, host or "localhost", record_exp=expiry_s, **others)
        # Rasa asks Redis on its event loop, and would wait for ever.
        patience = {"socket_timeout": _PATIENCE_S, "socket_connect_timeout": _PATIENCE_S}
        self.red.connection_pool.connection_kwargs.update(patience)

    async def save(self, tracker: DialogueStateTracker, timeout: float | None = None) -> None:
        """As `LiveCalls` does it."""
        await super().save(tracker, timeout)
        if _is_over(tracker):
            self.red.delete(self.key_prefix + tracker.sender_id)

    def serialise_tracker(self, tracker: DialogueStateTracker) -> str:
        """Encrypted."""
        return self._cipher.encrypt(super().serialise_tracker(tracker).encode()).decode()

    def deserialise_tracker(self, sender_id: str, stored: str) -> DialogueStateTracker | None:
        """Of a text that `serialise_tracker` made."""
        try:
            plain = self._cipher.decrypt(stored.encode()).decode()
        except InvalidToken:
            raise RasaException(
                "A call in Redis cannot be decrypted: it was kept with another key than "
                "tracker_store.key_file or VOICEDESK_QUEUE_KEY have now"
            ) from None
        return super().deserialise_tracker(sender_id, plain)


def _is_over(tracker: DialogueStateTracker) -> bool:
    message = tracker.latest_message
    return bool(message) and message.intent.get("name") == _END
