"""A call as jambonz's `listen` verb brings it, written from its documentation and source alone.

https://docs.jambonz.org/verbs/verbs/listen: a text with the call's attributes, then binary L16;
what the bot sends is played in order. The source of mod_audio_fork, jambonz's media module, says
what is kept where: `ForkPlayback` plays that part.
"""

from __future__ import annotations

import base64
import hmac
import json
from collections import deque
from hashlib import sha256
from typing import Any

import numpy as np

from tools.caller.narrowband import LINE_HZ, NarrowbandTelephone
from tools.caller.playback import Playback
from tools.caller.script import CallError
from tools.caller.sound import Samples
from tools.caller.telephone import Outgoing

CALL = "9d1c1b1a-0000-4000-8000-000000000001"
SUBPROTOCOL = "audio.jambonz.org"
MOST_MARKS = 30


def sign(secret: str, body: bytes, at_s: int) -> str:
    """Jambonz-Signature: the time, and HMAC-SHA256 over time, a full stop and body, in hex."""
    signed = b"%d.%s" % (at_s, body)
    return f"t={at_s},v1={hmac.new(secret.encode(), signed, sha256).hexdigest()}"


def basic(username: str, password: str) -> str:
    """The header Authorization of the verb's wsAuth."""
    return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()


def attributes(caller: str, called: str, **more: Any) -> str:
    """The first text."""
    about = {"sampleRate": LINE_HZ, "mixType": "mono", "callSid": CALL, "direction": "inbound"}
    sip = {"callId": "1-2@10.0.0.1", "sipStatus": 200, "sipReason": "OK"}
    account = {"callStatus": "in-progress", "accountSid": "ac1", "applicationSid": "ap1"}
    return json.dumps({**about, "from": caller, "to": called, **sip, **account, **more})


def dtmf(digit: str) -> str:
    """A key, with how long it was held, in samples."""
    return json.dumps({"event": "dtmf", "dtmf": digit, "duration": "1600"})


def mark(name: str, event: str) -> str:
    """A mark that is reached (playout) or dropped (cleared)."""
    return json.dumps({"type": "mark", "data": {"name": name, "event": event}})


class ForkPlayback(Playback):
    """mod_audio_fork's buffers.

    Audio waits in front until there are 160 ms of it, later 80 ms; then all of it moves on. A mark
    is put before the audio that comes next, as a sample of -1, and so a sample of -1 is taken for
    one; a mark that nothing follows is returned when all is played. killAudio drops what has moved
    on, but not what waits in front.
    """

    def __init__(self) -> None:
        super().__init__()
        self._front: list[Samples] = []
        self._enough = LINE_HZ * 160 // 1000
        self._last: deque[str] = deque()  # marks that no audio has followed
        self._names: deque[str] = deque()  # of the marks between samples
        self._silent = 0  # marks that were cleared, and will not be noticed when they come by
        self.cleared: list[str] = []

    @property
    def in_front(self) -> int:
        """Samples that wait for more to come."""
        return sum(map(len, self._front))

    def add(self, samples: Samples) -> None:
        at = self.received + self.in_front
        self.marks.extend((at, name) for name in self._last)
        self._names.extend(self._last)
        self._last.clear()
        self._front.append(samples)
        if self.in_front >= self._enough:
            self._enough = LINE_HZ * 80 // 1000
            pieces, self._front = self._front, []
            super().add(np.concatenate(pieces))

    def end(self, mark: str) -> None:
        if len(self._last) + len(self._names) < MOST_MARKS:
            self._last.append(mark)
        self.open = None

    def clear(self) -> int:
        self.cleared += [*self._names, *self._last]
        self._silent += len(self._names)
        self._names.clear()
        self._last.clear()
        return super().clear()

    def unheard(self) -> int:
        """Samples to the last audible one, those in front as well."""
        waiting, self.waiting = self.waiting, deque([*self.waiting, *self._front])
        try:
            return super().unheard()
        finally:
            self.waiting = waiting

    def pull(self, count: int) -> tuple[Samples, list[str]]:
        noticed = bool(self._names or self._silent)
        heard, passed = super().pull(count)
        taken_for_marks = int(np.sum(heard == -1)) if noticed else 0
        reached = [name for _ in range(len(passed) + taken_for_marks) for name in self._pass()]
        if not len(heard) and not noticed and self._last:
            reached.append(self._last.popleft())
        return heard, reached

    def _pass(self) -> list[str]:
        """A mark comes by."""
        if self._silent:
            self._silent -= 1
            return []
        return [self._names.popleft()] if self._names else []


class JambonzTelephone(NarrowbandTelephone):
    """A telephone on the other side of jambonz; `credential` is the verb's wsAuth."""

    def __init__(self, *given: Any, credential: tuple[str, str], **named: Any):
        super().__init__(*given, **named)
        self._credential = credential
        self.playback: ForkPlayback = ForkPlayback()

    @property
    def headers(self) -> dict[str, str]:
        authorization = {"Authorization": basic(*self._credential)}
        return {**authorization, "Sec-WebSocket-Protocol": SUBPROTOCOL}

    def dial(self) -> list[Outgoing]:
        return [attributes(self.caller, self.called)]

    def receive(self, data: Outgoing) -> None:
        """Takes a message of the bot. Raises CallError for one that jambonz does not know."""
        if isinstance(data, bytes):
            self.playback.add(np.frombuffer(data, "<i2").astype(np.int16))
            return
        try:
            self._take_command(json.loads(data))
        except (ValueError, KeyError, TypeError) as error:
            raise CallError(f"the bot's message breaks the protocol: {error!r}") from error

    def _take_command(self, message: dict[str, Any]) -> None:
        kind = message["type"]
        if kind == "mark":
            self.playback.end(str(message["data"]["name"]))
        elif kind == "killAudio":
            self._take({"type": "clear"})
            self._note({"type": "clear"})
        elif kind == "disconnect":
            self.recording.ended, self.over = "assistant", True
        elif kind != "clearMarks":
            raise ValueError(f"unknown type {kind!r}")

    def tick(self) -> list[Outgoing]:
        """As every telephone, in jambonz's words."""
        cleared, self.playback.cleared = self.playback.cleared, []
        words = (self._in_jambonzs_words(data) for data in super().tick())
        return [*(mark(name, "cleared") for name in cleared), *(one for one in words if one)]

    def _in_jambonzs_words(self, data: Outgoing) -> Outgoing:
        if isinstance(data, bytes):
            return self.narrow(data)
        message = json.loads(data)
        if message["type"] == "dtmf":
            return dtmf(message["digit"])
        return mark(message["mark"], "playout") if "mark" in message else ""
