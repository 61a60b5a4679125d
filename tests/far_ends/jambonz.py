"""jambonz's side of a `listen`, played by hand: time passes when a test says so."""

from __future__ import annotations

import json

import numpy as np

from tools.caller.jambonz import CALL, ForkPlayback, attributes, dtmf, mark
from tools.caller.narrowband import LINE_HZ


class Listen:
    """What jambonz keeps of a `listen`. `out` collects what it sends."""

    def __init__(self, caller: str, called: str, call_sid: str = CALL):
        self.out: list[str | bytes] = [attributes(caller, called, callSid=call_sid)]
        self.buffer = ForkPlayback()
        self.played = np.zeros(0, np.int16)
        self.kills = 0
        self.marks: list[str] = []
        """Those that have been reached."""
        self.disconnected = False

    # The caller

    def say(self, linear: bytes) -> None:
        """The next of the caller's audio: L16."""
        self.out.append(linear)

    def press(self, digit: str) -> None:
        self.out.append(dtmf(digit))

    # The assistant

    def take(self, data: str | bytes) -> None:
        """A message from the other side; AssertionError for one that jambonz would not know."""
        assert not self.disconnected, data
        if isinstance(data, bytes):
            self.buffer.add(np.frombuffer(data, "<i2").astype(np.int16))
            return
        message = json.loads(data)
        if message["type"] == "mark":
            assert isinstance(message["data"]["name"], str), message
            self.buffer.end(message["data"]["name"])
        elif message["type"] == "killAudio":
            self.kills += 1
            self.buffer.clear()
            self.out += [mark(name, "cleared") for name in self.buffer.cleared]
            self.buffer.cleared = []
        else:
            assert message == {"type": "disconnect"}, message
            self.disconnected = True

    @property
    def buffered_ms(self) -> float:
        """What the caller has not heard."""
        return 1000 * (self.buffer.buffered + self.buffer.in_front) / LINE_HZ

    def play(self, ms: int) -> None:
        """So much time passes at the caller's ear, a frame of 20 ms after the other."""
        for _ in range(ms // 20):
            heard, reached = self.buffer.pull(LINE_HZ // 50)
            self.played = np.concatenate([self.played, heard])
            self.marks += reached
            self.out += [mark(name, "playout") for name in reached]
