"""Messages to the dialogue: one at a time, the next only when the one before is dealt with.

Rasa lets a second message of one conversation wait by polling once a second, so none is sent
while one is in flight.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from channels.turns.commands import Ask

MOST_WAITING = 8
"""A caller who is that far ahead of the answers has changed their mind: the oldest is dropped."""
Metadata = Callable[[], dict[str, Any]]


class Dialogue:
    """The queue of messages, and whether the one in flight has been answered."""

    def __init__(self) -> None:
        self.busy = False
        """A message is in flight: a reply may still come."""
        self.answered = False
        """The message in flight has got a reply."""
        self.asked = ""
        """The message that is in flight, or was last."""
        self._waiting: deque[tuple[str, Metadata]] = deque(maxlen=MOST_WAITING)

    def ask(self, text: str, metadata: Metadata) -> list[Ask]:
        """Sends a message, now or in its turn; its metadata is made when it is sent."""
        self._waiting.append((text, metadata))
        return self._next()

    def ended(self) -> list[Ask]:
        """The message in flight has been dealt with: the next one, if any."""
        self.busy = False
        return self._next()

    def _next(self) -> list[Ask]:
        if self.busy or not self._waiting:
            return []
        self.asked, metadata = self._waiting.popleft()
        self.busy, self.answered = True, False
        return [Ask(self.asked, metadata())]
