"""How well callers are understood: cross-validation of the examples, as docs/nlu.md says.

    python -m tools.bench.understanding [--folds 5] [--least 0.95]

Runs `rasa test nlu`, which trains once per fold (minutes); fails if the weighted F1 is too low.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

OUT = Path("var/bench/understanding")


def command(folds: int, out: Path) -> list[str]:
    """Rasa's own cross-validation, without plots."""
    data = ["--nlu", "data/nlu", "--config", "config.yml", "--domain", "domain.yml"]
    runs = ["--cross-validation", "--folds", str(folds), "--no-plot", "--out", str(out)]
    return [sys.executable, "-m", "rasa", "test", "nlu", *data, *runs]


def weighted_f1(out: Path) -> float:
    """Over all examples, each understood by a model that had not seen it."""
    report = json.loads((out / "intent_report.json").read_text())
    return float(report["weighted avg"]["f1-score"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--least", type=float, default=0.95)
    args = parser.parse_args()
    subprocess.run(command(args.folds, OUT), check=True)
    reached = weighted_f1(OUT)
    print(f"weighted F1 {reached:.3f}, at least {args.least} is wanted")
    return 0 if reached >= args.least else 1


if __name__ == "__main__":
    sys.exit(main())
