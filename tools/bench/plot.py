"""The response times of all turns, one line per number of calls, as a small SVG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tools.bench.calls import Run


def plot(runs: Sequence[Run], path: Path) -> None:
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "voicedesk"  # the same figures make the same file
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 3.2))
    for run in runs:
        share = 100 * np.arange(1, len(run.responses_ms) + 1) / max(1, len(run.responses_ms))
        axes.step(sorted(run.responses_ms), share, where="post", label=f"{run.calls} at once")
    axes.set(xlabel="response, ms", ylabel="share of turns, %", ylim=(0, 100))
    axes.set_xlim(left=0)
    axes.grid(alpha=0.3)
    axes.legend(title="calls", loc="lower right")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
