"""What the demo's caller wants and how she answers, as data, and the script that follows it. Pure.

The caller listens: she says what fits the bot's words, so the call does not depend on the order in
which the assistant asks. Each of her wishes is checked against the bot's answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tools.caller.script import TIMEOUT_S, CallError, HangUp, Say, Situation, Speech, Step

REPEATS = 2  # how often the caller gives the same answer again
PATIENCE_S = 5.0  # for the rest of an answer that is no answer yet
CLOSING_S = 5.0  # for the bot to hang up after the last wish


@dataclass(frozen=True)
class Want:
    """Something to ask for; `answer` is a regular expression for the bot's words."""

    say: str
    text: str
    answer: str
    interrupt: bool = False  # speak as soon as the wish before is answered, into the bot's speech


@dataclass(frozen=True)
class Reply:
    """What to say when the bot's words match `asked`."""

    asked: str
    say: str
    text: str
    interrupt: bool = False  # speak as soon as that sentence is heard


@dataclass(frozen=True)
class Story:
    voice: str
    wants: tuple[Want, ...]
    replies: tuple[Reply, ...]
    misunderstood: str  # the same for words without such a question: the wish is said again then
    private: tuple[str, ...]  # what no transcript may contain

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Story:
        return cls(
            voice=data["voice"],
            wants=tuple(Want(**want) for want in data["wants"]),
            replies=tuple(Reply(**reply) for reply in data["replies"]),
            misunderstood=data["misunderstood"],
            private=tuple(data["private"]),
        )

    @property
    def texts(self) -> dict[str, str]:
        """What is said in each recording."""
        wants = {want.say: want.text for want in self.wants}
        return wants | {reply.say: reply.text for reply in self.replies}

    def leaks(self, transcript: str) -> list[str]:
        """The private details that the transcript contains."""
        folded = transcript.casefold()
        return [detail for detail in self.private if detail.casefold() in folded]


def found(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE | re.DOTALL) is not None


@dataclass
class Caller:
    """Follows a story; `speech` gives the recording of a name."""

    story: Story
    speech: Callable[[str], Speech]
    asked: int = field(default=0, init=False)  # wishes spoken
    granted: int = field(default=0, init=False)  # wishes answered as expected
    replied: list[str] = field(default_factory=list, init=False)

    @property
    def done(self) -> bool:
        return self.granted == len(self.story.wants)

    def decide(self, now: Situation) -> Step | None:
        if now.answered():
            return self._answer(now)
        if now.waited_s > TIMEOUT_S and now.answering_s is None:
            raise self._failure("it does not answer")
        return self._interrupt(" ".join(now.heard)) if now.heard else None

    def _answer(self, now: Situation) -> Step | None:
        said = " ".join(now.said)
        self._grant(said)
        if self.done:
            return HangUp() if now.quiet_s > CLOSING_S else None
        step = self._next_want() or self._reply(said, [*self.story.replies, self._again()])
        if step is None and now.quiet_s > PATIENCE_S:
            raise self._failure(f"it said “{said}”")
        return step

    def _interrupt(self, heard: str) -> Step | None:
        self._grant(heard)
        if self.asked == self.granted:
            wants = self.story.wants[self.asked :]
            return self._next_want() if self.asked and wants and wants[0].interrupt else None
        return self._reply(heard, [reply for reply in self.story.replies if reply.interrupt])

    def _grant(self, said: str) -> None:
        if self.asked > self.granted and found(self.story.wants[self.asked - 1].answer, said):
            self.granted += 1

    def _next_want(self) -> Step | None:
        if self.asked > self.granted or self.done:
            return None
        self.asked += 1
        self.replied.clear()
        return Say(self.speech(self.story.wants[self.asked - 1].say))

    def _again(self) -> Reply:
        want = self.story.wants[self.asked - 1]
        return Reply(self.story.misunderstood, want.say, want.text)

    def _reply(self, said: str, replies: Iterable[Reply]) -> Step | None:
        for reply in replies:
            if found(reply.asked, said) and self.replied.count(reply.say) <= REPEATS:
                self.replied.append(reply.say)
                return Say(self.speech(reply.say))
        return None

    def _failure(self, what: str) -> CallError:
        if not self.asked:
            return CallError(f"the bot should greet, but {what}")
        want = self.story.wants[self.asked - 1]
        return CallError(f"to “{want.text}” the bot should say /{want.answer}/, but {what}")
