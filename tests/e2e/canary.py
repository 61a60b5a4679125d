"""Personal details for a caller to say, and how to know them again wherever they are written."""

from __future__ import annotations

import re

from tools.bench.callers import spoken
from tools.caller.script import Keys, Say, Step

SAID = (
    "my account number is four double oh one two three nine six",
    "my card number is five five five five four four four four five five five five four four"
    " four four",
    "my name is Jane Quimby and my email is jane dot quimby at gmail dot com",
)
KEYED = "7394"
"""Four digits are in many files by chance; so not without what stands around a text."""
_KEYED = rb"[\"'\\s/>]7[ -]?3[ -]?9[ -]?4[\"'\\s<]|seven three nine four"
CANARIES = re.compile(
    rb"40012396|four,? double,? oh,? one|5555[ -]?4444|five,? five,? five,? five|quimby|jane dot|"
    + _KEYED,
    re.IGNORECASE,
)


def steps() -> list[Step]:
    """A number that is asked for is said, another is keyed; the rest is told unasked."""
    balance = Say(spoken("how much money do I have in my account?", "rms"))
    account, *others = (Say(spoken(text, "rms")) for text in SAID)
    return [balance, account, Keys(KEYED), *others]
