"""The assistant's side of a call: replies become sentences, and what was heard of them is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from channels.turns.commands import Apologize, Command, DropSpeech, Synthesize
from channels.turns.events import Replied
from channels.turns.playback import Playback, Sentence
from channels.turns.sentences import sentences, words_heard

APOLOGY = "I'm sorry, I'm having trouble right now. One moment please."
"""The words of the recording that is played when nothing better can be said."""


@dataclass
class Reply:
    """One message of the assistant and how much of it the caller heard."""

    text: str
    sentences: list[Sentence] = field(default_factory=list)

    @property
    def heard(self) -> str:
        """The words that reached the caller's ear."""
        shares = ((one.text, one.heard_share) for one in self.sentences)
        return " ".join(filter(None, (words_heard(text, share) for text, share in shares)))


class Speaking:
    """What the assistant says: queued, spoken sentence by sentence, interrupted."""

    def __init__(self, playback: Playback):
        self.playback = playback
        self._replies: list[Reply] = []
        self._apologized = False
        self._retried: dict[str, str] = {}
        self._to_retry: list[str] = []
        self._count = 0

    def say(self, replied: Replied) -> Iterator[Synthesize]:
        """Queues a message of the assistant."""
        reply = Reply(replied.text)
        self._replies.append(reply)
        for text in sentences(replied.text):
            sentence = self._sentence(text, protected=not replied.allow_interruptions)
            reply.sentences.append(sentence)
            self.playback.add(sentence)
            yield Synthesize(sentence.mark, sentence.text)

    def apologize(self, first: bool = False, again: bool = False) -> Iterator[Command]:
        """Queues the recorded apology, `first` if it cannot wait.

        Once in a turn is enough, unless it is to be heard `again`.
        """
        if self._apologized and not again:
            return
        self._apologized = True
        sentence = self._sentence(APOLOGY)
        (self.playback.add_first if first else self.playback.add)(sentence)
        yield Apologize(sentence.mark)

    def _sentence(self, text: str, protected: bool = False) -> Sentence:
        self._count += 1
        return Sentence(f"s{self._count}", text, protected)

    def failed(self, mark: str) -> bool:
        """A sentence could not be spoken; true if it is worth another try."""
        sentence = self.playback.find(mark)
        if sentence is None:
            return False
        if mark in self._retried:
            self.playback.complete(mark)
            return False
        if len(sentence.audio):
            sentence = self._begin_again(sentence)
        self._retried[sentence.mark] = sentence.text
        self._to_retry.append(sentence.mark)
        return True

    def _begin_again(self, broken: Sentence) -> Sentence:
        """What came of a sentence stands for itself; after it the whole comes once more."""
        again = self._sentence(broken.text, broken.protected)
        self.playback.break_off(broken)
        self.playback.add_after(broken, again)
        for reply in self._replies:
            if broken in reply.sentences:
                reply.sentences.insert(reply.sentences.index(broken) + 1, again)
        return again

    def retry(self) -> Iterator[Command]:
        """Tries once more what could not be spoken."""
        marks, self._to_retry = self._to_retry, []
        for mark in filter(self.playback.find, marks):
            yield Synthesize(mark, self._retried[mark])

    def stop(self, now_ms: int) -> Iterator[Command]:
        """Stops at once; goes on from there with `resume`, is forgotten with `drop`."""
        yield from self.playback.clear(now_ms)

    def resume(self) -> None:
        """Goes on where the caller stopped hearing it."""
        self.playback.held = False

    def drop(self, protected: bool = False) -> Iterator[Command]:
        """Forgets what has not been said, what is `protected` only if told to."""
        if marks := self.playback.drop(protected):
            yield DropSpeech(marks)

    def end(self, now_ms: int) -> Iterator[Command]:
        """The line has closed: forgets everything."""
        self.playback.clear(now_ms)
        yield from self.drop(protected=True)

    def take_heard(self) -> list[dict[str, str]]:
        """Each message that is over since the last call of this: its text, what was heard of it."""
        over = [reply for reply in self._replies if not self._awaited(reply)]
        self._replies = [reply for reply in self._replies if self._awaited(reply)]
        self._apologized = False
        return [{"text": reply.text, "heard": reply.heard} for reply in over]

    def _awaited(self, reply: Reply) -> bool:
        """Some of it may still be heard."""
        return any(map(self.playback.holds, reply.sentences))
