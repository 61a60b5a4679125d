"""Which card, and yes or no, in a caller's words. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.banking.service import Card
from actions.privacy.spoken_digits import digit_runs

# With what recognizers make of them.
_KINDS = {
    "debit": re.compile(
        r"\b(?:debits?|debt|deb it|deadbeat|rabbit|diabic|devit|bank card|checking|cash card)\b",
        re.I,
    ),
    "credit": re.compile(r"\b(?:credit|credits|visa|mastercard)\b", re.I),
}
_REFUSED = re.compile(r"\bnot (?:the |my )?\w+", re.I)
_ORDER = {
    0: re.compile(r"\b(?:first|former)\b", re.I),
    1: re.compile(r"\b(?:second|latter)\b", re.I),
}
# A yes is nothing but a yes: "okay" also opens "okay, wait a minute".
_OPENING = r"(?:uh|um|oh|ah|hm|well|so|you)"
_AGREED = (
    r"(?:yes|yeah|yep|yup|yea|sure|correct|right|exactly|absolutely|definitely|of course|okay|ok"
    r"|all? ?right|please do|do (?:it|that)|go ahead|(?:please )?block (?:it|that|this|{card})"
    r"|(?:that's|that is|it's|it is) (?:right|correct|it|that one|the one|{card})"
    r"|i do|it is|you can|i(?:'m| am) sure)"
)
_POLITE = r"(?:please|thanks|thank you|sir|ma'am|now|right (?:now|away)|that one|for me|{card})"
_CARD = r"(?:my|the|that|this) (?:(?:debit|debt|credit|bank|lost|stolen) )?(?:card|one)"
_YES = re.compile(
    rf"\W*(?:{_OPENING}\W+)*{_AGREED}(?:\W+(?:{_AGREED}|{_POLITE}))*\W*".replace("{card}", _CARD),
    re.I,
)
_HESITATION = re.compile(
    r"\b(?:wait|hold on|hang on|moment|minute|second|stop|cancel|first|but|before|later|instead"
    r"|no|nope|not|can i|could i|do you|what|which|when|where|who|why|how|if|unless"
    r"|whatever|maybe|perhaps|probably|guess|suppose|think)\b",
    re.I,
)
_NO = re.compile(
    r"^\W*(?:(?:uh|um|oh|ah|well|okay|ok|so|you|actually)\W+)*(?:no|nope|nah|know|wrong|not)\b"
    r"|\b(?:don['’]?t|do not|never mind|wrong (?:one|card)|the other)\b",
    re.I,
)


def chosen(text: str, cards: Sequence[Card]) -> list[Card]:
    """The cards that the words may mean; all of them if the words single none out.

    "the one ending in 3391", "my credit card", "the first one", "not the debit".
    """
    return _by_digits(text, cards) or _by_kind(text, cards) or _by_order(text, cards) or list(cards)


def is_yes(text: str) -> bool:
    """Whether an answer is a yes from its first word to its last."""
    return bool(_YES.fullmatch(text.replace("’", "'")))


def hesitates(text: str) -> bool:
    """Whether an answer holds a word of doubt, delay or asking back: then it is no clear yes."""
    return bool(_HESITATION.search(text)) or is_no(text)


def is_no(text: str) -> bool:
    """Whether an answer begins with a no, or takes something back."""
    return bool(_NO.search(text))


def _by_digits(text: str, cards: Sequence[Card]) -> list[Card]:
    said = [digits for run in digit_runs(text) for digits in (run.digits, run.certain)]
    return [card for card in cards if any(card.last_four in digits for digits in said)]


def _by_kind(text: str, cards: Sequence[Card]) -> list[Card]:
    refused, wanted = _kinds(" ".join(_REFUSED.findall(text))), _kinds(_REFUSED.sub("", text))
    if not wanted and refused:
        return [card for card in cards if card.kind not in refused]
    return [card for card in cards if {card.kind} == wanted]


def _kinds(text: str) -> set[str]:
    return {kind for kind, words in _KINDS.items() if words.search(text)}


def _by_order(text: str, cards: Sequence[Card]) -> list[Card]:
    return [card for at, card in enumerate(cards) if at in _ORDER and _ORDER[at].search(text)]
