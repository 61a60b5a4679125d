"""docs/performance.md from what was measured. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tools.bench.calls import LATE_MS, Run, Spread
from tools.bench.synthesis import Speaking

STAGES = ("endpoint", "recognition", "dialogue", "synthesis")
HEAD = """\
# Performance

Made by `make bench`; do not edit. It measures from outside, as a caller would, over the real
websocket with the real three processes: callers are synthetic (flite) over a telephone line
(300-3400 Hz, mu-law, 8 kHz, noise at -60 dBFS), each with a call of nine turns. A response runs
from the caller's last voiced sample to the first audible sample (over -48 dBFS) of the answer; a
stop from the first voiced sample of an interruption to the last audible one of the bot. The callers
run on the same machine.
"""
LINES = """\
The same calls, by a far end of the line's own kind, which plays and tells what it has played as
that kind does. Its callers wait for a second of silence before they speak, and more call at once
until they are answered late. "More" is the median's distance to the browser's with as many calls;
"MB a call" is what the processes grew by together.
"""


@dataclass(frozen=True)
class Figures:
    """All that one `make bench` found."""

    machine: Mapping[str, str]
    settings: Mapping[str, str]
    ready_s: Mapping[str, float]
    runs: Sequence[Run]
    """On the browser's line, by the number of calls at once."""
    lines: Sequence[Run]
    """On the other lines, by line and number of calls."""
    speaking: Speaking
    recognition: str  # a section of Markdown


def page(figures: Figures) -> str:
    parts = [
        HEAD,
        _machine(figures),
        _calls(figures.runs),
        _lines(figures.lines, figures.runs),
        _processes(figures),
    ]
    return "\n".join([*parts, _synthesis(figures.speaking), figures.recognition])


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines) + "\n"


def _spread(spread: Spread | None) -> str:
    return "-" if spread is None else f"{spread.p50:.0f} / {spread.p95:.0f} / {spread.max:.0f}"


def _machine(figures: Figures) -> str:
    rows = [*figures.machine.items(), *figures.settings.items()]
    return "## Machine\n\n" + _table(["what", "value"], rows)


NOTICED = (
    "turns",
    "response ms: P50 / P95 / max",
    "after keys",
    "barge-in to silence",
    "gaps (longest ms)",
    "unanswered",
    "cut in",
    "cores busy",
)


def _noticed(run: Run) -> list[object]:
    """What its callers noticed."""
    return [
        run.response_ms.n if run.response_ms else 0,
        _spread(run.response_ms),
        _spread(run.keyed_ms),
        _spread(run.stop_ms),
        f"{run.gaps} ({run.longest_gap_ms:.0f})" if run.gaps else 0,
        run.unanswered,
        run.cut_ins,
        run.cores_busy,
    ]


def _calls(runs: Sequence[Run]) -> str:
    rows = [[run.calls, *_noticed(run)] for run in runs]
    stages = [[run.calls, *(run.stages_ms.get(stage, "-") for stage in STAGES)] for run in runs]
    return "\n".join(
        [
            "## Calls\n",
            _table(["calls at once", *NOTICED], rows),
            _capacity(runs),
            *_warnings(runs),
            "![Response times](performance.svg)\n",
            "Where the time goes, as the channel itself sees it (medians, ms):\n",
            _table(["calls at once", *STAGES], stages),
        ]
    )


def _capacity(runs: Sequence[Run]) -> str:
    late = [run.calls for run in runs if run.late]
    prompt = [run.calls for run in runs if not run.late]
    if not late:
        return f"P95 stays below {LATE_MS} ms up to {max(prompt, default=0)} calls at once.\n"
    return f"P95 is above {LATE_MS} ms with {min(late)} calls at once.\n"


def _lines(runs: Sequence[Run], browser: Sequence[Run]) -> str:
    usual_ms = {run.calls: run.response_ms.p50 for run in browser if run.response_ms}
    rows = [
        [run.line, run.calls, *_noticed(run), _more(run, usual_ms), *_spent(run)] for run in runs
    ]
    head = ["line", "calls at once", *NOTICED, "more", "CPU s a call s", "MB a call"]
    return "\n".join(["## Telephone lines\n", LINES, _table(head, rows), *_warnings(runs)])


def _more(run: Run, usual_ms: Mapping[int, float]) -> str:
    if run.response_ms is None or run.calls not in usual_ms:
        return "-"
    return f"{run.response_ms.p50 - usual_ms[run.calls]:+.0f}"


def _spent(run: Run) -> list[object]:
    return [f"{sum(run.cpu_s_per_call_s.values()):.2f}", run.mb_per_call]


def _warnings(runs: Sequence[Run]) -> list[str]:
    late = [
        f"Doubtful with {run.calls} at once on {run.line}: other programs kept "
        f"{run.cores_elsewhere} cores busy, and the callers' own clock was "
        f"{run.lateness_ms:.0f} ms late (P99).\n"
        for run in runs
        if run.doubtful
    ]
    failed = [
        f"With {run.calls} calls on {run.line}, failed: {'; '.join(run.failed)}.\n"
        for run in runs
        if run.failed
    ]
    return late + failed


def _processes(figures: Figures) -> str:
    names = list(figures.ready_s)
    ready = [[name, f"{ready_s:.0f}"] for name, ready_s in figures.ready_s.items()]
    head = ["calls at once"]
    head += [f"{name}: CPU s a call s" for name in names]
    head += [f"{name}: peak MB" for name in names]
    rows = [
        [
            run.calls,
            *(f"{run.cpu_s_per_call_s.get(name, 0):.3f}" for name in names),
            *(f"{run.peak_mb.get(name, 0):.0f}" for name in names),
        ]
        for run in figures.runs
    ]
    started = _table(["process", "s to ready, all at once"], ready)
    return "\n".join(["## Processes\n", started, _table(head, rows)])


def _synthesis(speaking: Speaking) -> str:
    rows: list[list[object]] = [
        ["first audio, ms: said for the first time", _spread(speaking.cold_first_ms)],
        ["first audio, ms: from the cache", _spread(speaking.warm_first_ms)],
        ["real-time factor", speaking.real_time_factor],
    ]
    head = ["ten-word sentences", "P50 / P95 / max"]
    return "## Speech\n\nOne request at a time, while no call is in progress.\n\n" + _table(
        head, rows
    )
