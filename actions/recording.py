"""The recorder at work: its one thread, its slow start, and the state of its database.

Redaction takes some milliseconds of pure computing and SQL may wait, so neither happens on the
event loop, where they would delay the actions of other calls.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from sqlalchemy.engine import Engine
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from actions.banking.samples import seed
from actions.database import is_migrated, migrate
from actions.errors import SettingError, TranscriptsUnavailable
from actions.privacy.context import Context
from actions.privacy.policy import HASH_KEY
from actions.privacy.redactor import Redactor
from actions.rights.clock import Clock
from actions.rights.purge import purge
from actions.settings import Settings
from actions.transcripts.analyzer import load
from actions.transcripts.envelope import Envelope
from actions.transcripts.recorder import Recorder
from actions.transcripts.store import Store

logger = logging.getLogger(__name__)

_RETRY_S = 2.0
_PURGE_S, _PAUSE_S = 3600.0, 0.2
NICENESS = 10
_JUMPED = (
    "This machine's clock has jumped ahead: nothing is deleted for its age until the clock is set "
    "back, or the action server is started again."
)


def _stand_back() -> None:
    """Nobody waits for a record: this thread runs when the calls in progress leave it time.

    On Linux a priority is a thread's own (setpriority(2), "C library/kernel differences").
    """
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


class Recording:
    """Await `start` in the background, then `record`; `trouble` says what is wrong, if anything."""

    def __init__(self, engine: Engine, settings: Settings):
        self._engine = engine
        self._settings = settings
        self._thread = ThreadPoolExecutor(1, "recorder", initializer=_stand_back)
        self._recorder: Recorder | None = None
        self._clock = Clock()

    async def start(self) -> None:
        """Load the redactor and bring the database up to date, however long that takes."""
        loop = asyncio.get_running_loop()
        redactor = await loop.run_in_executor(self._thread, self._redactor)
        while not await loop.run_in_executor(self._thread, self._prepared):
            await asyncio.sleep(_RETRY_S)
        if not self._settings.hash_key:
            logger.info("%s is not set: calls cannot be found by their caller.", HASH_KEY)
        policy = self._settings.policy
        store = Store(self._engine, policy.locality.region, policy.consent)
        self._recorder = Recorder(store, redactor, self._settings.hash_key)

    async def record(self, envelopes: Sequence[Envelope]) -> list[str]:
        """See `Recorder.record`; also raises `TranscriptsUnavailable` while starting."""
        if self._recorder is None:
            raise TranscriptsUnavailable("the recorder is starting")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._recorder.record, envelopes)

    async def purge_for_ever(self) -> None:
        """Delete what privacy.yml keeps no longer, every hour; beside the recorder."""
        while True:
            try:
                await self._purge()
            except SQLAlchemyError as error:
                logger.error("What is to go is not deleted yet (%s).", type(error).__name__)
            await asyncio.sleep(_PURGE_S)

    async def _purge(self) -> None:
        """With pauses between the batches: SQLite lets one write at a time, and callers wait."""
        now = self._clock.now()
        if now is None:
            logger.error(_JUMPED)
            return
        batches = purge(self._engine, self._settings.policy.retention, now)
        while batch := await asyncio.to_thread(next, batches, None):
            kind, count = batch
            if count:
                logger.info("Deleted for age or want of consent: %s %s", count, kind)
            await asyncio.sleep(_PAUSE_S)

    async def trouble(self) -> tuple[str, str] | None:
        """What keeps it from recording now, as (starting or failing, reason); None if nothing."""
        try:
            # Not in the recorder's thread, which may be busy for long and yet well.
            migrated = await asyncio.to_thread(is_migrated, self._engine)
        except SQLAlchemyError as error:
            return "failing", f"the database cannot be reached ({type(error).__name__})"
        if self._recorder is None:
            return "starting", "loading the redactor, migrating the database"
        return None if migrated else ("failing", "the database's schema is not this version's")

    def close(self) -> None:
        """Finish what is being recorded."""
        self._thread.shutdown()

    def _redactor(self) -> Redactor:
        policy = self._settings.policy
        redactor = Redactor(load(self._settings.spacy_model, policy.recognizers), policy)
        redactor.redact("I am Jane.", Context("caller"))  # the first reads the lists of names
        return redactor

    def _prepared(self) -> bool:
        try:
            migrate(self._engine)
            if self._settings.samples and seed(self._engine, date.today()):
                logger.info("The database was empty: the sample records are in it now.")
        except SQLAlchemyError as error:
            self._check(error)
            logger.error("The database is out of reach (%s); trying again.", type(error).__name__)
            return False
        return True

    def _check(self, error: Exception) -> None:
        """Raises SettingError if trying again is no use: SQLite's own word for a damaged file."""
        if self._engine.name == "sqlite" and type(error) is DatabaseError:
            file = f"sqlite:///{self._engine.url.database}"
            allowed = "an SQLite database; this is none, or damaged: put a backup in its place"
            raise SettingError("database.url", file, allowed) from None
