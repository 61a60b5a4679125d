"""Keeps a call as a WAV file."""

from __future__ import annotations

from pathlib import Path

from tools.caller.measure import channels
from tools.caller.script import RATE_HZ
from tools.caller.sound import write_wav
from tools.caller.telephone import Recording

CALLS = Path("var/calls")


def save(recording: Recording) -> None:
    """Writes it under its call's id and says where."""
    path = CALLS / f"{recording.call_id or 'failed'}.wav"
    write_wav(path, RATE_HZ, *channels(recording))
    print(f"\nThe call (caller left, bot right): {path}")
