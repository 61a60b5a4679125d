"""What e-mail addresses are made of, and what stands before them, as data. Pure."""

from __future__ import annotations

import re

from actions.privacy.words import word_list

_TOP = r"(?:com|net|org|edu|gov|info|biz|online|email|[a-z]{2})"
_PROVIDER = (
    r"(?:(?:g|hot|proton|fast|rediff|google|free|yahoo)[ -]?mail|outlook|yahoo|i ?cloud|a ?o ?l"
    r"|gmx|live"
    r"|msn|comcast|verizon|b[ -]?t[ -]?internet|sky|me|web|zoho|yandex|qq|naver|tuta)"
)
_DOT = r"\s*(?:\.|,?\s*\b(?:dot|point|period)\b,?)\s*"
_LETTERS = r"\w(?:[\s-]\w){1,2}\b"  # "n g"
_END = rf"(?:{_DOT}(?:{_TOP}\b|{_LETTERS}))"
_LABEL = r"[\w'’-]+(?:\s*(?:\b(?:dash|hyphen|minus|underscore)\b|[-_])\s*[\w-]+)*"

WRITTEN = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def _domain(most_words: int) -> re.Pattern[str]:
    """Of a name of so many words at most, before the first dot."""
    return re.compile(
        rf"\s*(?:@|\bat\b)\s*(?:{_PROVIDER}\b{_END}*"
        rf"|(?:{_LABEL}\s+){{0,{most_words - 1}}}?{_LABEL}(?:{_DOT}{_LABEL})*?{_END}+)",
        re.IGNORECASE,
    )


DOMAIN, ASKED_DOMAIN = _domain(3), _domain(5)
"""From the "at" on, if one was asked for; what is no known provider needs an end such as ".com"."""
WHOLE = re.compile(rf"{_DOT}{_TOP}\b", re.IGNORECASE)
PART = re.compile(
    r"\b(?:(?=\w*[._]\w|[a-z]+\d)\w+(?:[._]\w+)*"
    r"|(?!(?:no|and|or|with|without|the|a|that)\b)\w+(?:\s+(?:dot|underscore|hyphen|dash)\s+\w+)+)\b",
    re.IGNORECASE,
)
"""Nothing but a part of an address: "k.bauer72", "gmx.de", "web dot de"."""
ABANDONED = re.compile(
    r"\b[\w.]+\s+at\b(?:[\s,.]*\b(?:uh|um|er|no|sorry|wait|i mean|actually)\b)+[\s,.]*",
    re.IGNORECASE,
)
"""The beginning of an address that is begun anew: "info at, uh, no, ..."."""
BEFORE_AT = re.compile(r"\b(?:before|in front of) the at\b|\buser ?name\b", re.IGNORECASE)
"""A question for the first part alone."""
JOINING = frozenset(("dot", "underscore", "dash", "hyphen", "minus", "point", "plus", "period"))
ONE_WORD = frozenset(("all", "one", "word", "lowercase", "lower", "case", "spaces"))
SENTENCE, CLAUSE = re.compile(r"[.!?:;]\s"), re.compile(r"[.!?:;,]\s")

INTRODUCING = word_list("""
    a address at be but copy email from her here his i i'm into is it it's its mail might my
    okay on or otherwise our personal please reach say says send so spelled sure that's then
    think this to try uh um under use was with work would write yeah yes
""")
"""Of these nobody's address is made."""
DOUBTFUL = word_list("""
    account address's an and anymore as by contact e email's emails er for have hi him hm hmm
    just mail's mailed me no not of ok one right said sent that the their there they well you
    your
""")
"""Nor of these, unless an address was asked for."""
