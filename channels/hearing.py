"""The recognizer's side of one call: an utterance's audio, fed and decoded in worker threads."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from typing import TypeVar

from channels.engines.interfaces import Hearing, Recognizer, Samples, Transcript
from channels.workers import Workers

logger = logging.getLogger(__name__)

T = TypeVar("T")


class OpenUtterance:
    """One utterance. Its recognizer is only ever used by one thread at a time."""

    def __init__(
        self, recognizer: Recognizer, workers: Workers, before: Samples, digits: bool = False
    ):
        self._recognizer, self._workers, self._digits = recognizer, workers, digits
        self._hearing: Hearing | None = None
        self._unfed = deque([before])
        self._turn = asyncio.Lock()

    def feed(self, samples: Samples) -> None:
        """More audio at the recognizer's rate; it waits here for the next decoding."""
        self._unfed.append(samples)

    async def guess(self) -> Transcript | None:
        """The partial text, or None where that would keep others from their turn."""
        if self._turn.locked() or not self._workers.free:
            return None
        return await self._decode(lambda hearing: hearing.partial(), urgent=False)

    async def recognize(self) -> Transcript:
        """All that was said so far. Raises RecognitionError, OverloadError."""
        return await self._decode(lambda hearing: hearing.final(), urgent=True)

    async def close(self) -> None:
        """Frees the recognizer once it is not in use."""
        async with self._turn:
            try:
                if self._hearing:
                    self._hearing.close()
            except Exception as error:  # whatever an engine raises, the call goes on
                logger.warning("a recognizer could not be closed: %s", type(error).__name__)

    async def _decode(self, decode: Callable[[Hearing], T], urgent: bool) -> T:
        def work() -> T:
            hearing = self._hearing = self._hearing or self._recognizer.open(digits=self._digits)
            while self._unfed:
                hearing.feed(self._unfed.popleft())
            return decode(hearing)

        async with self._turn:
            return await self._workers.run(work, urgent)
