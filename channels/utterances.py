"""The utterances of one call in the recognizer; what is heard of them is told as events."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from channels import metrics
from channels.engines.interfaces import Recognizer, Samples
from channels.errors import ChannelError
from channels.hearing import OpenUtterance
from channels.turns import commands as do
from channels.turns import events as on
from channels.workers import Workers

logger = logging.getLogger(__name__)

Tell = Callable[[on.Event], None]
Spawn = Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"]


class Utterances:
    """Opened, fed, guessed at, recognized and closed as the turn core says."""

    def __init__(self, recognizer: Recognizer, workers: Workers, tell: Tell, spawn: Spawn):
        self._recognizer, self._workers = recognizer, workers
        self._tell, self._spawn = tell, spawn
        self._open: dict[int, OpenUtterance] = {}
        self._recognizing: asyncio.Task[None] | None = None

    def open(self, command: do.OpenHearing, before: Samples) -> None:
        """Begins one with the audio from before its beginning was certain."""
        opened = OpenUtterance(self._recognizer, self._workers, before, command.digits)
        self._open[command.utterance] = opened

    def feed(self, frame: Samples) -> None:
        """The caller's next audio."""
        for utterance in self._open.values():
            utterance.feed(frame)

    def close(self, command: do.CloseHearing) -> None:
        """No more of it is wanted."""
        if utterance := self._open.pop(command.utterance, None):
            self._spawn(utterance.close())

    def close_all(self) -> None:
        """The call is over."""
        for number in list(self._open):
            self.close(do.CloseHearing(number))

    def guess(self, command: do.Guess) -> None:
        """Answered by Guessed, if at all."""
        self._spawn(self._guess(command.utterance, self._open[command.utterance]))

    async def _guess(self, number: int, utterance: OpenUtterance) -> None:
        try:
            guess = await utterance.guess()
        except Exception as error:  # an engine's own errors are not ours to know
            logger.debug("a partial text failed: %s", type(error).__name__)
            return
        if guess and guess.text:
            self._tell(on.Guessed(number, guess.text))

    def recognize(self, command: do.Recognize) -> None:
        """Answered by Recognized or RecognitionFailed."""
        work = self._recognize(command, self._open[command.utterance])
        self._recognizing = self._spawn(work)

    def stop_recognizing(self, _: do.StopRecognizing) -> None:
        """The last `recognize` need not be answered; if it has not begun, it never will."""
        if self._recognizing:
            self._recognizing.cancel()

    async def _recognize(self, command: do.Recognize, utterance: OpenUtterance) -> None:
        clock = asyncio.get_running_loop().time
        began_s = clock()
        try:
            heard = await utterance.recognize()
        except Exception as error:  # whatever an engine raises, the call goes on
            self._failed(command, error)
            return
        took_ms = round(1000 * (clock() - began_s))
        words = heard.word_confidences
        result = (command.utterance, command.pause, heard.text, heard.confidence, words, took_ms)
        self._tell(on.Recognized(*result))

    def _failed(self, command: do.Recognize, error: Exception) -> None:
        metrics.recognition_failed.labels(type(error).__name__).inc()
        why = str(error) if isinstance(error, ChannelError) else type(error).__name__
        logger.warning("an utterance was not recognized: %s", why)
        self._tell(on.RecognitionFailed(command.utterance, command.pause))
