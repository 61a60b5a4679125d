"""Commands of the turn core that are nothing to a far end."""

from __future__ import annotations

from channels.turns import commands as do

UNHEARD: list[do.Command] = [
    do.OpenHearing(1, 320),
    do.Guess(1),
    do.Recognize(1, 1),
    do.CloseHearing(1),
    do.Ask("my pin is 4821"),
    do.Synthesize("s1", "Hello."),
    do.Apologize("s1"),
    do.DropSpeech(("s1",)),
    do.SetTimer("pace", 1, 20),
    do.Release(),
]
"""To none."""
SHOWN: list[do.Command] = [
    do.BeginSentence("s1", "Hello."),
    do.ShowPartial("my pin is"),
    do.ShowFinal("my pin is 4821", 0.9),
    do.ShowTurn({"response_ms": 400}),
]
"""To a telephone, which has no page."""
