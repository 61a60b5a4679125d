"""A call to try a session with: a far end, an assistant and engines that do as they are told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from channels.engines.fakes import LoudnessDetector, ScriptedRecognizer, ToneSynthesizer
from channels.errors import RecognitionError
from channels.session import Engines, Reply, Session
from channels.turns import commands as do
from channels.turns import events as on
from channels.turns.call import Call
from channels.turns.settings import TurnSettings
from channels.workers import Workers

T = TypeVar("T")

RATE_HZ = 16000
CHUNK_S = 0.02
VOICE = np.tile(np.array([8000, -8000], np.int16), 160)
QUIET = np.zeros(320, np.int16)
GREETING = "Welcome to Harbor Bank."


class InlineWorkers(Workers):
    """Takes some time on the loop's clock instead of a thread."""

    def __init__(self, takes_s: float = 0.0):
        super().__init__(threads=1, max_waiting=1)
        self.takes_s = takes_s

    async def run(self, work: Callable[[], T], urgent: bool = False) -> T:
        await asyncio.sleep(self.takes_s if urgent else 0)
        return work()


class Assistant:
    """Answers with the replies given for a text; raises or waits where that is the answer."""

    def __init__(self, answers: Mapping[str, Any], takes_s: float):
        self.answers = {"/session_start": GREETING, "/session_end": None, **answers}
        self.takes_s = takes_s
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.at_once = self.most_at_once = 0

    async def __call__(self, text: str, metadata: dict[str, Any], reply: Reply) -> None:
        self.asked.append((text, metadata))
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        try:
            await asyncio.sleep(self.takes_s)
            await self._answer(self.answers.get(text, "All right."), reply)
        finally:
            self.at_once -= 1

    async def _answer(self, answer: Any, reply: Reply) -> None:
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, asyncio.Event):
            await answer.wait()
        elif answer is not None:
            reply(on.Replied(answer) if isinstance(answer, str) else answer)

    @property
    def texts(self) -> list[str]:
        return [text for text, _ in self.asked]


class FarEnd:
    """Plays what it gets as a telephone does, and says so."""

    def __init__(self) -> None:
        self.got: list[tuple[float, do.Command]] = []
        self.opened = ""
        self.closed = 0
        self.error: BaseException | None = None
        self.reads = asyncio.Event()
        self.reads.set()
        self.played: Callable[[on.Event], None] = lambda _: None
        self._loop = asyncio.get_running_loop()
        self._playing: list[asyncio.TimerHandle] = []
        self._horizon_s = 0.0

    async def open(self, call_id: str, sample_rate_hz: int) -> None:
        assert not self.got and sample_rate_hz == RATE_HZ
        self.opened = call_id

    async def send(self, command: do.Command) -> None:
        await self.reads.wait()
        if self.error:
            raise self.error
        self.got.append((self._loop.time(), command))
        self._play(command)

    async def close(self) -> None:
        self.closed += 1

    def _play(self, command: do.Command) -> None:
        now_s = self._loop.time()
        if isinstance(command, do.SendAudio):
            self._horizon_s = max(now_s, self._horizon_s) + len(command.samples) / RATE_HZ
        elif isinstance(command, do.EndSentence):
            over = on.Played(command.mark)
            self._playing.append(self._loop.call_at(self._horizon_s, self.played, over))
        elif isinstance(command, do.ClearPlayback | do.EndCall):
            self._horizon_s = now_s
            for timer in self._playing:
                timer.cancel()

    def of(self, kind: type[T]) -> list[T]:
        return [command for _, command in self.got if isinstance(command, kind)]

    @property
    def said(self) -> list[str]:
        return [sentence.text for sentence in self.of(do.BeginSentence)]

    def when(self, kind: type) -> float:
        """When the first such command came, in s."""
        return next(at for at, command in self.got if isinstance(command, kind))


class CallStage:
    """One call. `texts`: what is recognized, utterance by utterance."""

    def __init__(
        self,
        texts: Sequence[str | RecognitionError] = (),
        answers: Mapping[str, Any] | None = None,
        synthesizer: ToneSynthesizer | None = None,
        recognition_s: float = 0.0,
        dialogue_s: float = 0.0,
        **settings: Any,
    ):
        self.loop = asyncio.get_running_loop()
        self.recognizer = ScriptedRecognizer(texts=texts)
        self.detector = LoudnessDetector()
        self.synthesizer = synthesizer or ToneSynthesizer()
        self.assistant = Assistant(answers or {}, dialogue_s)
        self.far_end = FarEnd()
        engines = Engines(
            self.recognizer,
            self.detector,
            self.synthesizer,
            InlineWorkers(recognition_s),
            apology=lambda rate_hz: np.full(rate_hz, 999, np.int16),
        )
        call = Call("c1", "test", caller="+15550100")
        turns = TurnSettings(frame_ms=20, **settings)
        rates_hz = (RATE_HZ, RATE_HZ)
        self.session = Session(call, rates_hz, turns, engines, self.assistant, self.far_end)
        self.far_end.played = self.session.handle

    async def greeted(self) -> CallStage:
        """The call has begun, and the greeting has been heard."""
        self.session.start()
        await self.quiet_for(2)
        return self

    async def speak_for(self, seconds: float) -> None:
        await self._send(VOICE, seconds)

    async def quiet_for(self, seconds: float) -> None:
        await self._send(QUIET, seconds)

    async def say(self, seconds: float = 0.6) -> None:
        """An utterance, and time for the assistant to answer it."""
        await self.speak_for(seconds)
        await self.quiet_for(3)

    async def press(self, keys: str) -> None:
        for key in keys:
            self.session.handle(on.KeyPressed(key))
            await asyncio.sleep(0.2)

    async def hung_up(self) -> None:
        """The caller hangs up, and the assistant has taken leave."""
        self.session.handle(on.LineClosed("caller"))
        await self.session.done

    async def _send(self, chunk: Any, seconds: float) -> None:
        for _ in range(round(seconds / CHUNK_S)):
            self.session.hear(chunk)
            await asyncio.sleep(CHUNK_S)
