"""The assistant's voice in one call: sentences are synthesized one after the other."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Collection, Iterable
from contextlib import aclosing
from typing import Any, cast

from channels import metrics
from channels.engines.interfaces import Synthesizer
from channels.errors import SynthesisError
from channels.turns.commands import DropSpeech, Synthesize
from channels.turns.events import AudioComplete, AudioReady, Event, SynthesisFailed
from channels.turns.sentences import sentences

logger = logging.getLogger(__name__)


class Voice:
    """A queue of sentences; what becomes of each is told as events."""

    def __init__(
        self,
        synthesizer: Synthesizer,
        rate_hz: int,
        tell: Callable[[Event], None],
        fixed: Collection[str] = (),
    ):
        """`fixed`: the sentences whose audio may be kept on disk; all others may not."""
        self._synthesizer = synthesizer
        self._fixed = fixed
        self._rate_hz = rate_hz
        self._tell = tell
        self._waiting: deque[Synthesize] = deque()
        self._present = ""
        self._task: asyncio.Task[None] | None = None
        self._covered_s = 0.0
        """Time of the loop until which there is something to play."""

    def say(self, sentence: Synthesize) -> None:
        """Queues a sentence."""
        self._waiting.append(sentence)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._speak_all())

    def drop(self, dropped: DropSpeech) -> None:
        """Forgets sentences; one that is being synthesized is broken off, the next is urgent."""
        self._covered_s = 0.0
        self._waiting = deque(one for one in self._waiting if one.mark not in dropped.marks)
        if self._present in dropped.marks and self._task:
            self._task.cancel()
            self._present = ""
            self._task = asyncio.create_task(self._speak_all())

    def cleared(self) -> None:
        """What the far end had to play is gone: the next audio is needed at once."""
        self._covered_s = 0.0

    def close(self) -> None:
        """Forgets all."""
        self._waiting.clear()
        if self._task:
            self._task.cancel()

    async def _speak_all(self) -> None:
        while self._waiting:
            sentence = self._waiting.popleft()
            self._present = sentence.mark
            try:
                await self._speak(sentence)
            except Exception as error:  # somebody else's synthesizer may raise anything
                self._failed(sentence, error)

    def _failed(self, sentence: Synthesize, error: Exception) -> None:
        metrics.synthesis_failed.inc()
        why = error if isinstance(error, SynthesisError) else type(error).__name__
        logger.warning("a sentence could not be spoken: %s", why)
        self._tell(SynthesisFailed(sentence.mark))

    async def _speak(self, sentence: Synthesize) -> None:
        text, now_s = sentence.text, asyncio.get_running_loop().time
        needed_in_ms = round(1000 * max(0.0, self._covered_s - now_s()))
        keep = text in self._fixed
        pieces = self._synthesizer.speak(text, self._rate_hz, keep, needed_in_ms)
        async with aclosing(cast(Any, pieces)) as audio:
            async for samples in audio:
                self._covered_s = max(self._covered_s, now_s()) + len(samples) / self._rate_hz
                self._tell(AudioReady(sentence.mark, samples))
        self._tell(AudioComplete(sentence.mark))


def fixed_sentences(texts: Iterable[str]) -> list[str]:
    """The responses' sentences that have no slot in them, so that they fit any caller."""
    every = dict.fromkeys(sentence for text in texts for sentence in sentences(text))
    return [sentence for sentence in every if "{" not in sentence]
