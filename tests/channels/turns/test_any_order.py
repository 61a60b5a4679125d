"""Whatever happens in whatever order: the rules of a call hold."""

from dataclasses import dataclass

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.turns import commands as do
from channels.turns import events as on
from channels.turns.call import Call
from channels.turns.conversation import Conversation
from channels.turns.keypad import Entry
from channels.turns.settings import TurnSettings

RATE_HZ = 1000
marks = st.sampled_from(["s1", "s2", "s3", "s1.1", "s9", ""])
numbers = st.integers(0, 4)
texts = st.sampled_from(["", "...", "mm-hm", "yes", "my pin is", "4 0 0 1", "what is my balance"])
replies = st.builds(
    on.Replied,
    st.sampled_from(["", "Yes.", "One thing. Another thing.", "A. B. C."]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    entry=st.sampled_from([None, Entry(), Entry(4, "*"), Entry(8)]),
)
timers = st.sampled_from(
    ["pace", "silence", "keys", "patience", "stall", "recognition"]
    + ["retry", "hang_up", "call", "farewell", "x"]
)
audio = st.integers(0, 3000).map(lambda count: np.ones(count, np.int16))


@dataclass(frozen=True)
class Due:
    """The timer of this name fires, if it was ever set."""

    timer: str


events = st.one_of(
    st.sampled_from([on.FrameHeard(0.01), on.FrameHeard(0.99)]).flatmap(
        lambda frame: st.integers(1, 30).map(lambda count: [frame] * count)
    ),
    st.one_of(
        st.builds(on.Guessed, numbers, texts),
        st.builds(on.Recognized, numbers, numbers, texts),
        st.builds(on.RecognitionFailed, numbers, numbers),
        st.builds(on.KeyPressed, st.sampled_from([*"0123456789*#", "x", ""])),
        replies,
        st.builds(on.DialogueEnded),
        st.builds(on.AudioReady, marks, audio),
        st.builds(on.AudioComplete, marks),
        st.builds(on.SynthesisFailed, marks),
        st.builds(on.Played, marks),
        st.builds(on.TimerFired, timers, st.integers(0, 200)),
        st.builds(Due, timers),
        st.builds(on.Held, st.booleans()),
        st.builds(on.LineClosing),
        st.builds(on.LineClosed, st.sampled_from(["caller", "error"])),
    ).map(lambda event: [event]),
)


class Rules:
    """Watches the commands of one call and complains about what must never be."""

    def __init__(self, lead_ms: int) -> None:
        self.lead_ms = lead_ms
        self.in_flight = self.ended = self.released = self.on_hold = False
        self.sentence = ""
        self.horizon_ms = 0.0
        self.timers: dict[str, tuple[int, int]] = {}
        self.hearing: set[int] = set()
        self.farewells = 0

    def watch(self, command: do.Command, now_ms: int) -> None:
        assert not self.released, f"{command} after Release"
        match command:
            case do.Ask(text=text):
                assert not self.in_flight, "two messages in flight"
                self.in_flight = True
                self.farewells += text == "/session_end"
            case do.BeginSentence(mark=mark):
                assert not self.sentence, "a sentence within a sentence"
                self.sentence = mark
            case do.SendAudio(samples=samples):
                assert self.sentence and not self.ended and not self.on_hold
                self.horizon_ms = max(self.horizon_ms, now_ms) + len(samples)
                assert self.horizon_ms - now_ms <= self.lead_ms + 1, "too much in flight"
            case do.EndSentence(mark=mark):
                assert self.sentence == mark
                self.sentence = ""
            case do.ClearPlayback():
                self.sentence, self.horizon_ms = "", now_ms
            case do.SetTimer(timer=timer, number=number, at_ms=at_ms):
                assert at_ms >= now_ms
                self.timers[timer] = (number, at_ms)
            case do.OpenHearing(utterance=utterance):
                assert not self.hearing, "two utterances at once"
                self.hearing.add(utterance)
            case do.Guess(utterance=utterance) | do.Recognize(utterance=utterance):
                assert utterance in self.hearing
            case do.CloseHearing(utterance=utterance):
                self.hearing.remove(utterance)
            case do.EndCall():
                assert not self.ended, "ended twice"
                self.ended = True
            case do.Release():
                assert self.ended and self.farewells <= 1
                assert self.farewells or self.in_flight, "released though nothing hung"
                self.released = True


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(events, st.integers(0, 400)), max_size=60))
def test_the_rules_of_a_call_hold_in_any_order_of_events(
    script: list[tuple[list[on.Event | Due], int]],
) -> None:
    limits = TurnSettings()
    conversation = Conversation(Call("c", "test"), limits, RATE_HZ)
    rules, now_ms = Rules(limits.lead_ms), 0

    def happen(event: on.Event | Due) -> None:
        if isinstance(event, Due):
            number, _ = rules.timers.get(event.timer, (0, 0))
            event = on.TimerFired(event.timer, number)
        if isinstance(event, on.DialogueEnded):
            if not rules.in_flight:
                return  # there is nothing that could end
            rules.in_flight = False
        if isinstance(event, on.Held):
            rules.on_hold = event.on
        for command in conversation.handle(event, now_ms):
            rules.watch(command, now_ms)

    happen(on.CallStarted())
    for burst, pause_ms in script:
        for event in burst:
            if rules.released:
                return
            happen(event)
        now_ms += pause_ms
    finish(rules, conversation, now_ms)


def finish(rules: Rules, conversation: Conversation, now_ms: int) -> None:
    """However it went: a closed line is taken leave of, though the recognizer never answers."""
    event: on.Event = on.LineClosed("caller")
    while not rules.released:
        for command in conversation.handle(event, now_ms):
            rules.watch(command, now_ms)
        if rules.in_flight:
            rules.in_flight, event = False, on.DialogueEnded()
        else:
            number, at_ms = rules.timers["farewell"]
            event, now_ms = on.TimerFired("farewell", number), max(now_ms, at_ms)
