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

_NO_CODE = "".join(
    rf"(?<!{word} )"
    for word in (
        *("zip", "postal", "post", "area", "sort", "country", "error", "fault", "promo", "using"),
        *("discount", "dress", "product", "booking", "voucher", "coupon", "color", "swift", "pin"),
    )
)
"""No code that is a secret."""
_TABLE = {
    EMAIL_ADDRESS: r"\be-?mails?\b|\bat (?:sign|symbol)|\bonline\b|\bdomain\b|\buser ?name\b"
    r"|\b(?:before|after|behind|in front of) the (?:at|dot)\b|\b(?:gmail|yahoo|hotmail|outlook"
    r"|dot (?:com|net|org))\b",
    IBAN: r"\bibans?\b|^(?!.*(?:phone|mobile|number)).*country code|check digits"
    r"|international (?:bank )?account",
    US_SSN: r"\bsocial\b(?! media)|\bssn\b|\btax(?:payer)? id",
    DATE_OF_BIRTH: r"birth|verify your identity|when do you celebrate|(?:year|month|day) (?:were"
    r"|was) \w+ born"
    r"|\bborn\b|\bd\.?o\.?b\b|how old\b.*\bdate"
    r"|\bmonth and (?:the )?(?:year|day)\b|\b(?:day|date) and (?:the )?month\b"
    r"|^(?:(?:and|okay|just|only|the|your),? )*(?:year|day|month)\W*$",
    PIN: r"\bpins?\b(?! codes?\b)|pass ?(?:codes?|words?|phrases?)"
    rf"|{_NO_CODE}\bcodes?\b(?! (?:words?|on the (?!back|front|card)))|\bc\.?[vs]\.?[vc]\b"
    r"|card verification|(?:digits?|numbers?|three|four) (?:are )?(?:on|at) the (?:back|reverse)"
    r"|memorable (?:number|digits?|date|word)|\botp\b|one[- ]time|authenticator"
    r"|\b(?:secret|security) (?:question|answer|number|digits?|word)"
    r"|(?:use|enter|type|key|punch)(?: in)? (?:at|in|into) the (?:atm|cash|terminal|keypad)"
    r"|small (?:numbers?|digits?)|\b(?:answer|digits?|letters?) (?:did|do) you (?:set|choose|pick)",
    PHONE_NUMBER: r"\bphone|telephone|mobile|\bcell\b|cellphone|landline|(?:call|ring|text"
    r"|dial) you|reach (?:you|him|her|them)|(?:contact|call ?-?back|best|good|daytime"
    r"|evening) number|number (?:should|can|do|could|may) (?:we|i) (?:call|use|reach|ring|text"
    r"|dial)|called? you|calling from|number to (?:call|reach)|area code|code go to|['’]s number",
    CREDIT_CARD: r"\bcards?\b|\bvisa\b|mastercard|american express|\bamex\b|sixteen[- ]digit"
    r"|16[- ]digit|\bon the front\b",
    ACCOUNT_NUMBER: r"\baccounts?\b|\bacct\b|passbook|(?:member(?:ship)?|customer|client|policy"
    r"|loan|contract|subscriber|patient) (?:number|id|no)\b"
    r"|^\W*(?:(?:the|your|and|which) )*(?:policy|member(?:ship)?|customer|client)\W*$",
    ADDRESS: r"(?:what|which) floor\b|verify your identity|\baddress\b(?! (?:the|it|this|that"
    r"|him|her|you))|\bzip\b(?! ?(?:line|file|up))|post ?-?code|postal"
    r"|\bstreets?\b|(?:\b(?:which|what|your|the|and|closest|nearest|home) |^\W*)"
    r"(?:city|town|state|county|province|suburb|village|region)\b(?! of\b)|\b(?:where|which"
    r"|what)\b.*\b(?:live|living|reside"
    r"|residing|based|located)\b|\bresiden(?:ce|t)\b|house (?:number|name)|apartment"
    r"|\bcity\b|home ?town|\b(?:did you|you|they) move|deliver(?:ed)? to|\bintersection\b"
    r"|where (?:should|do|can|will|would|shall)\b.*\b(?:go|come|send|ship"
    r"|deliver(?:ed)?|find you|meet|post(?:ed)?|mail(?:ed)?|sent|shipped)\b|(?:send|ship|mail"
    r"|post) (?:it|the|your)"
    r"|(?:shipping|delivery|mailing|billing|home) (?:details|info)|on the envelope"
    r"|\bfirst line\b|\bunit\b(?! (?:is that|of|price))|\b(?:flat|suite|house"
    r"|building) (?:number|is|has)|\bat home\b"
    r"|where (?:are|is) (?:you|your (?:home|house|place|flat)|he|she|they|home)\b"
    r"(?! (?:going|travel|fly|head|off|staying))|pick(?:ing)? (?:you|it|them) up|pick-?up address"
    r"|where(?:['’]s| is) (?:home|the (?:leak|property|outage|emergency|fault|job|site))\b"
    r"|\bpart of (?:the )?(?:country|town|city|world)\b|whereabouts|\beircode\b|p\.? ?o\.? box"
    r"|locality|\bneighbou?rhood\b",
    PERSON: r"(?<!street )(?<!user )(?<!domain )(?<!town )(?<!house )(?<!product )(?<!brand )"
    r"\b(?:sur|last|first|full|maiden|middle|family)?-?names?\b(?! of (?:the|your) (?:street"
    r"|town|city|company|employer|shop|store|school|bank|product|merchant|hotel|dog|cat|pet))"
    r"|\bwhom?\b(?!le)|spell(?!.*\b(?:street|town|city|e-?mail|domain)\b)"
    r"|be addressed|like to be called|(?:should|may|can) (?:i|we) call you\b"
    r"|payee|beneficiary|recipient|payable|speaking (?:with|to)|am i talking|account ?holder"
    r"|who['’]s|co-?owner|next of kin|\bcontact (?:at|for|person)\b|emergency contact|signatory"
    r"|joint account|(?:should|may|can|do) (?:i|we) address you|standing order"
    r"|what (?:do|should|can|shall|may) (?:people|i|we|they"
    r"|friends) call"
    r"|\bco-?(?:applicant|signer|driver|borrower)|\b(?:applicant|executor|guarantor|guardian"
    r"|trustee|passenger|nominee|witness|landlord|policy ?holder)\b"
    r"|(?:speak|spoken|spoke|talk(?:ed)?) (?:to|with) any|verify your identity|identify yourself",
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
    r"|printed|slowly|again|repeat|read it|missing|strip|starting"
    r"|from the left|complete|the rest|at a time|one by one|in groups|slower|remaining|remainder"
    r"|and then)\b",
    re.IGNORECASE,
)
_AMOUNTS = re.compile(
    r"\bhow (?:much|many|big|large|small|long|old|far|tall|high|wide|heavy|often)\b|\bwh(?:at"
    r"|ich) size\b",
    re.IGNORECASE,
)
"""Who asks for these wants to know where nobody lives."""
_NO_REQUEST = re.compile(r"\bdon['’]?t (?:tell|give|say)\b", re.IGNORECASE)


def asks_for_digits(question: str) -> bool:
    """Of whatever kind: "please say the nine digits", "sorry, the middle two were what"."""
    return bool(_DIGITS.search(question)) and not _NO_REQUEST.search(question)


def asked(question: str) -> Mapping[str, bool]:
    """The kinds that it mentions, the last first, and whether it wants them said."""
    text = _MAIL_ADDRESS.sub(r"\1", question)
    found = {kind: list(pattern.finditer(text)) for kind, pattern in _ASKED.items()}
    if _AMOUNTS.search(text):
        found[ADDRESS] = []
    last = {kind: matches[-1].start() for kind, matches in found.items() if matches}
    precisely = bool(_PRECISELY.search(text))
    return {
        kind: kind not in _OF_PASSING or precisely
        for kind in sorted(last, key=lambda kind: -last[kind])
    }
