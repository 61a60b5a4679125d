"""The caller's turns, and how long each stage of an answer took, from the last voiced sample on."""

from __future__ import annotations

from dataclasses import dataclass

from channels.turns.commands import BeginSentence, Command, SendAudio


@dataclass
class TurnTimes:
    """When the stages of the present turn ended, in ms on the call's clock."""

    last_voice_ms: int
    endpoint_ms: int
    recognition_ms: int
    dialogue_ms: int | None = None

    def replied(self, now_ms: int) -> None:
        """The first reply has come."""
        if self.dialogue_ms is None:
            self.dialogue_ms = now_ms

    def audible(self, now_ms: int) -> dict[str, int]:
        """The reply's first audio has left: the stages' lengths, which add up to response_ms."""
        replied_ms = self.recognition_ms if self.dialogue_ms is None else self.dialogue_ms
        return {
            "endpoint_ms": self.endpoint_ms - self.last_voice_ms,
            "recognition_ms": self.recognition_ms - self.endpoint_ms,
            "dialogue_ms": replied_ms - self.recognition_ms,
            "synthesis_ms": now_ms - replied_ms,
            "response_ms": now_ms - self.last_voice_ms,
        }


class Turns:
    """Counts the caller's turns and follows the present one until its answer is heard."""

    def __init__(self) -> None:
        self.count = 0
        self._times: TurnTimes | None = None
        self._answers: set[str] = set()
        """Marks of the sentences that answer the present turn."""
        self._answering = False
        self._previous_ms: dict[str, int] | None = None

    def begin(self, times: TurnTimes) -> int:
        """A turn of the caller: its number."""
        self.count += 1
        self._times, self._answers, self._answering = times, set(), False
        return self.count

    def answered(self, mark: str) -> None:
        """This sentence answers the present turn."""
        self._answers.add(mark)

    def replied(self, now_ms: int) -> None:
        """A reply has come, to whatever."""
        if self._times:
            self._times.replied(now_ms)

    def sent(self, command: Command, now_ms: int) -> dict[str, int] | None:
        """The stages of the answer whose first audio this is, in ms."""
        if isinstance(command, BeginSentence):
            self._answering = command.mark in self._answers
        if not (isinstance(command, SendAudio) and self._answering and self._times):
            return None
        self._previous_ms, self._times = self._times.audible(now_ms), None
        return self._previous_ms

    def take_previous(self) -> dict[str, dict[str, int]]:
        """`times` of the last answer, once: for the next message to the dialogue."""
        previous_ms, self._previous_ms = self._previous_ms, None
        return {"times": previous_ms} if previous_ms else {}
