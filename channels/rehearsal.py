"""The assistant's fixed sentences, spoken to nobody, so that the first caller finds them ready.

Only while nobody calls, and after whatever else the synthesizer has to do. Lines rehearse one after
another: most have the same synthesizer, and find in its cache what the first has spoken.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from channels import metrics
from channels.engines.interfaces import Synthesizer

logger = logging.getLogger(__name__)

LATER_MS = 600_000
"""Nobody needs it before that."""
LOOK_S = 1.0


class Rehearsal:
    """One line's."""

    def __init__(self, line: str, synthesizer: Synthesizer, rate_hz: int, sentences: Sequence[str]):
        self._synthesizer, self._rate_hz, self._sentences = synthesizer, rate_hz, sentences
        self._left = metrics.unrehearsed.labels(line)
        self._left.set(len(sentences))

    async def run(self, busy: Callable[[], bool]) -> None:
        """Speaks each once, in this order, unless `busy`: somebody calls.

        One that cannot be spoken is left out.
        """
        for sentence in self._sentences:
            while busy() or not await self._can_speak():
                await asyncio.sleep(LOOK_S)
            try:
                await self._speak(sentence)
            except Exception as error:
                logger.warning("a sentence was not rehearsed: %s", type(error).__name__)
            self._left.dec()

    async def _can_speak(self) -> bool:
        try:
            return bool(await self._synthesizer.health())
        except Exception:  # somebody else's may raise anything
            return False

    async def _speak(self, sentence: str) -> None:
        speaking = self._synthesizer.speak
        async for _ in speaking(sentence, self._rate_hz, keep=True, needed_in_ms=LATER_MS):
            pass
