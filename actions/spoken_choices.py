"""Which card is meant in a caller's words. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.banking.service import Card
from actions.privacy.spoken_digits import digit_runs
from actions.spoken_answers import is_yes_to_block

# With what recognizers make of them. "visa debit" is a debit card.
_KIND_WORDS = {
    "debit": r"visa debit|debits?|debt|debut|deb it|dead bit|deadbeat|rabbit|diabic|devit"
    r"|(?:bank|checking|cash|atm) ?card|checking one",
    "credit": r"credits?|creditcard|cretit|kredit|visa(?! debit)|master ?card",
}
_KINDS = {kind: re.compile(rf"\b(?:{words})\b", re.I) for kind, words in _KIND_WORDS.items()}
_REFUSED = re.compile(
    r"\b(?:not|(?:everything|anything|all|any|both) (?:but|except(?: for)?)) (?:the |my )?\w+", re.I
)
_CLAUSE = re.compile(r"[,;.]|\b(?:but|so|and|because|just|only)\b", re.I)
# A card of which this is said is not the one to block.
_KEPT = re.compile(
    r"\bstill (?:have|got)\b|\bi(?:'ve got| have| got| found) (?:my|the)\b"
    r"|\b(?:is|'s) (?:still )?(?:here|there|fine|okay|ok|safe|good|with me|in my \w+)\b",
    re.I,
)
# Nor is one that the caller never had; "i don't have my credit card any more" is a loss.
_NOT_OWNED = re.compile(
    r"(?:\bnot|n['’]t|\bnever)\b(?: \w+){0,3}? (?:have|had|own|owned|got|gotten|been given) "
    r"(?:a|any)\b(?!.*\bany ?more\b)|n['’]t a\b|(?:have|had|own|got|there's|'ve|’ve) no\b",
    re.I,
)
_CORRECTION = re.compile(r"\b(?:no|wait|sorry|i mean|i meant|actually|rather)\b", re.I)
_ORDER = (
    re.compile(r"\b(?:the (?:first|former)|first (?:one|card)|(?:number|option) one)\b", re.I),
    re.compile(r"\b(?:the (?:second|latter)|second (?:one|card)|(?:number|option) two)\b", re.I),
)
_LONE_ORDER = (
    re.compile(r"\W*(?:first|one)(?: please)?\W*", re.I),
    re.compile(r"\W*(?:second|two)(?: please)?\W*", re.I),
)
_LAST = re.compile(r"\bthe last(?: one| card)?\b(?! four)", re.I)
_OTHER = re.compile(r"\b(?:the|my) other\b", re.I)
_ALL = re.compile(
    r"\b(?:both|the two(?: of| cards)|(?:two|pair) of them|each(?: one)?"
    r"|every(?:thing| one| card)|all(?: of)? (?:my|the|them|those|cards))\b"
    r"(?! (?:but|except))|^\W*all\b(?:\W+please)?\W*$"
    r"|\b(?:debit|credit)(?: card| one)? (?:and|as well as|plus) (?:my |the )?(?:debit|credit)\b",
    re.I,
)
_ENDING = re.compile(r"\b(?:the (?:one|card) )?(?:that )?end(?:s|ing)(?: in| with)? (?=the )", re.I)


def chosen(text: str, cards: Sequence[Card]) -> list[Card]:
    """The cards that the words single out, mostly one; none if they name no card.

    "the one ending in 3391", "my credit card", "the first one", "not the debit".
    """
    return _by_digits(text, cards) or _by_kind(text, cards) or _by_order(text, cards)


def unknown(text: str, cards: Sequence[Card]) -> str:
    """A card that is named although it is none of `cards`: "credit card"; else empty."""
    wanted, _ = _wanted_and_kept(text)
    missing = sorted(wanted - {card.kind for card in cards})
    if missing:
        return f"{missing[0]} card"
    endings = [run for run in digit_runs(text) if len(run.certain) == 4]
    return "card with that ending" if endings and not _by_digits(text, cards) else ""


def wants_all(text: str) -> bool:
    """Whether all cards are meant: "both of them"."""
    return bool(_ALL.search(text))


def wants_other(text: str) -> bool:
    """Whether the card that was not spoken of is meant: "no, the other one"."""
    return bool(_OTHER.search(text))


def confirms(text: str, card: Card) -> bool:
    """Whether an answer is a clear yes to blocking this card, which it may name."""
    own = [run for run in digit_runs(text) if card.last_four in (run.digits, run.certain)]
    for run in reversed(own):
        text = f"{text[: run.start]}the {card.kind} card{text[run.end :]}"
    named = rf"(?:(?:my|the|that|this) )?(?:{_KIND_WORDS[card.kind]})(?: card| one)?"
    return is_yes_to_block(_ENDING.sub("", text), named)


def _by_digits(text: str, cards: Sequence[Card]) -> list[Card]:
    said = [digits for run in digit_runs(text) for digits in (run.digits, run.certain)]
    return [card for card in cards if any(card.last_four in digits for digits in said)]


def _by_kind(text: str, cards: Sequence[Card]) -> list[Card]:
    wanted, kept = _wanted_and_kept(text)
    if kept and not wanted:
        return [card for card in cards if card.kind not in kept]
    return [card for card in cards if {card.kind} == wanted]


def _wanted_and_kept(text: str) -> tuple[set[str], set[str]]:
    """The kinds that are to be blocked, and those that are not; a correction wins."""
    corrected = text if _NOT_OWNED.search(text) else _CORRECTION.split(text)[-1]
    said = corrected if _kinds(corrected) else text
    wanted: set[str] = set()
    kept = _kinds(" ".join(_REFUSED.findall(said)))
    for clause in _CLAUSE.split(_REFUSED.sub("", said)):
        group = kept if _KEPT.search(clause) or _NOT_OWNED.search(clause) else wanted
        group |= _kinds(clause)
    return wanted, kept - wanted


def _kinds(text: str) -> set[str]:
    return {kind for kind, words in _KINDS.items() if words.search(text)}


def _by_order(text: str, cards: Sequence[Card]) -> list[Card]:
    if _LAST.search(text):
        return list(cards[-1:])
    named = zip(cards, _ORDER, _LONE_ORDER, strict=False)
    return [card for card, order, lone in named if order.search(text) or lone.fullmatch(text)]
