"""What the assistant is saying: sentences in order, a little ahead of the caller's ear.

At most `lead_ms` of audio is in flight, so that an interruption is obeyed at once and it is known
what was heard. The far end is taken to play what it gets without delay; its own word (`played`)
settles when a sentence was heard to its end.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from channels.turns.commands import BeginSentence, ClearPlayback, EndSentence, SendAudio
from channels.turns.sentences import words_heard

Samples = NDArray[np.int16]
Sent = BeginSentence | SendAudio | EndSentence | ClearPlayback

REWIND_MS = 200
"""Speech repeated when playback goes on after a pause, so that no word is lost."""
PLAYED_GRACE_MS = 1000
"""A far end that does not say `played` is believed to have played after this."""
SENTENCE_PAUSE_MS = 180
"""Silence between two sentences; synthesizers give none."""
LONGEST_PAUSE_MS = 600
"""So long it is drawn out while the next sentence is awaited, as by one who still thinks."""
DRAWN_MS = 20
AHEAD_MS = 100
"""It is drawn out by so much at a time, while no more than so much is left to play."""
MS_PER_CHARACTER = 65
"""Of speech whose length is not yet known."""


@dataclass(eq=False)
class Sentence:
    """One sentence on its way to the caller. Positions are samples of its audio."""

    mark: str
    text: str
    protected: bool = False
    lead_in: int = 0
    """Silence that is due before it."""
    pause: int = 0
    """Silence at the end of its audio."""
    audio: Samples = field(default_factory=lambda: np.zeros(0, np.int16))
    complete: bool = False
    sent: int = 0
    announced: bool = False
    ends_ms: float = 0.0
    """When what was sent of it will have been played."""
    heard_share: float = 0.0
    """0..1; valid once it is over."""
    times_cut: int = 0

    @property
    def started(self) -> bool:
        """Some of its audio has come, or none ever will."""
        return self.complete or len(self.audio) > 0

    @property
    def exhausted(self) -> bool:
        """All of its audio has been sent."""
        return self.complete and self.sent >= len(self.audio)

    @property
    def wire_mark(self) -> str:
        """The mark of its present playing: one that was cut short and goes on has a new one."""
        return f"{self.mark}.{self.times_cut}" if self.times_cut else self.mark


class Playback:
    """The queue of sentences. Pure: the time is given in ms, what to send is handed back."""

    def __init__(self, sample_rate_hz: int, lead_ms: int):
        self.rate_hz = sample_rate_hz
        self.lead_ms = lead_ms
        self.held = False
        self.more_expected = False
        """The reply may not be all there yet."""
        self._waiting: deque[Sentence] = deque()
        self._in_flight: deque[Sentence] = deque()
        self._horizon_ms = 0.0

    # What is going on

    @property
    def busy(self) -> bool:
        """There is something that the caller has not heard."""
        return bool(self._waiting or self._in_flight)

    def audible(self, now_ms: float) -> bool:
        """There is something that the caller has not heard, whatever the far end has said."""
        return bool(self._waiting) or now_ms < self._horizon_ms

    def interruptible(self, now_ms: float) -> bool:
        """What the caller hears now, or will hear next, is not protected."""
        unheard = (one for one in self._in_flight if one.ends_ms > now_ms)
        present = next(chain(unheard, self._waiting), None)
        return present is None or not present.protected

    # What comes in

    def add(self, sentence: Sentence) -> None:
        """Queues a sentence behind the others; its audio may come later."""
        if self.busy:
            before = (*self._in_flight, *self._waiting)[-1]
            sentence.lead_in = max(0, self._samples(SENTENCE_PAUSE_MS) - before.pause)
        self._waiting.append(sentence)

    def add_first(self, sentence: Sentence) -> None:
        """Puts a sentence before those of which nothing has been sent."""
        at = 1 if self._waiting and self._waiting[0].sent else 0
        self._waiting.insert(at, sentence)

    def add_after(self, earlier: Sentence, sentence: Sentence) -> None:
        """Puts a sentence right behind a waiting one."""
        self._waiting.insert(self._waiting.index(earlier) + 1, sentence)

    def break_off(self, sentence: Sentence) -> None:
        """No more audio of it will come: it is only as many words as it has audio for."""
        sentence.text = words_heard(sentence.text, len(sentence.audio) / self._length(sentence))
        sentence.complete = True

    def fill(self, mark: str, samples: Samples) -> None:
        """The next samples of a sentence; one that was dropped meanwhile is ignored."""
        if sentence := self.find(mark):
            silence = np.zeros(sentence.lead_in, np.int16)
            sentence.audio = np.concatenate([sentence.audio, silence, samples])
            sentence.lead_in = 0

    def complete(self, mark: str) -> None:
        """All samples of a sentence have come (or no more will)."""
        if sentence := self.find(mark):
            sentence.complete = True

    def find(self, mark: str) -> Sentence | None:
        """The sentence of this mark, unless it is over or was dropped."""
        return next((one for one in self._waiting if one.mark == mark), None)

    def holds(self, sentence: Sentence) -> bool:
        """Whether it is neither over nor dropped."""
        return sentence in self._waiting or sentence in self._in_flight

    # What goes out

    def due(self, now_ms: float) -> Iterator[Sent]:
        """What is to be sent now. Call again within 20 ms while `busy`."""
        while self._waiting and not self.held:
            sentence = self._waiting[0]
            yield from self._feed(sentence, now_ms)
            if not sentence.exhausted:
                return
            following = self._waiting[1] if len(self._waiting) > 1 else None
            if self._may_draw_out(sentence, following):
                due = following is not None and following.lead_in > 0
                if not due and self._horizon_ms > now_ms + AHEAD_MS:
                    return
                self._draw_out(sentence, following)
                continue
            self._in_flight.append(self._waiting.popleft())
            if sentence.announced:
                yield EndSentence(sentence.wire_mark)

    def _may_draw_out(self, sentence: Sentence, following: Sentence | None) -> bool:
        """Is the next sentence awaited, so that the pause before it goes on?"""
        awaited = not following.started if following else self.more_expected
        return sentence.announced and awaited and sentence.pause < self._samples(LONGEST_PAUSE_MS)

    def _draw_out(self, sentence: Sentence, following: Sentence | None) -> None:
        silence = np.zeros(self._samples(DRAWN_MS), np.int16)
        sentence.audio = np.concatenate([sentence.audio, silence])
        sentence.pause += len(silence)
        if following:
            following.lead_in = max(0, following.lead_in - len(silence))

    def _feed(self, sentence: Sentence, now_ms: float) -> Iterator[Sent]:
        start_ms = max(self._horizon_ms, now_ms)
        room = self._samples(now_ms + self.lead_ms - start_ms)
        piece = sentence.audio[sentence.sent : sentence.sent + max(0, room)]
        if not len(piece):
            return
        if not sentence.announced:
            sentence.announced = True
            yield BeginSentence(sentence.wire_mark, self._rest_of(sentence))
        sentence.sent += len(piece)
        self._horizon_ms = sentence.ends_ms = start_ms + 1000 * len(piece) / self.rate_hz
        yield SendAudio(piece)

    def _rest_of(self, sentence: Sentence) -> str:
        done = words_heard(sentence.text, sentence.sent / max(1, len(sentence.audio)))
        return sentence.text[len(done) :].strip() if sentence.times_cut else sentence.text

    # What was heard

    def played(self, mark: str) -> list[Sentence]:
        """The far end has played up to this mark: the sentences that are thereby over."""
        marks = [sentence.wire_mark for sentence in self._in_flight]
        count = marks.index(mark) + 1 if mark in marks else 0
        return [self._over(self._in_flight.popleft()) for _ in range(count)]

    def expired(self, now_ms: float, grace_ms: int = PLAYED_GRACE_MS) -> list[Sentence]:
        """Sentences that must have been played by now, though the far end does not say so."""
        over = []
        while self._in_flight and now_ms >= self._believed_over_ms(self._in_flight[0], grace_ms):
            over.append(self._over(self._in_flight.popleft()))
        return over

    @staticmethod
    def _believed_over_ms(sentence: Sentence, grace_ms: int) -> float:
        return sentence.ends_ms + grace_ms if sentence.announced else 0

    @staticmethod
    def _over(sentence: Sentence) -> Sentence:
        sentence.heard_share = 1.0 if sentence.announced else 0.0
        return sentence

    # Interruptions

    def clear(self, now_ms: float) -> list[ClearPlayback]:
        """Stops at once and holds; what was cut short is rewound, to go on if `held` is lifted."""
        self.held = True
        self.expired(now_ms, grace_ms=0)
        self._waiting.extendleft(reversed(self._in_flight))
        self._in_flight.clear()
        cut = [sentence for sentence in self._waiting if sentence.announced]
        for sentence in cut:
            self._rewind(sentence, now_ms)
        self._horizon_ms = now_ms
        return [ClearPlayback()] if cut else []

    def _rewind(self, sentence: Sentence, now_ms: float) -> None:
        unheard_ms = max(0.0, sentence.ends_ms - now_ms)
        heard = max(0, sentence.sent - self._samples(unheard_ms))
        sentence.heard_share = min(1.0, heard / self._length(sentence))
        sentence.sent = max(0, heard - self._samples(REWIND_MS))
        sentence.announced = False
        sentence.times_cut += 1

    def _length(self, sentence: Sentence) -> int:
        """In samples, without the pause after it; a guess while it is not complete."""
        guess = self._samples(MS_PER_CHARACTER * len(sentence.text))
        return max(1, len(sentence.audio) - sentence.pause, 0 if sentence.complete else guess)

    def _samples(self, ms: float) -> int:
        return int(ms * self.rate_hz / 1000)

    def drop(self, protected: bool = False) -> tuple[str, ...]:
        """Forgets what is still to be said, what is `protected` only if told to.

        What is being said is finished, unless it was stopped by `clear`. Returns their marks.
        """
        dropped = [
            one for one in self._waiting if protected or not (one.protected or one.announced)
        ]
        self._waiting = deque(one for one in self._waiting if one not in dropped)
        return tuple(sentence.mark for sentence in dropped)
