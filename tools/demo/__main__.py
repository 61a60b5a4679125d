"""Places a call with a recorded caller and checks every answer:  make demo

A line that is open already is used, else one is opened. Prints the dialogue as it happens, then the
transcript as it stands in SQL. Exit status 1 if an answer was wrong or the transcript contains a
personal detail.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import yaml

from tools.caller.keep import save
from tools.caller.measure import measure
from tools.caller.phone import place_calls
from tools.caller.script import CallError, Speech
from tools.caller.show import show
from tools.caller.sound import SoundError
from tools.caller.telephone import Recording, Telephone
from tools.caller.transcript import transcript
from tools.demo.story import Caller, Story
from tools.line.addresses import LineError
from tools.line.line import Line
from tools.line.signals import interruptible

FOLDER = Path("demo")


def read_story() -> Story:
    return Story.parse(yaml.safe_load((FOLDER / "call.yml").read_text()))


def call(url: str, story: Story) -> Recording:
    """Raises CallError if the call fails or a wish was not answered as it should be."""
    caller = Caller(story, lambda name: Speech.read(FOLDER / f"{name}.wav"))
    phone = Telephone(caller, show)
    asyncio.run(place_calls(url, [phone]))
    recording = phone.recording
    save(recording)
    if recording.problem or not caller.done:
        raise CallError(recording.problem or "the bot hung up before every wish was answered")
    return recording


def times(recording: Recording) -> str:
    answers = [turn.response_ms for turn in measure(recording) if turn.response_ms is not None]
    shown = ", ".join(f"{answer:.0f}" for answer in answers)
    return f"Heard from outside, the answers began after {shown} ms."


def demo() -> None:
    story = read_story()
    with Line(use_open=True) as line:
        print("\nA caller with a recorded voice calls the line:\n", flush=True)
        recording = call(line.addresses.websocket, story)
        print(times(recording))
        text = transcript(recording.call_id, os.environ)
    print(f"\nThe transcript, as read back from SQL:\n\n{text}")
    if leaks := story.leaks(text):
        raise CallError(f"the transcript contains personal details: {', '.join(leaks)}")
    print("Every answer was right, and no personal detail is in the transcript.")


def main() -> int:
    interruptible()
    try:
        demo()
    except (CallError, LineError, SoundError) as error:
        print(f"\nThe demo failed: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted; everything is stopped.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
