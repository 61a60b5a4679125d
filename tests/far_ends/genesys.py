"""Genesys' side of an AudioHook session, played by hand: time passes when a test says so."""

from __future__ import annotations

from typing import Any

from tools.caller.genesys import Messages
from tools.caller.narrowband import LINE_HZ


class Session:
    """What Genesys keeps of a session. `out` collects what it sends."""

    def __init__(self, first: str | None = None, **variables: str):
        self.messages = Messages()
        opens = self.messages.open("+15550100", "+15550199", variables)
        self.out: list[str | bytes] = [opens if first is None else first]
        self.said: list[tuple[str, dict[str, Any]]] = []
        """The server's texts: type and parameters."""
        self.pongs: list[int] = []
        self.sizes: list[int] = []
        """Of the server's audio messages."""
        self.buffer = self.played = b""
        self.closes = True
        """When it is asked to, as Genesys always does."""

    # The caller, and Genesys

    def say(self, *pieces: bytes) -> None:
        """The next of the caller's audio."""
        self.out += [self.messages.audio(piece) for piece in pieces]

    def press(self, digits: str) -> None:
        for digit in digits:
            self.tell("dtmf", digit=digit)

    def tell(self, kind: str, **parameters: Any) -> None:
        self.out.append(self.messages.text(kind, **parameters))

    # The server

    def take(self, data: str | bytes) -> None:
        """A message of the server's. AssertionError, ValueError for one that Genesys refuses."""
        if isinstance(data, bytes):
            assert self.of("opened"), "audio before opened"
            self.sizes.append(len(data))
            if not self.buffer:
                self.tell("playback_started")
            self.buffer += data
            return
        kind, parameters, clientseq = self.messages.read(data)
        self.said.append((kind, parameters))
        if kind == "pong":
            self.pongs.append(clientseq)
        elif kind == "event":
            self.buffer = b""
        elif kind == "disconnect" and self.closes:
            self.tell("close", reason="disconnect")

    def of(self, kind: str) -> list[dict[str, Any]]:
        """Parameters of the server's texts of this type."""
        return [parameters for said, parameters in self.said if said == kind]

    @property
    def buffered_ms(self) -> float:
        return 1000 * len(self.buffer) / LINE_HZ

    def play(self) -> None:
        """All that it has."""
        if self.buffer:
            self.played += self.buffer
            self.buffer = b""
            self.tell("playback_completed")
