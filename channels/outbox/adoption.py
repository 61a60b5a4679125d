"""What a process that is no more has left in its folder: brought by one that runs."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from pathlib import Path

from cryptography.fernet import Fernet

from channels.outbox.outbox import Outbox

logger = logging.getLogger(__name__)

_BATCH = 500


def adopt(outbox: Outbox, folder: Path, cipher: Fernet) -> None:
    """Move the items of all folders in `folder` that nobody owns into `outbox`.

    For two processes that are one after a restart. A crash in between brings some items twice:
    their ids tell. What cannot be read or moved now stays where it is, until the next start.
    """
    for number in sorted(int(path.name) for path in folder.iterdir() if path.name.isdecimal()):
        try:
            left = Outbox(folder, cipher, [number])
        except (OSError, sqlite3.Error):
            continue  # owned, by us or by a process that runs; or damaged, which has been logged
        with contextlib.closing(left):
            _move(left, outbox)


def _move(left: Outbox, outbox: Outbox) -> None:
    try:
        while taken := left.take(_BATCH):
            for waiting in taken:
                if waiting.item is None:
                    left.set_aside(waiting)
                else:
                    outbox.put(waiting.item)
            outbox.flush()  # they are in one file for good before they leave the other
            left.done(waiting for waiting in taken if waiting.item is not None)
    except sqlite3.Error as error:
        logger.error("Events of another process wait on in its folder: %s", error)
