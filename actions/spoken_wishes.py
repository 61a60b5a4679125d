"""What else a caller wants in the same sentence: "my balance, and block my card". Pure.

The classifier names one intent a turn. The others are found here by the words that stand for them,
and only beside a word like "and": what is asked for besides is then done after the first.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_CARD = r"(?:\w+ ){0,3}(?:cards?|wallet|purse)\b"
_WORDS = {
    # Not "a representative told me": who is not asked for must not be called.
    "ask_person": r"(?:^|(?:want|need|like|prefer) to |(?:can|could|may) i |let me )"
    r"(?:please )?(?:talk|speak) (?:to|with)|put me through|(?:connect|transfer) me"
    r"|(?:get|give) me (?:a|an|some)(?:one|body)?(?: \w+)?"
    r"(?: person|human|agent|colleague|operator|representative)?$",
    "block_card": rf"(?:block|freeze|cancel|lock|stop|deactivate|report) {_CARD}"
    rf"|(?:lost|losing|stole|took|can't find) {_CARD}"
    r"|card (?:\w+ ){1,3}(?:blocked|stolen|lost|gone|missing|frozen)",
    "ask_transactions": r"transactions?|statement|account (?:history|activity)"
    r"|(?:last|latest|recent|any) (?:\w+ )?(?:payments?|purchases?|charges?|deposits?)"
    r"|(?:did|have) i (?:spend|spent|pay|paid|buy)|what i(?:'ve)? (?:spent|paid|bought)"
    r"|(?:salary|paycheck|pension|wages|rent) (?:\w+ )?(?:in|arrived?|paid|come)",
    "ask_balance": r"balances?|overdrawn|how much (?:money|is (?:in|on|left|there))"
    r"|how much (?:\w+ )?(?:do i|have i|i've|i have)|(?:what i have|what's) left"
    r"|(?:in|on) my (?:\w+ )?(?:account|savings)",
    "ask_hours": r"(?:opening|business|your) (?:hours|times)|what time|how late"
    r"|(?:are|is|do|does|you're) (?:you|they|it|the \w+) (?:\w+ )?(?:open|closed?)"
    r"|when (?:\w+ ){0,3}(?:open|close)",
    "ask_branch": r"(?:nearest|closest|next|your) (?:branch|office|bank|atm)"
    r"|(?:the|your|what's|is) (?:\w+ )?address"
    r"|where (?:are you|is the|is your|are your|(?:do|can) i (?:find|go|get|deposit|withdraw))"
    r"|where (?:the|you) (?:\w+ )?(?:are|is)",
}
_WISHES = {intent: re.compile(rf"\b(?:{words})\b", re.I) for intent, words in _WORDS.items()}
_JOINT = re.compile(
    r"[,;.?!]+|\b(?:and|then|also|plus|as well as|after that|afterwards|but first|besides)\b", re.I
)
# "Not my balance, my transactions": one of them is not wanted.
_TAKEN_BACK = re.compile(
    r"\b(?:not|don't (?:want|need)|instead|rather|i mean|i meant|actually|sorry|never ?mind"
    r"|forget|wait|or)\b",
    re.I,
)

# "This is ridiculous, I want my balance"; "my balance, 4001 7733".
_OF_ANY_WISH = frozenset({"complain", "inform_digits"})
_LATER = re.compile(r"\b(?:then|after that|afterwards)\b", re.I)


class Wish(NamedTuple):
    """An intent, and the words of it."""

    intent: str
    words: str


def wishes(text: str, parts_at_least: int = 2) -> list[Wish]:
    """All wishes of a sentence, in order, each intent once; one part holds one wish."""
    plain = text.replace("’", "'")
    parts = [part.strip() for part in _JOINT.split(plain)]
    if len(parts) < parts_at_least or _TAKEN_BACK.search(plain):
        return []
    found = [Wish(intent, part) for part in parts if (intent := _wish(part))]
    return list({wish.intent: wish for wish in reversed(found)}.values())[::-1]


def _wish(part: str) -> str:
    return next((intent for intent, words in _WISHES.items() if words.search(part)), "")


def besides(text: str, intent: str) -> list[Wish]:
    """What is wanted besides `intent`; everything, if the intent is no wish itself."""
    if intent in _OF_ANY_WISH:
        return wishes(text, 1)
    found = wishes(text)
    if intent == "nlu_fallback":
        return found if len(found) > 1 else []
    others = [wish for wish in found if wish.intent != intent]
    if intent == "ask_person":  # who wants one at once gets one
        return found if others and found[-1] not in others and _LATER.search(text) else []
    return others if intent in _WORDS else []
