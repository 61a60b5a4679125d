"""Measures this machine into docs/performance.md, and redaction into docs/privacy.md:  make bench

    python -m tools.bench [--calls 1,4,8] [--most 24] [--rounds 3] [--no-recognition]

Opens a line of its own, so that one that is open is not disturbed. Raw figures go to var/bench/.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from tools.bench import calls, machine, plot, redaction, report, synthesis
from tools.caller import lines
from tools.caller.sound import SoundError
from tools.line.addresses import Address, LineError
from tools.line.health import ask, metric
from tools.line.line import Line
from tools.line.private import private_line
from tools.line.signals import interruptible

RAW = Path("var/bench")
PATIENCE_S, LOOK_S = 60.0, 1.0
MOST_CALLS, STEP = 24, 4
SETTLE_S = 1.0
"""Far ends of telephone lines are not told that more is to come, so callers wait for longer."""
PAGE, PLOT = Path("docs/performance.md"), Path("docs/performance.svg")


def engines(rasa: Address) -> dict[str, str]:
    """What the line says it is made of."""
    shown = ask(rasa).body.get("engines", {}).get("browser_audio", {})
    return {kind: f"{info['name']}, {info['model']}" for kind, info in shown.items()}


def wait_until_rehearsed(rasa: Address, patience_s: float = PATIENCE_S) -> None:
    """Nothing is measured while the line speaks to itself, unless it gets no further."""
    before, since = math.inf, time.monotonic()
    while left := metric(rasa, "voicedesk_sentences_unrehearsed"):
        if left < before:
            before, since = left, time.monotonic()
            print(f"\r{left:4.0f} fixed sentences to speak", end="", flush=True)
        if time.monotonic() - since >= patience_s:
            print("\ngoing on, though these cannot be spoken now")
            return
        time.sleep(LOOK_S)
    print()


def runs(line: Line, counts: list[int], most: int, rounds: int) -> list[calls.Run]:
    """The more calls at once, the fewer rounds it takes to have enough turns.

    After the given counts more and more until they are answered late.
    """
    browser = calls.Called("browser_audio", line.addresses.websocket)
    calls.run(browser, line.pid, 1)  # fills caches, as the first call of a day does
    made = [run(browser, line.pid, count, max(1, rounds // count)) for count in counts]
    return made + climb(browser, line.pid, made[-1], most)


def runs_on(others: dict[str, lines.Line], line: Line, most: int) -> list[calls.Run]:
    """Of each line."""
    made = []
    for name, one in others.items():
        called = calls.Called(name, one.address(line.addresses), one.telephone, SETTLE_S)
        first = run(called, line.pid, STEP)
        made += [first, *climb(called, line.pid, first, most)]
    return made


def climb(called: calls.Called, pid: int, last: calls.Run, most: int) -> list[calls.Run]:
    """More and more calls at once than the last time, until they are answered late."""
    made: list[calls.Run] = []
    while not last.late and last.calls < most:
        last = run(called, pid, last.calls + STEP)
        made.append(last)
    return made


def run(called: calls.Called, pid: int, count: int, rounds: int = 1) -> calls.Run:
    print(f"{called.line}: {count} call(s) at once ...", flush=True)
    made = calls.run(called, pid, count, rounds)
    print(f"  response ms {made.response_ms}\n  stop ms {made.stop_ms}", flush=True)
    return made


def recognition() -> str:
    """In a process of its own: it loads every engine."""
    print("recognition ...", flush=True)
    command = [sys.executable, "-m", "tools.bench.recognition", "--out", str(RAW)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return (RAW / "recognition.md").read_text()


def measure(args: argparse.Namespace) -> report.Figures:
    others, many = lines.lines(), {"max_calls": MOST_CALLS, "calls_a_minute": 0}
    sections = {one.section: {**one.settings, **many} for one in others.values()}
    with (
        tempfile.TemporaryDirectory() as folder,
        Line(private_line(Path(folder), many, sections)) as line,
    ):
        print("synthesis ...", flush=True)
        wait_until_rehearsed(line.addresses.rasa)
        speaking = synthesis.measure(line.addresses.speech.url)
        counts = [int(count) for count in args.calls.split(",")]
        made = runs(line, counts, args.most, args.rounds)
        elsewhere = runs_on(others, line, args.most)
        settings, ready_s = engines(line.addresses.rasa), line.ready_s
    heard = recognition() if args.recognition else ""
    return report.Figures(
        machine.description(), settings, ready_s, made, elsewhere, speaking, heard
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--calls", default="1,4,8", help="numbers of calls at once")
    most = f"more and more until answers are late, but no more than {MOST_CALLS}"
    parser.add_argument("--most", type=int, default=MOST_CALLS, help=most)
    parser.add_argument("--rounds", type=int, default=6, help="calls in all, at least, of each")
    parser.add_argument("--no-recognition", dest="recognition", action="store_false")
    args = parser.parse_args()
    interruptible()
    RAW.mkdir(parents=True, exist_ok=True)
    try:
        figures = measure(args)
    except (LineError, SoundError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    (RAW / "figures.json").write_text(json.dumps(asdict(figures), indent=1))
    PAGE.write_text(report.page(figures))
    plot.plot(figures.runs, PLOT)
    print(f"{PAGE} and {PLOT} are written.")
    return redaction.main()


if __name__ == "__main__":
    sys.exit(main())
