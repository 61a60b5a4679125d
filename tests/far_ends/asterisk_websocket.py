"""Asterisk's side of a WebSocket channel, played by hand: time passes when a test says so."""

from __future__ import annotations

from collections import deque

from tools.caller.asterisk_websocket import (
    FRAME_BYTES,
    MOST_FRAMES,
    XOFF_FRAMES,
    XON_FRAMES,
    Control,
    check_media,
)


class Driver:
    """What chan_websocket keeps of a call. `out` collects what it sends."""

    def __init__(self, control: Control, connection_id: str = "voicedesk", **variables: str):
        self._control = control
        self.out: list[str | bytes] = [control.start(connection_id, **variables)]
        self.queue: deque[bytes | tuple[str, str]] = deque()  # frames; what has set a mark, and it
        self.played = b""
        self.answered = self.hung_up = self.is_full = False
        self.flushes = self.dropped = 0
        self.marks: list[str] = []
        """Those that have been returned."""

    # The caller

    def say(self, media: bytes) -> None:
        self.out.append(media)

    def press(self, digits: str) -> None:
        self.out += map(self._control.digit, digits)

    # The assistant

    def take(self, message: str | bytes) -> None:
        """Raises ValueError for one that Asterisk would not take."""
        if isinstance(message, bytes):
            self._queue(message)
            return
        command, mark = self._control.command(message)
        if command == "FLUSH_MEDIA":
            self.queue.clear()
            self.flushes += 1
        elif command in ("ANSWER", "HANGUP"):
            self.answered |= command == "ANSWER"
            self.hung_up |= command == "HANGUP"
        else:
            self.queue.append((command, mark))

    def _queue(self, media: bytes) -> None:
        check_media(media, self._control.codec)
        if self.frames >= MOST_FRAMES:
            self.dropped += 1
            return
        size = FRAME_BYTES[self._control.codec]
        self.queue += (media[at : at + size] for at in range(0, len(media), size))
        if self.frames >= XOFF_FRAMES and not self.is_full:
            self._tell_flow(on=False)

    def _tell_flow(self, on: bool) -> None:
        self.is_full = not on
        self.out.append(self._control.flow(on))

    @property
    def frames(self) -> int:
        """Of 20 ms, that wait to be played."""
        return sum(isinstance(one, bytes) for one in self.queue)

    def play(self, frames: int) -> None:
        """So many times 20 ms pass at the caller's ear."""
        for _ in range(frames):
            if self.is_full and self.frames < XON_FRAMES:
                self._tell_flow(on=True)
            self._return_marks()
            if self.queue:
                frame = self.queue.popleft()
                assert isinstance(frame, bytes)
                self.played += frame
        self._return_marks()

    def _return_marks(self) -> None:
        while self.queue and isinstance(self.queue[0], tuple):
            command, mark = self.queue.popleft()  # type: ignore[misc]
            self.marks.append(str(mark))
            self.out.append(self._control.mark(str(command), str(mark)))
