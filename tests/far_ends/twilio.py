"""Twilio's side of a Media Stream, played by hand: time passes when a test says so."""

from __future__ import annotations

import base64
import json
from collections import deque

from tools.caller.narrowband import LINE_HZ
from tools.caller.twilio import STREAM, Messages


class Stream:
    """What Twilio keeps of a stream. `out` collects what it sends."""

    def __init__(self, parameters: dict[str, str]):
        self._messages = Messages()
        self.out = [self._messages.connected(), self._messages.start(parameters)]
        self.buffer: deque[bytes | str] = deque()  # audio, and the names of marks
        self.played = b""
        self.clears = 0
        self.marks: list[str] = []
        """Those that have been returned."""

    # The caller

    def say(self, mu_law: bytes) -> None:
        """The next of the caller's audio."""
        self.out.append(self._messages.media(mu_law))

    def press(self, digit: str) -> None:
        self.out.append(self._messages.dtmf(digit))

    def hang_up(self) -> None:
        self.out.append(self._messages.stop())

    # The assistant

    def take(self, text: str) -> None:
        """A message from the other side. Raises AssertionError for one that Twilio would refuse."""
        message = json.loads(text)
        assert message["streamSid"] == STREAM, message
        if message["event"] == "media":
            self.buffer.append(base64.b64decode(message["media"]["payload"], validate=True))
        elif message["event"] == "mark":
            self.buffer.append(message["mark"]["name"])
        else:
            assert message["event"] == "clear", message
            self.clears += 1
            marks = [one for one in self.buffer if isinstance(one, str)]
            self.buffer = deque(marks)
        self._return_marks()

    @property
    def buffered_ms(self) -> float:
        return 1000 * sum(len(one) for one in self.buffer if isinstance(one, bytes)) / LINE_HZ

    def play(self, ms: int) -> None:
        """So much time passes at the caller's ear."""
        wanted = ms * LINE_HZ // 1000
        while wanted and self.buffer:
            piece = self.buffer.popleft()
            assert isinstance(piece, bytes)
            self.played += piece[:wanted]
            if len(piece) > wanted:
                self.buffer.appendleft(piece[wanted:])
            wanted -= len(piece[:wanted])
            self._return_marks()

    def _return_marks(self) -> None:
        while self.buffer and isinstance(self.buffer[0], str):
            self.marks.append(self.buffer.popleft())
            self.out.append(self._messages.mark(self.marks[-1]))
