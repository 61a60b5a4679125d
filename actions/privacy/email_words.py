"""What e-mail addresses are made of, and what stands before them, as data. Pure."""

from __future__ import annotations

import re

from actions.privacy.digit_words import ONES, TEENS, TENS
from actions.privacy.words import word_list

_TOP = (
    r"(?:com|net|org|edu|gov|info|biz|online|email|app|dev|shop|store|tech|cloud|studio|design"
    r"|agency|academy|travel|world|health|care|church|school|club|live|museum|coop|name|site"
    r"|[a-z]{2})"
)
_PROVIDER = (
    r"(?:(?:g|hot|proton|fast|rediff|google|free|yahoo)[ -]?mail|outlook|yahoo|i ?cloud|a ?o ?l"
    r"|g ?m ?x|live"
    r"|msn|comcast|verizon|b[ -]?t[ -]?internet|sky|me|web|zoho|yandex|qq|naver|tuta|tutanota"
    r"|t[ -]online|mail|pm|hey|orange|telus|shaw|rogers|sbcglobal|att|cox|charter|posteo)"
)
_JOINER = r"(?:dash|hyphen|minus|underscore)"
_DOT = r"\s*(?:\.|,?\s*\b(?:dot|point|period)\b,?)\s*"
_LETTERS = r"\w(?:[\s-]\w){1,2}\b"  # "n g"
_UNDOTTED = r"\s+(?:com|net|org|de|fr|nl|pl|ch|co uk)\b"  # "gmail com"
_END = rf"(?:{_DOT}(?:{_TOP}\b|{_LETTERS})|\s+dot\s+[^\W\d_]{{2,12}}\b)"
_PIECE = r"(?!at\b)\w[\w'’]*"
_LABEL = rf"{_PIECE}(?:\s*(?:\b{_JOINER}\b|-)\s*{_PIECE})*"
_SPELLED = r"(?:\w[\s-]+){2,15}"

WRITTEN = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
DOMAIN = re.compile(
    rf"[\s(\[]*(?:@|\bat\b(?:\s+(?:sign|symbol)\b)?)[\s)\]]*(?:{_PROVIDER}\b(?:{_END}|{_UNDOTTED})*"
    rf"|(?:(?:{_LABEL}\s+){{0,2}}?|{_SPELLED}){_LABEL}(?:{_DOT}{_LABEL})*?{_END}+)",
    re.IGNORECASE,
)
"""From the "at" on; what is no well-known provider needs an end such as ".com"."""
WHOLE = re.compile(rf"{_DOT}{_TOP}\b|\bdot\b", re.IGNORECASE)
PART = re.compile(r"\b(?=\w*[._]\w|[a-z]+\d)\w+(?:[._]\w+)*\b", re.IGNORECASE)
"""Written, and nothing but a part of an address: "k.bauer72", "gmx.de"."""
JOINT = re.compile(rf"(?:\s+|^)(?:dot|{_JOINER})\s+\w+(?:\s+\w\b)*", re.IGNORECASE)
"""What joins the parts of a spoken one, with what it joins."""
ONE_SIDE = re.compile(
    r"\b(?:before|after|behind|in front of) (?:the at|gmail|yahoo|hotmail|outlook)\b|\buser ?name\b"
    r"|\bdomain\b|\b(?:first|last|second|other) "
    r"(?:part|half|bit)\b",
    re.IGNORECASE,
)
"""A question for what is before or behind the "at" alone."""
REFUSAL = re.compile(
    r"\b(?:don['’]?t|can['’]?t|won['’]?t|didn['’]?t|not|why|what|which|all of|none|no idea)\b",
    re.IGNORECASE,
)
CORRECTION = re.compile(
    r"(?:[\s,.–-]*\b(?:no|sorry|wait|uh|um|er|i mean|actually|rather|that['’]?s|spelled"
    r"|with(?: an?)?(?: [a-z])?)\b)+[\s,.–-]*$",
    re.IGNORECASE,
)
"""Before it stands what is wrong, or what is said once more letter by letter."""
JOINING = frozenset(("dot", "underscore", "dash", "hyphen", "minus", "point", "plus", "period"))
ONE_WORD = frozenset(("all", "one", "word", "lowercase", "lower", "case", "spaces"))
DIGITS = frozenset((*ONES, *TEENS, *TENS, "oh", "double", "triple", "hundred", "thousand"))
NAMING = frozenset(("is", "it's", "that's", "it"))
"""After these an address may begin with "the"."""
SENTENCE, CLAUSE = re.compile(r"(?<!\b\w)[.!?:;]\s"), re.compile(r"(?<!\b\w)[.!?:;,]\s")

INTRODUCING = word_list("""
    a address at be but copy email from her here his i i'm into is it it's its mail might my
    okay on or otherwise our personal please reach say says send so spelled sure that's then
    think this to try uh um under use was with work would write yeah yes
    still now both either hi hello
""")
"""Of these nobody's address is made."""
DOUBTFUL = word_list("""
    account address's an and anymore as by contact e email's emails er for have hi him hm hmm
    just mail's mailed me no not of ok one right said sent that the their there they well you
    your
    wrong got has had we link via alternative gave wrote
""")
"""Nor of these, unless an address was asked for."""
