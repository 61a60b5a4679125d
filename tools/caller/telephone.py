"""One call as a state machine: told what arrived, asked every 20 ms what to send. Pure.

Both directions lie on one time axis. A telephone sends a frame when it is complete and plays one
from its first sample on: the frame sent at tick n begins at n frames, the one played at n + 1.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tools.caller.playback import Playback
from tools.caller.script import RATE_HZ, CallError, HangUp, Keys, Say, Script, Situation, Step
from tools.caller.sound import Samples, audible, silence

TICK_S = 0.020
FRAME = round(RATE_HZ * TICK_S)
KEY_TICKS = 10  # a key every 200 ms

Outgoing = str | bytes
Message = dict[str, Any]
Observer = Callable[[float, Message], None]  # (seconds since the call began, what happened)


@dataclass
class Spoken:
    """A step of the caller; where its voice (or last key) lies, in the caller's samples."""

    name: str
    first: int
    last: int
    interrupts: bool = False


@dataclass
class Recording:
    """All that a call leaves behind. The n-th element of the frames belongs to tick n."""

    call_id: str = ""
    bot_rate_hz: int = 0
    caller: list[Samples] = field(default_factory=list)
    bot: list[Samples] = field(default_factory=list)  # shorter than a frame where nothing came
    spoken: list[Spoken] = field(default_factory=list)
    clears: list[float] = field(default_factory=list)  # s, on the common time axis
    messages: list[tuple[float, Message]] = field(default_factory=list)
    lateness_s: list[float] = field(default_factory=list)  # of the clock that gave the ticks
    ended: str = ""  # the reason that the bot gave
    problem: str = ""  # why the call failed

    @property
    def seconds(self) -> float:
        return len(self.caller) * TICK_S


