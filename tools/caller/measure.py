"""From a call's recording to what its caller noticed, as numbers. Pure.

* `response_ms`: the caller's last voiced sample (or last key) to the bot's first audible one.
* `stop_ms`: an interruption's first voiced sample to the last audible one of what it interrupted.
* `gaps`: times within an answer at which the bot had sent nothing to play.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from tools.caller.script import RATE_HZ
from tools.caller.sound import Samples, audible, resample, silence
from tools.caller.telephone import TICK_S, Recording, Spoken

PAUSE_S = 0.4  # a longer silence separates two stretches of speech


@dataclass(frozen=True)
class Turn:
    """What the caller noticed of one of its steps; times in s lie on the call's time axis."""

    name: str
    start_s: float
    end_s: float
    response_ms: float | None  # None: no answer was heard
    answer_s: tuple[float, float] | None  # of the answer's first and last audible sample
    gaps_ms: tuple[float, ...]
    stop_ms: float | None  # of interruptions
    cut_in: bool  # the bot began to speak before the caller had finished


def channels(recording: Recording) -> tuple[Samples, Samples]:
    """Caller and bot at RATE_HZ, on one time axis."""
    caller = np.concatenate([silence(), *recording.caller])
    return caller, resample(bot_channel(recording), recording.bot_rate_hz or RATE_HZ, RATE_HZ)


def bot_channel(recording: Recording) -> Samples:
    """What was heard of the bot, at its own rate; a frame played at tick n begins at n + 1."""
    rate_hz = recording.bot_rate_hz
    out = silence(round((len(recording.bot) + 2) * rate_hz * TICK_S))
    for tick, frame in enumerate(recording.bot):
        at = round((tick + 1) * rate_hz * TICK_S)
        out[at : at + len(frame)] = frame
    return out


def measure(recording: Recording) -> list[Turn]:
    """One Turn per step of the caller."""
    heard_s = audible(bot_channel(recording)) / max(1, recording.bot_rate_hz)
    ends = [spoken.first / RATE_HZ for spoken in recording.spoken[1:]] + [recording.seconds + 1]
    return [
        _turn(recording, spoken, heard_s[heard_s < until_s])
        for spoken, until_s in zip(recording.spoken, ends)
    ]


def _turn(recording: Recording, spoken: Spoken, heard_s: NDArray[np.float64]) -> Turn:
    start_s, end_s = spoken.first / RATE_HZ, spoken.last / RATE_HZ
    answer = heard_s[heard_s >= end_s]
    span = (float(answer[0]), float(answer[-1])) if len(answer) else None
    over = heard_s[(heard_s >= start_s) & (heard_s < end_s)]
    return Turn(
        name=spoken.name,
        start_s=round(start_s, 3),
        end_s=round(end_s, 3),
        response_ms=round(1000 * (span[0] - end_s), 1) if span else None,
        answer_s=span,
        gaps_ms=gaps_ms(recording, *span) if span else (),
        stop_ms=_stop_ms(recording, start_s, heard_s) if spoken.interrupts else None,
        cut_in=len(over) > 0 and not spoken.interrupts,
    )


def _stop_ms(recording: Recording, start_s: float, heard_s: NDArray[np.float64]) -> float:
    """A `clear` ends what was interrupted, else its first long pause does."""
    cleared_s = min((at for at in recording.clears if at >= start_s), default=np.inf)
    playing = heard_s[(heard_s >= start_s - PAUSE_S) & (heard_s < cleared_s)]
    pauses = np.flatnonzero(np.diff(playing) > PAUSE_S)
    last = playing[pauses[0]] if len(pauses) else playing[-1] if len(playing) else start_s
    return round(1000 * max(0.0, float(last) - start_s), 1)


def gaps_ms(recording: Recording, start_s: float, end_s: float) -> tuple[float, ...]:
    """How long the playback buffer was empty, each time it was, between two times."""
    rate_hz = recording.bot_rate_hz
    ticks = range(int(start_s / TICK_S), max(0, int(end_s / TICK_S) - 1))
    missing = [round(rate_hz * TICK_S) - len(recording.bot[tick]) for tick in ticks]
    runs = groupby(missing, key=lambda samples: samples > 1)
    return tuple(round(1000 * sum(run) / rate_hz, 1) for empty, run in runs if empty)
