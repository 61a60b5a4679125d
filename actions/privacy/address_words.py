"""What addresses are made of, as data. Pure."""

from __future__ import annotations

import re

from actions.privacy.digit_words import CONFUSABLE, ONES, TEENS, TENS

_NUMBER_WORDS = "|".join((*ONES, *TEENS, *TENS, "oh", "hundred", "thousand", "double", "triple"))
_DOUBTFUL_WORDS = "|".join((*CONFUSABLE, "sorry", "uh", "no"))
_NUMBER = (
    rf"(?:\d+(?:[/-]\d+)?[a-z]?\b|(?:{_NUMBER_WORDS})\b"
    rf"(?:[\s-]+(?:and\s+(?=(?:{_NUMBER_WORDS})\b))?(?:{_NUMBER_WORDS}|{_DOUBTFUL_WORDS})\b){{0,9}}"
    r"(?:\s+[a-d]\b)?)"
)
_STREET = (
    r"street|avenue|road|boulevard|square(?! (?:feet|foot|met|yard|mile|inch))|lane|drive|court"
    r"|terrace|crescent|parkway|place|way"
    r"|circle|close|gardens?|grove|row|hill|trail|highway|st|ave|rd|blvd|ln|dr|ct|pl|broadway|walk"
    r"|mews|quay|parade|nagar|marg|colony|layout|residency|estate|rue|stra(?:ß|ss)e|via|calle|rua"
    r"|kingsway|loop|alley|cove|hollow|ridge|turnpike|pike|expressway|esplanade|promenade|causeway"
    r"|embankment|wharf|heights|croft|wynd|knoll|plaza|cottages?|crossing|sector"
)
_STREET_WORD = (
    r"view|rise|bend|run|point|landing|pass|path|park|vista|chase|gate|end|side|mount|fields?"
    r"|green|common|bridge|house|mill|orchard|bay|creek|meadows?|manor|glen|vale|dale|oaks?|pines?"
    r"|springs?|lodge|farm|cottage|village|villas?|towers?|apartments?|mansions?|rectory|paddocks?"
)
"""What is a street, or a house, only where an address is spoken of."""
_SUFFIXED = (
    r"\w{3,}(?:stra(?:ß|ss)e|gasse|allee|damm|straat|laan|gracht|kade|plein|gatan|vägen|vagen|vej"
    r"|gade|gata|weg|platz)|\w+ (?:stra(?:ß|ss)e|gasse|allee|platz|utca)"
)
"""Its number stands behind it."""
_FOREIGN = (
    r"(?:rue|via|viale|piazza|corso|calle|rua|avenida|avenue|chemin|all[ée]e|impasse|boulevard"
    r"|place|paseo|camino|carrer|carrera|travessa|jalan|lorong|ulica|soi|quai|cours)"
)
_UNIT = (
    r"(?:apartment|apt|unit|suite|ste|flat|floor|room|box|blk|block|lot|plot|number|no|house"
    r"|building|bldg|tower|wing|villa|door|level|penthouse|#)"
)
_NO_PART = (
    r"and|but|near|next|please|have|has|it|it['’]?s|is|was|that|that['’]?s|the|my|since|because"
    r"|for|with|in (?:the|a|my|our|case|fact)"
    r"|on|at|to|if|or|when|back|so|all|where|which|who|i|we|you|they|not|now|than|then|until"
    r"|between|i['’]\w+|don['’]?t|above|below|across|just|by the"
    r"|somewhere|anywhere|nowhere|under|inside|outside|around|still"
    r"|thanks|thank|okay|here|there|right|behind|opposite|anymore|these|this|those|by|are|were|from"
)
_WORD = rf"(?!(?:{_NO_PART})\b)[^\W\d_][\w'’-]*\.?"
_PART = rf"(?:{_NUMBER}|{_WORD})"
_ONE_UNIT = (
    rf"(?:{_UNIT}\.?,?\s*(?:number\s+)?(?:{_NUMBER}|[a-z]\b)"
    rf"|(?:\d+(?:st|nd|rd|th)|ground|first|second|third|fourth|fifth|top)\s+floor),?\s+"
)
_STREET_WORDS = rf"(?:(?:{_WORD}|\d+(?:st|nd|rd|th)|uh|um|sorry|no),?\s+)"

