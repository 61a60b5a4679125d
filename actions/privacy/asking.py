"""Which personal details a question asks for. Pure; the table is its only knowledge."""

from __future__ import annotations

import re
from collections.abc import Mapping

from actions.privacy.details import (
    ACCOUNT_NUMBER,
    ADDRESS,
    CREDIT_CARD,
    DATE_OF_BIRTH,
    EMAIL_ADDRESS,
    IBAN,
    PERSON,
    PHONE_NUMBER,
    PIN,
    US_SSN,
)

_TABLE = {
    EMAIL_ADDRESS: r"\be-?mails?\b|\bat (?:sign|symbol)|(?:after|before) the at\b|\bonline\b",
    IBAN: r"\bibans?\b|country code|check digits|international (?:bank )?account",
    US_SSN: r"\bsocial\b(?! media)|\bssn\b|\btax(?:payer)? id",
    DATE_OF_BIRTH: r"birth|\bborn\b|\bd\.?o\.?b\b|how old\b.*\bdate",
    PIN: r"\bpins?\b|pass ?(?:codes?|words?)"
    r"|(?<!zip )(?<!postal )(?<!post )(?<!area )(?<!sort )(?<!country )\bcodes?\b|\bcv[vc]\b"
    r"|card verification|security (?:number|answer)|digits? on the back"
    r"|memorable (?:number|digits?)|\botp\b|one[- ]time",
    PHONE_NUMBER: r"\bphone|telephone|mobile|\bcell\b|cellphone|landline|(?:call|ring|text"
    r"|dial) you|reach (?:you|him|her|them)|(?:contact|call ?-?back|best|good|daytime"
    r"|evening) number|number (?:should|can|do|could|may) (?:we|i) (?:call|use|reach|ring|text"
    r"|dial)|called? you|calling from|number to (?:call|reach)|area code|code go to|['’]s number",
    CREDIT_CARD: r"\bcards?\b|\bvisa\b|mastercard|american express|\bamex\b|sixteen[- ]digit"
    r"|16[- ]digit|\bon the front\b",
    ACCOUNT_NUMBER: r"\baccounts?\b|\bacct\b|passbook|(?:member(?:ship)?|customer|client|policy"
    r"|loan|contract|subscriber|patient) (?:number|id|no)\b",
    ADDRESS: r"\baddress\b(?! (?:the|it|this|that|him|her|you))|\bzip\b|post ?-?code|postal"
    r"|\bstreet\b|(?:which|what|your|their|her|his) (?:home |current )?(?:city|town|state|county"
    r"|village|province|suburb)|\b(?:you|they|he|she) (?:live|living|reside"
    r"|residing|based|located)\b|(?:house|unit|flat) number|apartment|\bcity\b|home ?town"
    r"|did you move"
    r"|deliver(?:ed)? to|where (?:should|do|can|will|would|shall)\b.*\b(?:go|come|send|ship"
    r"|deliver|find you|meet)\b|(?:send|ship|mail) (?:it|the|your)|(?:you|they) move",
    PERSON: r"\b(?:sur|last|first|full|maiden|middle|family)?-?names?\b|\bwhom?\b(?!le)|spell"
    r"|be addressed|like to be called|(?:should|may|can) (?:i|we) call you\b"
    r"|payee|beneficiary|recipient|payable|speaking (?:with|to)|am i talking|account ?holder"
    r"|who['’]s|co-?owner|next of kin|\bcontact (?:at|for|person)\b|emergency contact|signatory"
    r"|joint account|standing order",
}  # fmt: skip
_ASKED = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _TABLE.items()}
_MAIL_ADDRESS = re.compile(r"(e-?mail)\s+address", re.IGNORECASE)
# Who asks for these in passing wants no number; who says one of these words does.
_OF_PASSING = (CREDIT_CARD, ACCOUNT_NUMBER, PHONE_NUMBER)
_PRECISELY = re.compile(
    r"\b(?:confirm|numbers?|digits?|last (?:four|three|two)|ends?|ending|id|read|long|repeat|say"
    r"|area code|spell|find your account|identify)\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(
    r"\b(?:digits?|numbers?|(?:last|first|final|middle|other) (?:two|three|four|half|part|bit)"
    r"|printed|slowly|again|repeat|read it|missing|strip|starting|from the left|complete)\b",
    re.IGNORECASE,
)
_NO_REQUEST = re.compile(r"\bdon['’]?t (?:tell|give|say)\b", re.IGNORECASE)


def asks_for_digits(question: str) -> bool:
    """Of whatever kind: "please say the nine digits", "sorry, the middle two were what"."""
    return bool(_DIGITS.search(question)) and not _NO_REQUEST.search(question)


def asked(question: str) -> Mapping[str, bool]:
    """The kinds that it mentions, the last first, and whether it wants them said."""
    text = _MAIL_ADDRESS.sub(r"\1", question)
    found = {kind: list(pattern.finditer(text)) for kind, pattern in _ASKED.items()}
    last = {kind: matches[-1].start() for kind, matches in found.items() if matches}
    precisely = bool(_PRECISELY.search(text))
    return {
        kind: kind not in _OF_PASSING or precisely
        for kind in sorted(last, key=lambda kind: -last[kind])
    }
