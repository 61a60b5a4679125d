"""Yes and no in a caller's words. Pure.

A card is blocked and a call passed on at a yes, a call ends at a no. What begins like one may go on
as something else ("okay, tell me the hours first", "no, that's wrong"), so an answer counts only if
all of its words belong to it.
"""

from __future__ import annotations

import re

_OPENING = (
    r"(?:uh|um|oh|ah|hm+|well|so|and|then|unfortunately|just|please|okay|ok|actually|hell"
    r"|i (?:already )?said)"
)
_IT_IS = r"(?:that's|that is|it's|it is|this is)"
_YES_WORDS = (
    r"yes|yeah|yep|yup|yea|yah?|aye|ya|uh[ -]?huh|mm[ -]?hm+|mhm+|okay|ok|okey dokey|all? ?right"
    r"|alrighty|sure(?: thing)?|correct|right|exactly|absolutely|definitely|certainly|indeed|true"
    r"|affirmative|roger|obviously|finally|fine|of course|by all means"
    r"|(?:do|make) (?:it|that|so|it so)|please do|go (?:ahead|on|for it)|let's do (?:it|that)"
    r"|be my guest|why not|you (?:bet|can|may|should)|sounds good|(?:good|great) idea"
    r"|no (?:worries|doubt|problem|objections?)|(?:not a|nothing against) (?:problem|it)"
    r"|don't (?:wait|hesitate)|i (?:do|am|would|agree|confirm|insist)"
    r"|i(?:'m| am) (?:sure|afraid so)"
    r"|i(?:'d| would) (?:like|love) (?:that|to|it)|i want (?:that|to|it)"
    r"|(?:that|it) would be (?:great|nice|good|kind|lovely|perfect|wonderful)"
    r"|why else would i call"
    rf"|{_IT_IS} (?:right|correct|true|it|that one|the one|what i (?:want|said)|why i'm calling)"
)
_ANY_CARD = r"(?:my|the|that|this) (?:(?:bank|lost|stolen) )?(?:card|one)"
_COURTESY = (
    r"thanks|thank you(?: very much)?|sir|ma'am|now|(?:right|straight) (?:now|away)"
    r"|at once|immediately|quickly|for me|if (?:possible|you don't mind)|that one"
)
# No answer has so many words; and without a limit some would take time that doubles with each word.
_TOO_LONG = r"\W*(?:\w[\w']*\W+){18}\w"
_WANTED = r"i(?:'d| would)? (?:need|want|have|like) to|(?:can|could|would|will) you(?: please)?"
_PLAIN_NO = re.compile(
    rf"(?!oh\W+no\W*$)\W*(?:{_OPENING}\W+)*(?:no|nope|nah|know|nothing(?: else)?"
    r"|not (?:right |just |for )?(?:now|today|really|at all|at the moment)|no need|not necessary"
    r"|none|i(?:'m| am) (?:good|fine|okay|all set|done)|that's (?:it|all))"
    r"(?:\W+(?:no|nope|nah|thanks|thank you|ta|cheers|gracias|sir|ma'am|please|not (?:now|today)"
    r"|(?:for|right) now|today|at the moment|i(?:'m| am) (?:good|fine|done)"
    r"|that's (?:it|all|fine|okay|ok)|nothing(?: else)?|very much))*\W*",
    re.I,
)
_NO = re.compile(
    r"^\W*(?:(?:uh|um|oh|ah|well|okay|ok|so|actually|hell)\W+)*"
    r"(?:no|nope|nah|noo|know|wrong|not|nuh uh|uh uh|negative|neither|none|false)\b"
    r"|\b(?:do not|don't)(?! (?:know|have|understand|think so|get))"
    r"|\bdon't think so\b|\bnever ?mind\b|\bwrong (?:one|card)\b|\b(?:neither|none) of\b"
    r"|\bno\b\W*$|\bno wait\b|\brather not\b|\blet's not\b|\bchanged my mind\b",
    re.I,
)
_KEEP = re.compile(
    r"\b(?:found (?:it|them|my|the|both)|found\W*$|false alarm|(?:turned|showed) up|here it is"
    r"|it(?:'s| is) (?:right |still |back )?(?:here|back)|it was (?:under|in|on|behind) (?:the|my)"
    r"|(?:got|have|has) it(?: (?:back|here|right here))?\W*$|keep(?:ing)?|hold off|not yet"
    r"|leave (?:it|them|my card|the card)|let it (?:be|go)|still need it|for the time being)\b",
    re.I,
)
# In a form, "that's all" is rather the end of a number than of the call.
_LEAVE = re.compile(
    r"\b(?:good ?bye|bye|by by|good night|hang(?:ing)? up|call (?:back|again)|try again|take care"
    r"|(?:end|finish|quit) (?:the|this) call|(?:have|got|need|gotta|going) (?:to )?(?:go|leave|run)"
    r"|(?:nice|good|great|lovely) (?:day|evening|weekend|one)|see you|talk to you"
    r"|i'm (?:off|leaving))\b",
    re.I,
)
_ASKS_WHETHER_ALL = re.compile(r"\b(?:is|was) (?:that|this|it) (?:all|it|everything)\b", re.I)
_NOT_HAD = re.compile(
    r"\b(?:not|n't|nobody|no one|who|someone|somebody)\b[^,.]*\b(?:have|has|got)\b", re.I
)


