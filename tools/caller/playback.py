"""The far end's loudspeaker: audio may arrive faster than it is played. Pure.

Positions count the bot's samples since the call began.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from tools.caller.sound import Samples, audible, silence


class Playback:
    """What was received and not yet played, and the marks that wait in it."""

    def __init__(self) -> None:
        self.waiting: deque[Samples] = deque()
        self.received = 0
        self.played = 0
        self.marks: deque[tuple[int, str]] = deque()  # (position, name)
        self.open: str | None = None  # the utterance whose audio is now arriving

    @property
    def buffered(self) -> int:
        """Samples received and not yet played."""
        return self.received - self.played

    @property
    def idle(self) -> bool:
        """Nothing that can be heard is buffered and nothing more is announced."""
        return self.open is None and not self.unheard()

    def add(self, samples: Samples) -> None:
        self.waiting.append(samples)
        self.received += len(samples)

    def begin(self, mark: str) -> None:
        """The audio from here on belongs to `mark` (`say`)."""
        self.open = mark

    def end(self, mark: str) -> None:
        """All audio of `mark` has arrived (`said`)."""
        self.marks.append((self.received, mark))
        self.open = None

    def clear(self) -> int:
        """Drops what was not played, marks and all; how many samples that were."""
        dropped = self.buffered
        self.waiting.clear()
        self.marks.clear()
        self.played, self.open = self.received, None
        return dropped

    def unheard(self) -> int:
        """Samples that are left from here to the last audible one."""
        positions = audible(np.concatenate([silence(), *self.waiting]))
        return int(positions[-1]) + 1 if len(positions) else 0

    def pull(self, count: int) -> tuple[Samples, list[str]]:
        """The next `count` samples, fewer if there are no more, and the marks thereby reached."""
        pieces = [silence()]
        while count and self.waiting:
            piece = self.waiting.popleft()
            if len(piece) > count:
                self.waiting.appendleft(piece[count:])
                piece = piece[:count]
            pieces.append(piece)
            count -= len(piece)
        heard = np.concatenate(pieces)
        self.played += len(heard)
        return heard, list(self._reached())

    def _reached(self) -> list[str]:
        names = []
        while self.marks and self.marks[0][0] <= self.played:
            names.append(self.marks.popleft()[1])
        return names