class Telephone:
    """A call to our browser protocol, version 1; `noise_dbfs` is the noise of the caller's line."""

    hangs_up_by_closing = False
    """Whether the connection's end is the call's, without a last word of the bot's."""

    def __init__(
        self,
        script: Script,
        observer: Observer = lambda at_s, message: None,
        noise_dbfs: float | None = None,
        caller: str = "+15550100",
        called: str = "+15550199",
        seed: int = 0,
    ):
        self.script, self.observer = script, observer
        self.caller, self.called = caller, called
        self.noise_dbfs, self.random = noise_dbfs, np.random.default_rng(seed)
        self.recording = Recording()
        self.playback = Playback()
        self.over = False
        self._hung_up = False  # the caller has
        self._tick = 0
        self._frames: deque[Samples] = deque()  # of the speech that is being spoken
        self._keys: deque[str] = deque()
        self._said: dict[str, str] = {}  # mark to text, of the bot's answer
        self._heard: list[str] = []  # the marks of it that were played
        self._complaint = ""  # the bot's last `error`
        self._step_end = 0  # tick at which the caller's last word or key ends
        self._voices: tuple[int, int] | None = None  # first and last tick of the bot's answer

    @property
    def _now_s(self) -> float:
        return self._tick * TICK_S

    def dial(self) -> list[Outgoing]:
        """What to send first."""
        numbers = {"caller": self.caller, "called": self.called}
        return [json.dumps({"type": "start", "sample_rate": RATE_HZ, "language": "en", **numbers})]

    @property
    def headers(self) -> dict[str, str]:
        """Of the request that opens the connection."""
        return {}

    # --- what arrives ----------------------------------------------------------------------------

    def receive(self, data: Outgoing) -> None:
        """Takes a message of the bot. Raises CallError for one that breaks the protocol."""
        if isinstance(data, bytes):
            if not self.recording.bot_rate_hz:
                raise CallError("the bot sent audio before `started`")
            self.playback.add(np.frombuffer(data, "<i2").astype(np.int16))
            return
        try:
            message = json.loads(data)
            self._take(message)
        except (ValueError, KeyError, TypeError) as error:
            raise CallError(f"the bot's message breaks the protocol: {error!r}") from error
        self._note(message)

    def _take(self, message: Message) -> None:
        kind = message["type"]
        if kind == "started":
            self.recording.bot_rate_hz = int(message["sample_rate"])
            self.recording.call_id = str(message["call_id"])
        elif kind == "say":
            self.playback.begin(message["mark"])
            self._said[message["mark"]] = message["text"]
        elif kind == "said":
            self.playback.end(message["mark"])
        elif kind == "clear":
            self.playback.clear()
            self._said, self._heard = {}, []
            self.recording.clears.append(self._now_s + TICK_S)
        elif kind == "ended":
            self.recording.ended = message["reason"]
            if message["reason"] == "error":
                self.fail(f"the bot ended the call: {self._complaint or 'no reason given'}")
            self.over = True
        elif kind == "error":
            self._complaint = str(message["message"])
        elif kind not in ("partial", "final", "turn"):
            raise ValueError(f"unknown type {kind!r}")

    def _note(self, message: Message) -> None:
        self.recording.messages.append((self._now_s, message))
        self.observer(self._now_s, message)

    def closed(self) -> None:
        """The bot closed the connection."""
        if not self.over:
            self.fail("the bot closed the connection without `ended`")
        lost = self.playback.unheard()
        if lost and not self._hung_up:
            lost_s = lost / self.recording.bot_rate_hz
            self.fail(f"the bot hung up over {lost_s:.1f} s of its own speech")

    def fail(self, problem: str) -> None:
        """The call is over and has failed; the first problem is kept."""
        self.recording.problem = self.recording.problem or f"{problem} (at {self._now_s:.1f} s)"
        self.over = True

    # --- what to send ----------------------------------------------------------------------------

    def tick(self) -> list[Outgoing]:
        """Plays 20 ms, lets the caller act, and returns what to send now."""
        marks = self._listen()
        out: list[Outgoing] = [json.dumps({"type": "played", "mark": mark}) for mark in marks]
        if not self._frames and not self._keys:
            self._act()
        frame = self._line(self._frames.popleft() if self._frames else silence(FRAME))
        self.recording.caller.append(frame)
        out.append(frame.astype("<i2").tobytes())
        if self._keys and self._tick % KEY_TICKS == 0:
            out.append(self._press())
        if self.over:
            out.append(json.dumps({"type": "stop"}))
        self._tick += 1
        return out

    def _listen(self) -> list[str]:
        rate_hz = self.recording.bot_rate_hz
        count = round((self._tick + 1) * rate_hz * TICK_S) - round(self._tick * rate_hz * TICK_S)
        heard, marks = self.playback.pull(count)
        self.recording.bot.append(heard)
        self._heard += marks
        if self._tick >= self._step_end and len(audible(heard)):
            first = self._voices[0] if self._voices else self._tick
            self._voices = first, self._tick
        return marks

    def _line(self, frame: Samples) -> Samples:
        if self.noise_dbfs is None:
            return frame
        noise = self.random.normal(0, 32768 * 10 ** (self.noise_dbfs / 20), FRAME)
        return np.clip(np.rint(frame + noise), -32768, 32767).astype(np.int16)

    def _situation(self) -> Situation:
        first, last = self._voices or (self._tick, self._step_end)
        return Situation(
            waited_s=(self._tick - self._step_end) * TICK_S,
            answering_s=(self._tick - first) * TICK_S if self._voices else None,
            quiet_s=(self._tick - last) * TICK_S if self.playback.idle else 0.0,
            said=tuple(self._said.values()),
            heard=tuple(text for mark, text in self._said.items() if mark in self._heard),
        )

    def _act(self) -> None:
        try:
            step = self.script.decide(self._situation())
        except CallError as error:
            self.fail(str(error))
            return
        if isinstance(step, HangUp):
            self.over = self._hung_up = True
        elif step is not None:
            self._begin(step)

    def _begin(self, step: Step) -> None:
        self._said, self._heard, self._voices = {}, [], None
        if isinstance(step, Say):
            speech, start = step.speech, self._tick * FRAME
            whole = np.pad(speech.samples, (0, -len(speech.samples) % FRAME))
            self._frames.extend(whole.reshape(-1, FRAME))
            first, last = start + speech.first, start + speech.last
            interrupts = step.after_s is not None
            self.recording.spoken.append(Spoken(speech.name, first, last, interrupts))
            self._step_end = self._tick - (-speech.last // FRAME)
            self._note({"type": "speaks", "name": speech.name})
        elif isinstance(step, Keys):
            self._keys.extend(step.digits)
            self._note({"type": "keys", "digits": step.digits})

    def _press(self) -> str:
        digit = self._keys.popleft()
        if not self._keys:
            at = (self._tick + 1) * FRAME
            self.recording.spoken.append(Spoken("keys", at, at))
            self._step_end, self._voices = self._tick, None
        return json.dumps({"type": "dtmf", "digit": digit})
