"""What numbers are called and how long they are, as data. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from stdnum import luhn

from actions.privacy.details import (
    ACCOUNT_NUMBER,
    ADDRESS,
    CREDIT_CARD,
    DATE_OF_BIRTH,
    IBAN,
    PHONE_NUMBER,
    PIN,
    US_SSN,
)

HARMLESS, THINGS = "amounts", "things"
"""What is nobody's data. So many digits that they are no amount may be somebody's after all."""
LONG = 4
"""The length of a PIN, or of the end of a card number."""
LENGTHS: dict[str, frozenset[int]] = {
    ACCOUNT_NUMBER: frozenset((8,)),
    ADDRESS: frozenset((5, 9)),
    CREDIT_CARD: frozenset((13, 14, 15, 16, 19)),
    IBAN: frozenset(),
    PHONE_NUMBER: frozenset((7, 10, 11)),
    PIN: frozenset((4, 6)),
    US_SSN: frozenset((9,)),
}

# What recognizers make of "PIN" is in it.
_TABLE = {
    PIN: r"pins?|pens?|pings?|penis|pass ?codes?|pass ?words?|c ?v ?[vc](?: ?2)?|o ?t ?p"
    r"|(?:security|verification|access|one[- ]time|confirmation|text(?:ed)?|login) codes?|codes?"
    r"|the back (?:says|is|are|reads)|memorable number"
    r"|(?:alarm|keypad|panel|gate|door|lock|safe)\b[^.?!]{0,25}\b(?:typed|entered|punched|keyed"
    r"|put)(?: in)?",
    US_SSN: r"socials?(?: security(?: number)?)?|s ?s ?n|tax (?:id|form)",
    CREDIT_CARD: r"cards?|visa|master ?card|amex|american express|discover|debit|credit",
    ACCOUNT_NUMBER: r"accounts?|acct|(?:member(?:ship)?|customer|client|policy|loan|subscriber"
    r"|contract)(?: (?:number|id|no))|(?:account|checking|savings) ending|routing|a ?b ?a"
    r"|sort code",
    PHONE_NUMBER: r"(?:tele)?phones?|mobiles?|cell(?:phone)?s?|landlines?|area code|whatsapp"
    r"|(?:call|ring|reach|text|dial|phone|called|rang|texted)(?: (?:me|him|her|us|them"
    r"|back))?(?: back)?(?: (?:on|at|from))?|contact number|extension number|daytime number"
    r"|(?:\d+|zero|oh|one|two|three|four|five|six|seven|eight|nine),? ext(?:ension)?"
    r"|home (?:number|one)|work number|my cell|number to call|the number ending in",
    ADDRESS: r"zip(?: ?codes?)?|postal codes?|post ?codes?",
    IBAN: r"ibans?",
    DATE_OF_BIRTH: r"born|birth ?days?|(?:date of )?birth|d ?o ?b",
    THINGS: r"orders?|opens?|closes?|reads|readings?|meter|invoices?|flights?|forms?|extension"
    r"|rooms?|gates?|tickets?|reference|tracking|errors?|options?|press(?:ed)?|steps?|model"
    r"|version|highway|route|page|chapter|section|channel|booking|confirmation number",
    HARMLESS: r"say|number (?:of|for)|case|claim|points?|charge[ds]?|paid|pay|cost(?:s|ing)?"
    r"|spent|spend|owe[sd]?|balance|amount|deposit(?:ed)?|withdr[ae]wn?|transfer(?:red)?|price"
    r"|total|fees?|limit|refund(?:ed)?|worth|around|about|almost|over|under|since|year|until"
    r"|till|rupees|naira|pesos|dollars|euros|pounds|miles|top|number (?=one|two|three|four|five"
    r"|\d\b)|apr|rate|payments? of|times?|earn(?:s|ed)?|salary|income|per|win(?:s|ning)?"
    r"|age[ds]?|expir(?:y|es|ation)(?: date)?",
}  # fmt: skip
_CALLED = {
    kind: re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE) for kind, pattern in _TABLE.items()
}
_REACH = 70
"""Characters: further away a word says nothing of a number."""
_CLAUSE = re.compile(r"[.!?;]\s|\bbut\b|\bbecause\b", re.IGNORECASE)
CLOSE = 12
"""Characters: what is so near is called so beyond doubt."""
ALL_OF_THEM = re.compile(r"\b(?:all|the|those)\s+$", re.IGNORECASE)
SINGLE_DIGITS = re.compile(
    r"\bdigits?\b|\bcharacters?\b|\b(?:house|flat|apartment|unit|door)(?: number)?\W*$",
    re.IGNORECASE,
)
AMOUNT_ASKED = re.compile(
    r"\bhow (?:much|many|long|often|old|far)\b|\bamounts?\b|\blimit\b|\bprice\b|\brates?\b"
    r"|\bwhen\b|\bwhat (?:time|year|kind|day)\b|\bhours\b|\bvalue\b|\bfee\b|\bcharge\b"
    r"|\bdeposit\b|\breading\b|\bbudget\b|\bhow (?:big|large|tall|high|wide|heavy|fast)\b"
    r"|\bsizes?\b|\bdimensions?\b|\bweight\b|\bheight\b|\bmileage\b|\btemperature\b|\bdos(?:e"
    r"|age)\b"
    r"|\bscore\b|\bpressure\b|\bspeed\b",
    re.IGNORECASE,
)
LAST_FOUR_ASKED = re.compile(r"\blast (?:four|4)\b|\bfour digits\b", re.IGNORECASE)
THE_ONE = re.compile(r"one\b[\s,]*(?:(?:uh|um)\b[\s,]*)?", re.IGNORECASE)
DETERMINED = re.compile(
    r"\b(?:the|this|that|my|our|your|his|her|a|first|second|third|fourth|last|old|new|visa"
    r"|other)\s+(?:(?!is\b|was\b|are\b)\w+\s+)?$",
    re.IGNORECASE,
)
PARTIAL = re.compile(
    r"\b(?:(?:end(?:s|ing)?|start(?:s|ing)?|begin(?:s|ning)?|finish(?:es|ing)?)(?: (?:in|with|on"
    r"|it is|is))?|last (?:four|three|two|4|3|2)(?: (?:digits?|numbers?))?(?: (?:is|are))?)\W*$",
    re.IGNORECASE,
)
NAMED_AFTER = re.compile(
    r"\W*(?:(?:is|was|that['’]?s|it['’]?s|as|for|of)\W+)?(?:the|my|his|her|our"
    r"|your)\s+(?:\w+\s+){0,3}?(?:pin|code|passcode|account|card|social|ssn|phone|mobile|cell"
    r"|zip|postcode|landline)\b[^.?!]{0,12}|\s+(?:(?:visa|debit|credit)\s+)?card\b",
    re.IGNORECASE,
)
INTRODUCED = re.compile(
    r"(?:\b(?:is|it['’]?s|was|are|be|number|digits?|code|pin|that['’]?s|okay|yes|yeah|sure|uh|um"
    r"|says|ending|ends|begins|starts|visa one|social|ssn|card|account|phone|mobile|zip|in|with)"
    r"|[:,.])\W*$",
    re.IGNORECASE,
)
OH = re.compile(r"\boh?\s+$", re.IGNORECASE)
PLUS = re.compile(r"(?:\bplus\s+|[+(]+)$", re.IGNORECASE)
"""Before a telephone number."""
GOES_ON = re.compile(
    r"\s+(?:my|the|a|an|your|his|her|our|their|it|me|you|him|us|them|i|we|they|this|be|do|get"
    r"|make|pay|see|have|go|check|send|block|every|all|some|two|three|business|now|today|which"
    r"|who)\b",
    re.IGNORECASE,
)


class Called(NamedTuple):
    """A kind of number, `HARMLESS`, `THINGS`, or None; and how many characters away it is named."""

    kind: str | None
    distance: int


PRODUCT = re.compile(r"[a-z,] [A-Z][a-z]+ $")
THINGS_ASKED = re.compile(
    r"\b(?:flight|order|invoice|reference|tracking|ticket|meter|model|room|gate|channel|page"
    r"|version|step|option|booking|confirmation|error|reading)\b",
    re.IGNORECASE,
)


def named(before: str) -> list[str]:
    """What a number may be called that comes next, the nearest first."""
    return [kind for _, _, kind in sorted(_named(_clause(before)), reverse=True)]


def _clause(before: str) -> str:
    return _CLAUSE.split(before[-_REACH:])[-1]


def _named(clause: str) -> list[tuple[int, int, str]]:
    return [
        (match.end(), match.end() - match.start(), kind)
        for kind, pattern in _CALLED.items()
        for match in pattern.finditer(clause)
    ]


def nearest(before: str) -> Called:
    """What a number is called that comes next."""
    clause = _clause(before)
    if not (found := _named(clause)):
        return Called(None, 0)
    end, _, kind = max(found)
    if kind in (HARMLESS, THINGS) and PARTIAL.search(clause):
        return Called(None, 0)
    return Called(kind, len(clause) - end)


def by_length(digits: str, said: str) -> str:
    """The likeliest kind of a number of which nothing is said."""
    if re.search(r"(?<!\d)\d{3}[ -]\d{3}[ -]\d{4}(?!\d)", said):
        return PHONE_NUMBER
    if len(digits) >= 15 or (len(digits) >= 13 and luhn.is_valid(digits)):
        return CREDIT_CARD
    if len(digits) == 9:
        return US_SSN
    if len(digits) in (7, 10, 11, 12) and not re.fullmatch(r"\d{12}|\d{7}", said):
        return PHONE_NUMBER
    return PIN if len(digits) <= 6 else ACCOUNT_NUMBER
