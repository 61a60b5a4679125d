"""Prints a call's dialogue as it happens, with each turn's times."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from tools.caller.telephone import Message

WIDTH = 110
STAGES = ("endpoint", "recognition", "dialogue", "synthesis")


def _final(message: Message) -> str:
    confidence = message.get("confidence")
    sure = "" if confidence is None else f"  ({confidence:.0%} sure)"
    return f"heard   “{message['text']}”{sure}"


def _turn(message: Message) -> str:
    stages = [
        f"{stage} {message[f'{stage}_ms']:.0f}"
        for stage in STAGES
        if message.get(f"{stage}_ms") is not None
    ]
    total = message.get("response_ms")
    response = "" if total is None else f"answered after {total:.0f} ms = "
    return f"        {response}{' + '.join(stages)}"


LINES: dict[str, Callable[[Message], str]] = {
    "started": lambda message: f"call    {message['call_id']}",
    "speaks": lambda message: f"caller  speaks {message['name']}",
    "keys": lambda message: f"caller  presses {message['digits']}",
    "final": _final,
    "say": lambda message: f"bot     {message['text']}",
    "clear": lambda message: "bot     (stops: the caller interrupts)",
    "turn": _turn,
    "error": lambda message: f"error   {message['code']}: {message['message']}",
    "ended": lambda message: f"ended   by {message['reason']}",
}


def text(at_s: float, message: Message) -> str:
    """A line of the dialogue; empty for what nobody needs to see."""
    line = LINES.get(message["type"])
    if line is None:
        return ""
    return textwrap.fill(f"{at_s:7.2f}   {line(message)}", WIDTH, subsequent_indent=" " * 18)


def show(at_s: float, message: Message) -> None:
    """An observer for telephone.Telephone."""
    if line := text(at_s, message):
        print(line, flush=True)
