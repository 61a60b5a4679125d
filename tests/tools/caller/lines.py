"""Parts of calls for the tests of the caller: a voice, a bot, and time that passes by itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import numpy as np

from tools.caller.script import RATE_HZ, Recorded, Say, Speech, Step
from tools.caller.sound import Samples
from tools.caller.telephone import TICK_S, Telephone

BOT_RATE_HZ = 22_050
Bot = Callable[[int], Sequence[str | bytes]]  # tick -> what it sends


def tone(seconds: float, rate_hz: int = RATE_HZ) -> Samples:
    return np.full(round(seconds * rate_hz), 3000, np.int16)


def speech(seconds: float = 0.4, lead_s: float = 0.1, tail_s: float = 0.2) -> Speech:
    lead, tail = (round(part * RATE_HZ) for part in (lead_s, tail_s))
    samples = np.pad(tone(seconds), (lead, tail))
    return Speech("a.wav", samples, lead, len(samples) - tail)


def say(after_s: float | None = None, **shape: float) -> Say:
    return Say(speech(**shape), after_s)


def message(kind: str, **fields: object) -> str:
    return json.dumps({"type": kind, **fields})


def started() -> str:
    return message("started", call_id="c1", sample_rate=BOT_RATE_HZ)


def utterance(mark: str, seconds: float, text: str = "hello") -> list[str | bytes]:
    audio = tone(seconds, BOT_RATE_HZ).tobytes()
    return [message("say", text=text, mark=mark), audio, message("said", mark=mark)]


def bot(*timeline: tuple[float, Sequence[str | bytes]]) -> Bot:
    """Sends each message list at its second of the call."""
    at = {round(at_s / TICK_S): messages for at_s, messages in timeline}
    return lambda tick: [*([started()] if tick == 0 else []), *at.get(tick, [])]


def run(steps: Sequence[Step], far_end: Bot, seconds: float = 6.0) -> tuple[Telephone, list[str]]:
    """Plays a call through; the telephone and the texts it sent, the first hello included."""
    phone = Telephone(Recorded(steps, timeout_s=3.0))
    sent = phone.dial()
    for tick in range(round(seconds / TICK_S)):
        for arriving in far_end(tick):
            phone.receive(arriving)
        if phone.over:
            break
        sent += phone.tick()
    return phone, [data for data in sent if isinstance(data, str)]
