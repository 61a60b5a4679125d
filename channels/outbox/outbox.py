"""The events that wait, in an encrypted queue on disk that one process owns.

The queue is persist-queue's `SQLiteAckQueue`: an item stays until it is acknowledged, an
unacknowledged one comes again after a crash, always in the order of arrival. To put one costs
a fraction of a millisecond, because SQLite's write-ahead log is flushed to the disk only by
`flush`, in the other thread: a crash of the process loses nothing, a crash of the machine may
lose the last moments before it (https://www.sqlite.org/wal.html, "Performance").
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import logging
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from cryptography.fernet import Fernet, InvalidToken
from persistqueue import Empty, SQLiteAckQueue

logger = logging.getLogger(__name__)

_NUMBERS = range(1, 65)  # so many processes may share a folder
_DATABASE = "data.db"  # persist-queue's name for it


@dataclass(frozen=True)
class Waiting:
    """One item of the queue; `number` grows with every item, `item` is None if unreadable."""

    number: int
    item: dict[str, Any] | None


class Outbox:
    """A queue of JSON objects. `put` in one thread, everything else in one other."""

    def __init__(self, folder: Path, cipher: Fernet, numbers: Iterable[int] = _NUMBERS):
        """Takes the first of `numbers` in `folder` that no other process owns; OSError if none."""
        self._lock, own = _own_folder(folder, numbers)
        self._queue = _open(own, cipher)

    def put(self, item: dict[str, Any]) -> None:
        """Append it; raises sqlite3.Error if the disk does not take it."""
        self._queue.put(item)

    def take(self, limit: int) -> list[Waiting]:
        """The oldest items, at most `limit`: then say `done` or `back` for each of them."""
        taken: list[Waiting] = []
        try:
            while len(taken) < limit:
                raw = self._queue.get(block=False, raw=True)
                taken.append(Waiting(raw["pqid"], raw["data"]))
        except Empty:
            pass
        except sqlite3.Error:
            if not taken:
                raise
        return taken

    def done(self, items: Iterable[Waiting]) -> None:
        """They have arrived: delete them."""
        for waiting in items:
            self._queue.ack(id=waiting.number)
        self._queue.clear_acked_data(keep_latest=0)

    def back(self, items: Iterable[Waiting]) -> None:
        """They have not arrived: the next `take` begins with them."""
        for waiting in items:
            self._queue.nack(id=waiting.number)

    def take_back(self) -> None:
        """All that was taken and has neither arrived nor come back, because the disk failed."""
        self._queue.resume_unack_tasks()

    def set_aside(self, waiting: Waiting) -> None:
        """It will never arrive: keep it in the file, encrypted, out of the others' way."""
        self._queue.ack_failed(id=waiting.number)

    def flush(self) -> None:
        """Bring all to the disk for good; slow, but `put` does not wait for it."""
        self._queue.flush()

    def close(self) -> None:
        """Release the files; what waits, waits there."""
        self._queue.close()
        self._lock.close()


class _Queue(SQLiteAckQueue):
    def _new_db_connection(
        self, path: str, multithreading: bool, timeout: float
    ) -> sqlite3.Connection:
        connection: sqlite3.Connection = super()._new_db_connection(path, multithreading, timeout)
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA wal_autocheckpoint=0")
        return connection

    def flush(self) -> None:
        with contextlib.closing(self._conn.execute("PRAGMA wal_checkpoint(PASSIVE)")) as done:
            done.fetchall()


class _Sealed:
    """persist-queue's serializer: encrypted JSON instead of its pickle, which can run code."""

    def __init__(self, cipher: Fernet):
        self._cipher = cipher

    def dumps(self, item: dict[str, Any]) -> bytes:
        return self._cipher.encrypt(json.dumps(item, default=str, skipkeys=True).encode())

    def loads(self, sealed: bytes) -> dict[str, Any] | None:
        try:
            item: dict[str, Any] = json.loads(self._cipher.decrypt(sealed))
        except (InvalidToken, TypeError, ValueError):
            return None  # another key's, or damaged
        return item


def _own_folder(folder: Path, numbers: Iterable[int]) -> tuple[IO[str], Path]:
    """The lock that makes it ours, and the folder. Unlocked by the system when we die."""
    for number in numbers:
        own = folder / str(number)
        own.mkdir(parents=True, exist_ok=True)
        own.chmod(0o700)
        lock = (own / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            continue
        return lock, own
    raise OSError(f"{folder}: too many processes use it already")


def _open(own: Path, cipher: Fernet) -> _Queue:
    """The queue; a file that is damaged is put beside it under another name."""
    options: dict[str, Any] = {
        "multithreading": True,
        "timeout": 1.0,
        "serializer": _Sealed(cipher),
    }
    try:
        return _Queue(str(own), **options)
    except sqlite3.DatabaseError as error:
        stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
        for file in own.glob(f"{_DATABASE}*"):
            file.rename(file.with_name(f"damaged-{stamp}-{file.name}"))
        logger.error("%s was damaged (%s): kept as damaged-%s-*; new begun", own, error, stamp)
        return _Queue(str(own), **options)
