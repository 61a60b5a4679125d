"""Calls at once to an open line, and what their callers noticed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from tools.bench.callers import VOICES, spoken
from tools.bench.machine import busy_s, forget_peaks_under, spent_under
from tools.caller.measure import measure
from tools.caller.phone import place_calls
from tools.caller.script import SETTLE_S, Keys, Recorded, Say, Step
from tools.caller.telephone import Telephone

LINE_NOISE_DBFS = -60.0
OVERLOADED_MS = 10.0  # lateness of our own clock above which figures are not to be trusted
INTERRUPTIONS = (
    "sorry, where is the nearest branch?",
    "wait, where is the nearest branch?",
    "no, where is the nearest branch?",
)
"""The voice of "sorry" begins 120 ms after its s, that of the others at once."""
ELSEWHERE = 0.25  # cores that other programs may use
LATE_MS = 800
"""A line whose P95 is above this has too many calls."""


@dataclass(frozen=True)
class Spread:
    """Of n values: median, 95th percentile and largest."""

    n: int
    p50: float
    p95: float
    max: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread | None:
        given = list(values)
        if not given:
            return None
        p50, p95 = np.percentile(given, [50, 95])
        return cls(len(given), round(float(p50)), round(float(p95)), round(max(given)))


@dataclass
class Run:
    """One round of calls."""

    line: str
    calls: int
    response_ms: Spread | None  # spoken turns: the caller's last voiced to the first audible sample
    keyed_ms: Spread | None  # the last key to the first audible sample
    stop_ms: Spread | None  # barge-in to silence
    stages_ms: dict[str, int]  # medians of what the channel itself says
    unanswered: int
    gaps: int
    longest_gap_ms: float
    cut_ins: int
    failed: list[str]
    lateness_ms: float  # of our own clock, 99th percentile
    cpu_s_per_call_s: dict[str, float] = field(default_factory=dict)
    peak_mb: dict[str, float] = field(default_factory=dict)
    mb_per_call: float = 0.0  # the peaks over what there was before, of all processes together
    cores_busy: float = 0.0
    cores_elsewhere: float = 0.0  # by what is neither the line nor its callers
    responses_ms: list[float] = field(default_factory=list)

    @property
    def late(self) -> bool:
        return self.response_ms is not None and self.response_ms.p95 > LATE_MS

    @property
    def doubtful(self) -> bool:
        """The machine was too busy to measure well."""
        return self.lateness_ms > OVERLOADED_MS or self.cores_elsewhere > ELSEWHERE

    def data(self) -> dict[str, Any]:
        return asdict(self)


def script(voice: str, interruption: str = INTERRUPTIONS[0]) -> list[Step]:
    """A call with questions, an interruption, keyed identification and an order."""

    def say(text: str, after_s: float | None = None) -> Say:
        return Say(spoken(text, voice), after_s)

    return [
        say("what are your opening hours?"),
        say(interruption, after_s=0.8),
        say("what were my last transactions?"),
        Keys("40017733"),
        Keys("4821"),
        say("how much money do I have in my account?"),
        say("I lost my debit card, I need to block it."),
        say("yes please."),
        say("no thanks, goodbye."),
    ]


@dataclass(frozen=True)
class Called:
    """A line, where it listens, and what calls it; `settle_s`: its callers wait for so long."""

    line: str
    url: str
    telephone: Callable[..., Telephone] = Telephone
    settle_s: float = SETTLE_S


def run(called: Called, pid: int, count: int, rounds: int = 1) -> Run:
    """`rounds` times `count` calls at once; `pid` is the line's supervisor."""
    forget_peaks_under(pid)
    before, busy, own, begun = spent_under(pid), busy_s(), time.process_time(), time.monotonic()
    phones = [phone for number in range(rounds) for phone in _round(called, count, number)]
    after, wall_s = spent_under(pid), time.monotonic() - begun
    spent_s = {name: spent.cpu_s - before[name].cpu_s for name, spent in after.items()}
    called_s = sum(phone.recording.seconds for phone in phones)
    known_s = sum(spent_s.values()) + time.process_time() - own
    result = summary(called.line, count, phones)
    result.cpu_s_per_call_s = {name: round(cpu / called_s, 3) for name, cpu in spent_s.items()}
    result.peak_mb = {name: round(spent.peak_mb) for name, spent in after.items()}
    grown_mb = sum(spent.peak_mb - before[name].peak_mb for name, spent in after.items())
    result.mb_per_call = round(grown_mb / count, 1)
    result.cores_busy = round((busy_s() - busy) / wall_s, 2)
    result.cores_elsewhere = round(max(0.0, busy_s() - busy - known_s) / wall_s, 2)
    return result


def _round(called: Called, count: int, number: int) -> list[Telephone]:
    voices = [VOICES[(number + caller) % len(VOICES)] for caller in range(count)]
    words = [INTERRUPTIONS[(number + caller) // 2 % len(INTERRUPTIONS)] for caller in range(count)]
    phones = [
        called.telephone(
            Recorded(script(*said), settle_s=called.settle_s),
            noise_dbfs=LINE_NOISE_DBFS,
            seed=seed,
        )
        for seed, said in enumerate(zip(voices, words))
    ]
    asyncio.run(place_calls(called.url, phones, stagger_s=0.7))
    return phones


def summary(line: str, count: int, phones: Sequence[Telephone]) -> Run:
    recordings = [phone.recording for phone in phones]
    turns = [turn for recording in recordings for turn in measure(recording)]
    spoken_turns = [turn for turn in turns if turn.name != "keys" and turn.stop_ms is None]
    responses = [turn.response_ms for turn in spoken_turns if turn.response_ms is not None]
    late = [late for recording in recordings for late in recording.lateness_s] or [0.0]
    gaps = [gap for turn in turns for gap in turn.gaps_ms]
    return Run(
        line=line,
        calls=count,
        response_ms=Spread.of(responses),
        keyed_ms=Spread.of(t.response_ms for t in turns if t.name == "keys" and t.response_ms),
        stop_ms=Spread.of(turn.stop_ms for turn in turns if turn.stop_ms is not None),
        stages_ms=_stages(phones),
        unanswered=sum(turn.response_ms is None for turn in turns),
        gaps=len(gaps),
        longest_gap_ms=max(gaps, default=0.0),
        cut_ins=sum(turn.cut_in for turn in turns),
        failed=[recording.problem for recording in recordings if recording.problem],
        lateness_ms=round(1000 * float(np.percentile(late, 99)), 1),
        responses_ms=responses,
    )


def _stages(phones: Sequence[Telephone]) -> dict[str, int]:
    """Medians over turns that were spoken, not keyed."""
    messages = [m for phone in phones for _, m in phone.recording.messages if m["type"] == "turn"]
    heard = [message for message in messages if message.get("endpoint_ms")]
    return {
        stage: round(float(np.median([message.get(f"{stage}_ms") or 0 for message in heard])))
        for stage in ("endpoint", "recognition", "dialogue", "synthesis")
        if heard
    }