STREETS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bcorner of {_WORD}(?: {_WORD})?? and {_WORD}",
        rf"\b(?:rue|via|calle|rua|avenida)(?:\s+{_WORD}){{1,4}}?,?\s+(?:number\s+)?{_NUMBER}",
        rf"\b(?:{_ONE_UNIT}){{0,3}}{_NUMBER},?\s+"
        rf"(?:and a half\s+)?{_STREET_WORDS}{{1,6}}?(?:{_STREET})\b\.?",
        rf"\b(?:{_ONE_UNIT}){{1,3}}{_STREET_WORDS}{{1,4}}?(?:{_STREET})\b\.?",
        rf"\b(?:rural route|county road|state route|star route|r\.? ?r\.?) {_NUMBER}",
        rf"\b\d+[a-z]?(?: bis)?,?\s+{_FOREIGN}\s+(?:\w+\s+){{0,3}}?\w+",
        rf"\b(?:{_SUFFIXED}),?\s+{_NUMBER}",
        rf"\b(?:apartment|apt|unit|suite|flat)\.?\s*{_NUMBER}",
        rf"\b(?:(?:g\.? ?)?p\.? ?o\.?|post office|private|locked) (?:box|bag) {_NUMBER}",
    )
)
"""Where an address begins."""
HOUSES = re.compile(
    rf"\b(?:{_ONE_UNIT}){{0,3}}{_NUMBER},?\s+{_STREET_WORDS}{{1,3}}?(?:{_STREET_WORD})\b",
    re.IGNORECASE,
)
"""The same, where a home is spoken of."""
OF_HOME = re.compile(
    r"\b(?:address|live[sd]?|living|moved?|moving|home|house|place|send|ship|deliver|mail|post"
    r"|envelope|lease|rent|landlord|registered|parcel|package|changed (?:it|that) to|put)\b",
    re.IGNORECASE,
)
GOES_ON = re.compile(
    rf"(?:,?\s*\.?\s*(?:{_UNIT}\.?\s*)?{_PART}"
    rf"|,?\s+{_UNIT}\s+(?:{'|'.join(CONFUSABLE)})\b){{0,25}}",
    re.IGNORECASE,
)
"""Town, state and code that follow."""
STREET_NAME = re.compile(
    rf"\b(?:{_WORD}\s+(?:{_WORD}\s+)?(?:street|avenue|road|lane|drive|boulevard|court|crescent"
    r"|terrace|grove|gardens)"
    r"|avenue (?:of(?: the)?|d\w) \w+"
    rf"|(?:avenida|calle|rue|via|rua|chemin|piazza|viale|corso)\s+{_PART}(?:\s+{_PART}){{0,9}})\b",
    re.IGNORECASE,
)
HOME_STREET = re.compile(
    r"\b(?:house|home|flat|apartment|place|live[sd]?|living|address)\s+(?:(?:is|was)\s+)?(?:on"
    r"|at|in)"
    rf"\s+({_WORD}\s+(?:{_WORD}\s+)?(?:{_STREET}))\b",
    re.IGNORECASE,
)
STREET = re.compile(rf"\s+(?:{_STREET})\b", re.IGNORECASE)
CORNER = re.compile(
    rf"\b(?:corner of\s+)?(?:{_WORD}\s+){{1,2}}?and\s+{_PART}(?:\s+(?:{_STREET})\b)?",
    re.IGNORECASE,
)
"""Two streets that cross."""
CORNER_ASKED = re.compile(r"\bcross[- ]?streets?\b|\bintersection\b|\bcorner\b", re.IGNORECASE)
STATE = re.compile(
    r"\b(?:alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia"
    r"|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts"
    r"|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new (?:hampshire|jersey"
    r"|mexico|york)|(?:north|south) (?:carolina|dakota)|ohio|oklahoma|oregon|pennsylvania"
    r"|rhode island|tennessee|texas|utah|vermont|(?:west )?virginia|washington|wisconsin|wyoming"
    r"|ontario|quebec|british columbia|alberta|manitoba|saskatchewan|nova scotia|new brunswick"
    r"|newfoundland|prince edward island|queensland|new south wales|victoria|tasmania"
    r"|(?:south|western) australia|(?:county|co\.) \w+|[^\W\d_]+(?:shire| county))\b",
    re.IGNORECASE,
)
TOWN = re.compile(rf"\b(?:in|near)\s+({_WORD})", re.IGNORECASE)
HOME = re.compile(
    r"\b(?:live|lives|lived|living|reside|resides|residing|stay|staying|based|moved?"
    r"|grew up|born and raised)(?:\s+(?:over|out|up|down|here|there|back))*"
    rf"\s+(?:in|at|to|from)\s+(?!(?:a|an|my|your|the)\b)((?:{_WORD},?\s+){{0,3}}{_WORD})",
    re.IGNORECASE,
)
NO_HOME = re.compile(
    r"(?:hope|fear|peace|harmony|abroad|overseas|town|bed|touch|line|sin|style|another|savings"
    r"|checking|home|work|school|one|two|three|there|here|different|new)\b",
    re.IGNORECASE,
)
"""Nobody's address, though it be somewhere to live or to move to."""
FROM = re.compile(
    r"\b(?:(?:calling|ringing|phoning|writing|speaking)(?:\s+you)?(?:\s+\w+)?\s+from"
    r"|originally from"
    r"|(?:hi|hello|hey|i['’]?m|i am|we['’]re|this is|it['’]s|here)\s+(?:[^\W\d_]+\s+){0,3}from"
    r"|(?:out|over|up|down|here|living|home|i['’]?m|i am|we['’]?re|we are)\s+in"
    r"|(?:customer|member|resident|homeowner|tenant|patient)\s+(?:in|from|of)|live\s+\w+\s+in"
    r"|home\s?town\s+(?:is|of))\s+$",
    re.IGNORECASE,
)
"""A town may follow that is the speaker's."""
OWN_HOME = re.compile(
    r"\b(?:a|your|my|his|her|our|their)\s+(?:home|house|flat|apartment|place)\s+in\s+$",
    re.IGNORECASE,
)
CALLS = re.compile(
    r"\b(?:calling|ringing|phoning|hello|hi|hey|we['’]re|i['’]m|i am|we are|home\s?town)\b",
    re.IGNORECASE,
)
AWAY = re.compile(
    r"\b(?:travel\w*|trip|visit\w*|vacation|holidays?|hotel|airport|flight|fly(?:ing)?|flew|stuck"
    r"|conference|declined|until|this week|right now|at the moment|days?|charge[ds]?|transaction"
    r"|purchase[ds]?|bought|spent|atm|cruise|abroad)\b",
    re.IGNORECASE,
)
"""Of another place than a home is spoken."""
OURS = re.compile(
    r"\b(?:branch(?:es)?|(?<!post )offices?|stores?|atms?|shops?|headquarters|near you"
    r"|cash machine|we are at"
    r"|visit us)\b",
    re.IGNORECASE,
)
"""No home is spoken of."""
OURS_AFTER = re.compile(rf"\s+(?:\w+\s+)?{OURS.pattern}", re.IGNORECASE)
_ITS_NAME = (
    r"(?:(?:new|old|current|home|street|first|mailing) )?"
    r"(?:address|number|zip|post|code|street|city|town|state|county|one|same|house|place|apartment"
    r"|flat|line)\b"
)
LEAD_IN = re.compile(
    r"(?:\W*\b(?:yes|yeah|yep|sure|uh|um|okay|well|it['’]s|it|is|that['’]s|that|would|be|my|new"
    rf"|place|(?:the|old)(?= {_ITS_NAME})|i['’]ve|moved|an?|flat(?= on\b)|apartment(?= on\b)|on"
    rf"|near"
    r"|outside|over|up|down|out|just|address|to|we|we['’]re|i['’]?m|i|in|at|live|living|stay"
    r"|staying|from|number|our|home|did|city|town|street|postal|mailing|state|zip|code"
    r"|actually|currently|now|still|and|here|send|ship|please|house(?! \w+,)|no|nearly|right|so|of"
    r"|oh|goes|should|go|sister|brother|mother|mum(?:['’]s)?|mom(?:['’]s)?|parents['’]?|office"
    r"|work|mum['’]s|mom['’]s"
    r"|parents['’])\b)*\W*",
    re.IGNORECASE,
)
ANSWER = re.compile(
    rf"(?:the\s+)?(?:{_ONE_UNIT}){{0,3}}{_NUMBER}?,?\s*(?:the\s+(?-i:(?=[A-Z])))?{_WORD}(?:,?\s+{_PART}){{0,25}}",
    re.IGNORECASE,
)
ANCHOR = re.compile(rf"\b(?:{_ONE_UNIT}){{1,3}}{_NUMBER}?|\b\d+[a-z]?\s+(?-i:[A-Z])", re.IGNORECASE)
"""Where an answer that has more than a lead-in begins."""
NO_ANSWER = re.compile(
    r"\b(?:why|not|off the top|remember|know|what|don['’]?t|need|necessary|can i|do i|i['’]d"
    r"|same|on file|hasn['’]?t|haven['’]?t"
    r"|nothing|changed|correct|already|account|you (?:have|should|can)|bill|email)\b",
    re.IGNORECASE,
)
SPELLED = re.compile(r"(?:\b\w\b[\s,-]+){3}")
UNIT = re.compile(_ONE_UNIT, re.IGNORECASE)
NUMBER = re.compile(_NUMBER, re.IGNORECASE)
SENTENCE_END = re.compile(
    r"(?<!\b\w)(?<!\bapt)(?<!\bst)(?<!\bblk)(?<!\bno)[.?!](?:\s|$)", re.IGNORECASE
)