def _answer(first: str, then: str, why: str = r"(?!)") -> re.Pattern[str]:
    """A whole answer: one of the first part, then any of all; `why`, if any, may also begin it.

    "yeah, right" is mockery.
    """
    opening = rf"(?:{_OPENING}\W+)*"
    return re.compile(
        rf"(?!\W*yeah\W+right\W*$)(?!{_TOO_LONG})"
        rf"\W*{opening}(?:(?:{why})\W+{opening})?"
        rf"(?:{first})(?:\W+(?:{first}|{then}|{why}|{_OPENING}))*\W*",
        re.I,
    )


_YES = _answer(_YES_WORDS, _COURTESY)


def is_yes(text: str) -> bool:
    """Whether an answer is a yes from its first word to its last."""
    return bool(_YES.fullmatch(_plain(text)))


def is_yes_to_block(text: str, named: str) -> bool:
    """The same where a card is to be blocked: also "I lost it, please cancel it", or its name.

    `named` is a pattern for the names of the card that was asked about.
    """
    card = rf"{named}|{_ANY_CARD}"
    wish = (
        rf"(?:(?:{_WANTED}) )?(?:block|freeze|lock|kill|cancel|deactivate|disable) "
        rf"(?:it|that thing|this|{card})"
        rf"|block that|stop (?:{card})|shut (?:it|that|{card}) (?:down|off)"
        rf"|shut (?:down|off) (?:{card})|(?:{_IT_IS} )?(?:{named})"
    )
    answer = _answer(f"{_YES_WORDS}|{wish}", f"{_COURTESY}|{_ANY_CARD}", why=_loss(card))
    return bool(answer.fullmatch(_plain(text)))


def _loss(card: str) -> str:
    """Why a card should be blocked: beside a yes it takes nothing back."""
    return (
        r"(?:because )?i(?:'ve| have)? (?:lost|can't find|can not find|do not have|don't have) "
        rf"(?:it|{card})(?: any ?more)?|no idea where"
        rf"|(?:it|{card})(?:'s|'s been| is| was| has been| got) "
        r"(?:gone|lost|stolen|missing|not (?:here|there)(?: any ?more)?)"
        r"|before (?:someone|somebody|anyone|anybody)(?: else)? (?:uses|takes) it"
    )


def is_plain_no(text: str) -> bool:
    """Whether an answer is nothing but a no, or "that's all"."""
    return bool(_PLAIN_NO.fullmatch(_plain(text)))


def is_no(text: str) -> bool:
    """Whether an answer begins with a no, or takes something back."""
    return bool(_NO.search(_plain(text)))


def keeps_the_card(text: str) -> bool:
    """Whether the card is there after all, or should stay open: "oh, I found it"."""
    words = _plain(text)
    return bool(_KEEP.search(words)) and not _NOT_HAD.search(words)


def takes_leave(text: str, busy: bool) -> bool:
    """Whether a turn that sounds like the end of a call is one; `busy`: in the midst of a form."""
    words = _plain(text)
    return bool(_LEAVE.search(words)) or not (busy or _ASKS_WHETHER_ALL.search(words))


def _plain(text: str) -> str:
    return text.replace("’", "'")
