"""The thread that brings waiting events to the action server, in order, until they are there."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Sequence

from channels.outbox.carriers import Carrier, Undelivered, Unwanted
from channels.outbox.outbox import Outbox, Waiting

logger = logging.getLogger(__name__)

_BATCH = 50
_IDLE_S = 5.0
_RETRY_S = (0.2, 0.5, 1.0, 2.0, 5.0)


class Delivery:
    """Has `carrier` bring what is in `outbox`; an event may be brought twice, its id tells."""

    def __init__(self, outbox: Outbox, carrier: Carrier):
        self._outbox = outbox
        self._carrier = carrier
        self._awake = threading.Event()
        self._closing = threading.Event()
        self._limit = _BATCH
        self._failures = 0
        self._thread = threading.Thread(target=self._run, name="event-delivery", daemon=True)

    def start(self, before: Callable[[], None] = lambda: None) -> None:
        """Begin with what waits from before; `before` is called in the thread, ahead of all."""
        self._before = before
        self._thread.start()

    def wake(self) -> None:
        """Something has been put into the outbox."""
        self._awake.set()

    def close(self, within_s: float) -> bool:
        """Bring what is there, if that goes smoothly; blocks at most so long.

        False if the thread is still at it: then leave it the outbox, it ends with the process.
        """
        self._closing.set()
        self._awake.set()
        self._thread.join(within_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while True:
            self._awake.clear()
            self._before()
            try:
                if self._failures:
                    self._outbox.take_back()
                idle = not self._deliver()
            except (Undelivered, sqlite3.Error) as error:
                self._failed(error)
                if self._closing.wait(_RETRY_S[min(self._failures, len(_RETRY_S)) - 1]):
                    return
                continue
            self._recovered()
            if idle and self._closing.is_set():
                return
            if idle:
                self._awake.wait(_IDLE_S)

    def _deliver(self) -> bool:
        """Bring one batch; whether there was one. Raises Undelivered: it waits again."""
        taken = self._outbox.take(self._limit)
        if not taken:
            return False
        readable = [waiting for waiting in taken if waiting.item is not None]
        for waiting in taken:
            if waiting.item is None:
                self._set_aside(waiting, "is damaged, or encrypted with another key")
        try:
            refused = self._bring(readable) if readable else set()
        except Undelivered:
            self._outbox.back(readable)
            raise
        except Unwanted:
            self._single_out(readable)
            return True
        finally:
            self._outbox.flush()  # late: on a busy disk it may take longer than all else
        self._limit = _BATCH
        self._settle(readable, refused)
        return True

    def _single_out(self, batch: Sequence[Waiting]) -> None:
        """One event of the batch spoils it: from now on they go alone, until one has gone well."""
        if len(batch) == 1:
            self._set_aside(batch[0], "is not understood by the action server")
        else:
            self._outbox.back(batch)
            self._limit = 1

    def _settle(self, batch: Sequence[Waiting], refused: set[str]) -> None:
        for waiting in batch:
            if waiting.item and waiting.item["id"] in refused:
                self._set_aside(waiting, "cannot be recorded")
        self._outbox.done(
            waiting for waiting in batch if waiting.item and waiting.item["id"] not in refused
        )

    def _bring(self, batch: Sequence[Waiting]) -> set[str]:
        """The ids of those that can never be recorded."""
        body = [{**(waiting.item or {}), "sequence": waiting.number} for waiting in batch]
        return self._carrier.bring(body)

    def _set_aside(self, waiting: Waiting, why: str) -> None:
        logger.error("Event %s %s: set aside", waiting.number, why)
        self._outbox.set_aside(waiting)

    def _failed(self, error: Exception) -> None:
        self._failures += 1
        if self._failures == 1:
            logger.warning("Events wait on disk for %s: %s", self._carrier.destination, error)

    def _recovered(self) -> None:
        if self._failures:
            logger.warning("Events reach %s again", self._carrier.destination)
        self._failures = 0
