"""Calls the line with recordings of your own:  make call WAV="a.wav keys:1234# b.wav@0.8"

Each is spoken when the bot has answered the one before; `b.wav@0.8` is spoken into the answer,
0.8 s after it began; `keys:` presses keys. A line that is open already is used, else one is opened.
"""

from __future__ import annotations

import argparse
import asyncio
import sys

from tools.caller.keep import save
from tools.caller.measure import Turn, measure
from tools.caller.phone import place_calls
from tools.caller.script import CallError, Recorded, Step, parse_step
from tools.caller.show import show
from tools.caller.sound import SoundError
from tools.caller.telephone import Recording, Telephone
from tools.line.addresses import LineError
from tools.line.line import Line
from tools.line.signals import interruptible


def numbers(turn: Turn) -> str:
    answer = "no answer" if turn.response_ms is None else f"answer after {turn.response_ms:.0f} ms"
    stopped = "" if turn.stop_ms is None else f", the bot stopped after {turn.stop_ms:.0f} ms"
    gaps = f", {len(turn.gaps_ms)} gaps" if turn.gaps_ms else ""
    return f"{turn.name}: {answer}{stopped}{gaps}{', the bot cut in' if turn.cut_in else ''}"


def call(url: str, steps: list[Step]) -> Recording:
    phone = Telephone(Recorded(steps), show)
    asyncio.run(place_calls(url, [phone]))
    return phone.recording


def report(recording: Recording) -> None:
    for turn in measure(recording):
        print(f"  {numbers(turn)}")


def main() -> int:
    usage = 'make call WAV="a.wav keys:1234# b.wav@0.8"'
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0], usage=usage)
    parser.add_argument("steps", nargs="+", metavar="WAV|WAV@SECONDS|keys:DIGITS")
    interruptible()
    try:
        steps = [parse_step(text) for text in parser.parse_args().steps]
        with Line(use_open=True) as line:
            recording = call(line.addresses.websocket, steps)
        save(recording)
        report(recording)
    except (LineError, SoundError, CallError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    if recording.problem:
        print(f"The call failed: {recording.problem}", file=sys.stderr)
    return 1 if recording.problem else 0


if __name__ == "__main__":
    sys.exit(main())
