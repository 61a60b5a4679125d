"""What addresses are made of, as data. Pure."""

from __future__ import annotations

import re

from actions.privacy.digit_words import CONFUSABLE, ONES, TEENS, TENS

_NUMBER_WORDS = "|".join((*ONES, *TEENS, *TENS, "oh", "hundred", "thousand", "double", "triple"))
_DOUBTFUL_WORDS = "|".join((*CONFUSABLE, "sorry", "uh", "no"))
_NUMBER = (
    rf"(?:\d+(?:[/-]\d+)?[a-z]?\b|(?:{_NUMBER_WORDS})\b"
    rf"(?:[\s-]+(?:{_NUMBER_WORDS}|{_DOUBTFUL_WORDS}|(?<=hundred )and|(?<=thousand )and)\b){{0,9}}"
    r"(?:\s+[a-d]\b)?)"
)
_STREET = (
    r"street|avenue|road|boulevard|square|lane|drive|court|terrace|crescent|parkway|place|way"
    r"|circle"
    r"|close|gardens?|grove|row|hill|trail|highway|st|ave|rd|blvd|ln|dr|ct|pl|broadway|walk"
    r"|mews|quay"
    r"|parade|nagar|marg|colony|layout|residency|estate|rue|stra(?:ß|ss)e|via|calle|rua"
    r"|kingsway|loop|straat|laan|weg|gata|gatan|vej|platz|allee|gasse|heights|turnpike|alley|wharf"
    r"|crossing|ridge"
)
_UNIT = r"(?:apartment|apt|unit|suite|flat|floor|room|box|blk|block|lot|number|no|house|building|#)"
_NO_PART = (
    r"and|but|near|next|please|have|has|it|it['’]?s|is|was|that|that['’]?s|the|my|since|because"
    r"|for|with"
    r"|on|at|to|if|or|when|back|so|all|where|which|who|i|we|you|they|not|now|than|then|until"
    r"|between"
    r"|thanks|thank|okay|here|there|right|behind|opposite|anymore|these|this|those|by|are|were|from"
)
_WORD = rf"(?!(?:{_NO_PART})\b)[^\W\d_][\w'’-]*\.?"
_PART = rf"(?:{_NUMBER}|{_WORD})"

STREETS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:{_UNIT}\.?,?\s*(?:number\s+)?{_NUMBER},?\s+){{0,3}}{_NUMBER},?\s+"
        rf"(?:and a half\s+)?(?:(?:{_WORD}|\d+(?:st|nd|rd|th)|uh|um|sorry|no),?\s+){{1,6}}?"
        rf"(?:{_STREET})\b\.?",
        rf"\b(?:rural route|county road|state route) {_NUMBER}",
        r"\b\d+[a-z]?,?\s+(?:rue|via|calle|rua|avenida|avenue)\s+(?:\w+\s+){0,3}?\w+",
        rf"\b(?:apartment|apt|unit|suite|flat)\.?\s*{_NUMBER}",
        rf"\bp\.? ?o\.? box {_NUMBER}",
        rf"\bcorner of {_WORD}(?: {_WORD})?? and {_WORD}",
        rf"\b(?:rue|via|calle|rua|avenida)(?:\s+{_WORD}){{1,4}}?,?\s+(?:number\s+)?{_NUMBER}",
        rf"\b[^\W\d_]{{2,}}(?:stra(?:ß|ss)e|weg|gasse|platz|allee|straat|laan|gata|gatan|vej)"
        rf",?\s+(?:number\s+)?{_NUMBER}",
    )
)
"""Where an address begins."""
GOES_ON = re.compile(rf"(?:,?\s*\.?\s*(?:{_UNIT}\.?\s*)?{_PART}){{0,25}}", re.IGNORECASE)
"""Town, state and code that follow."""
STREET_NAME = re.compile(
    rf"\b(?:{_WORD}\s+(?:{_WORD}\s+)?(?:street|avenue|road|lane|drive|boulevard|court)"
    rf"|(?:avenida|calle|rue|via|rua)\s+{_PART}(?:\s+{_PART}){{0,5}})\b",
    re.IGNORECASE,
)
STATE = re.compile(
    r"\b(?:alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia"
    r"|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts"
    r"|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new (?:hampshire|jersey"
    r"|mexico"
    r"|york)|(?:north|south) (?:carolina|dakota)|ohio|oklahoma|oregon|pennsylvania|rhode island"
    r"|tennessee|texas|utah|vermont|(?:west )?virginia|washington|wisconsin|wyoming)\b",
    re.IGNORECASE,
)
TOWN = re.compile(rf"\b(?:in|near)\s+({_WORD})", re.IGNORECASE)
HOME = re.compile(
    r"\b(?:live|lives|lived|living|reside|resides|residing|stay|staying|based|moved?"
    r"|grew up|born and raised)(?:\s+(?:over|out|up|down|here|there|back))*"
    r"\s+(?:in|at|to|from)\s+(?!(?:a|an|my|your|the|hope|fear|peace|abroad|overseas|another"
    rf"|different|two)\b)((?:{_WORD},?\s+){{0,3}}{_WORD})",
    re.IGNORECASE,
)
OURS = re.compile(
    r"\b(?:branch(?:es)?|offices?|stores?|atms?|shops?|headquarters|near you|cash machine|we are at"
    r"|visit us)\b",
    re.IGNORECASE,
)
"""No home is spoken of."""
LEAD_IN = re.compile(
    r"(?:\W*\b(?:yes|yeah|sure|uh|um|okay|well|it['’]s|it|is|that['’]s|that|would|be|my|new"
    r"|place|the"
    r"|address|to|we|i['’]?m|i|in|at|live|stay|from|number|our|home|did|city|town|street|postal"
    r"|mailing"
    r"|zip|code|actually|currently|now|still|and|here|send|please|house|no|nearly|right|so|of"
    r"|oh)\b)*\W*",
    re.IGNORECASE,
)
ANSWER = re.compile(rf"{_NUMBER}?\s*{_WORD}(?:,?\s+{_PART}){{0,9}}", re.IGNORECASE)
NO_ANSWER = re.compile(
    r"\b(?:why|what|don['’]?t|need|necessary|can i|do i|i['’]d)\b", re.IGNORECASE
)
NUMBER = re.compile(_NUMBER, re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<!\b\w)(?<!\bapt)(?<!\bst)(?<!\bblk)[.?!](?:\s|$)", re.IGNORECASE)
