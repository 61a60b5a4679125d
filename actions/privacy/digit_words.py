"""The words of spoken digits, as data."""

from __future__ import annotations

ONES = {
    "zero": 0, "nought": 0, "naught": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "fife": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "niner": 9,
}  # fmt: skip
CONFUSABLE = {  # what recognizers write for digits
    "oh": 0, "o": 0, "owe": 0, "their": 0, "there": 0, "won": 1, "to": 2, "too": 2, "tree": 3,
    "free": 3, "for": 4, "fore": 4, "sicks": 6, "ate": 8, "nein": 9,
}  # fmt: skip
TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
REPEATS = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
SCALES = {"hundred": 2, "thousand": 3}

# Between digits they change nothing.
FILLERS = frozenset((
    "uh", "uhh", "uhm", "um", "umm", "er", "erm", "eh", "ah", "hm", "hmm", "mm", "and", "then",
    "dash", "hyphen", "space", "comma", "dot", "point", "like", "slash", "minus", "well", "so",
    "okay", "ok", "right", "mhm", "yes", "yeah", "no", "sorry", "wait", "actually", "maybe",
    "correction",
))  # fmt: skip
FILLER_PHRASES = (
    r"let me (?:see|check|think|look)|let['’]?s see|(?:hang|hold) on"
    r"|just a (?:second|moment|minute)|i (?:mean|meant|think)|scratch that"
    r"|let me (?:try|start) (?:that )?(?:again|over)"
)
# "One" that counts nothing, and numbers that tell how many digits are meant.
IDIOMS = (
    r"all (?:four|six|eight|nine|ten|twelve|thirteen|fourteen|fifteen|sixteen|nineteen)"
    r"|one (?:moment|second|sec|minute|more|thing|of)"
    r"|(?:the|this|that|which|no|not|debit|credit|first|second|last|other|wrong) one"
    r"|(?:four|4|eight|8)[- ]digits?"
    r"|(?:first|last|next|other) (?:two|three|four|five|six|eight)"
)
ALWAYS = r"twenty[- ]four seven|24/7|three (?:hundred and )?sixty[- ]five days"
"""Of no number, whatever follows."""
