"""What stands beside names of people, and what shows that a word is none, as data. Pure."""

from __future__ import annotations

import re

from actions.privacy.words import word_list

_TITLES = (
    r"mr|mrs|ms|mx|dr|mister|missus|missis|miss|doctor|nurse|officer|sir|madam|madame|mama|papa"
    r"|auntie|prof|professor|reverend|señora?|attn|attention"
)
KIN = (
    r"(?:sister|brother|mother|father|son|daughter)[- ]in[- ]law"
    r"|(?:step|god)(?:sister|brother|mother|father|son|daughter|mom|mum|dad)|sister|brother"
    r"|mother|father"
    r"|mom|mum|dad|husband|wife|son|daughter|landlord|landlady|friend|boss|ex(?:[- ](?:wife"
    r"|husband))?|grand(?:son|daughter|mother|father|ma|pa)|nephew|niece|cousin|uncle|aunt"
    r"|partner|spouse|twin|nana?|gran(?:ny|dpa)?|step(?:son|daughter|mother|father|mum|mom|dad)"
    r"|god(?:son|daughter|mother|father)|carer|caregiver|nurse|nanny|cleaner|helper|assistant"
    r"|secretary|manager|supervisor|tenant|flatmate|housemate|co-?worker|bookkeeper|solicitor"
    r"|teacher|buddy|kid|baby|(?:room|flat|house)mate|accountant|lawyer|neighbou?r|colleague"
    r"|fianc[eé]e?"
    r"|(?:girl|boy)friend"
)
_HESITATION = r"(?:uh|um|er)"

INTRODUCED = re.compile(
    r"(?:\b(?:(?:my|his|her|their|the)\s+)?(?:(?:full|first|last|maiden|middle|family)[ -]"
    r"|sur)?names?(?:['’]s| is| was| will be| would be| on (?:it|the \w+) is)|\b(?:maiden|sur"
    r"|last|first|full|the)[ -]?name|\bcall me|\bcalled (?:him|her|them)sel(?:f|ves)"
    r"|\bcalling (?:him|her)self|\bgo(?:es)? by|(?:\b(?:is|was)|['’]s) under|\bspeaking (?:with"
    r"|to)|\bcalling for|\bon behalf of|\bborn as|\bpayable to|\b(?:made out|addressed) to"
    r"|\bin the name of|\bn[ée]e|\b(?:lady|man|guy|woman|girl|boy"
    r"|person|agent|someone|somebody|colleague)"
    rf" (?:called|named)|\b(?:{_TITLES})\.?)(?:[\s,:]+(?:{_HESITATION}|it['’]?s|is|that['’]?s"
    rf"|like|actually))*[\s,:]*$",
    re.IGNORECASE,
)
"""Whatever follows is a name."""
RELATED = re.compile(
    r"\b(?:put|patch|connect|transfer)\w* me (?:over |through )?(?:to|with)\s+$"
    rf"|\b(?:my|his|her|our|their|your)\s+(?:\w+\s+)?(?:(?:{KIN})s?|children"
    rf"|parents)(?:['’]s)?\s*,?\s*$",
    re.IGNORECASE,
)
"""A first name follows, though it be a word of the language, if no verb comes after it."""
SUGGESTED = re.compile(
    rf"\b(?:i['’]m|i am|this is|this['’]s|it['’]?s|that['’]?s|speaking|here is|hi|hello|hey|dear"
    rf"|thanks?(?: you)?|welcome(?: back)?|(?:good)?bye|good (?:morning|afternoon|evening)|{KIN}"
    rf"|says|between"
    r"|great|perfect|excellent|lovely|wonderful|alright|okay|mother of|father of|son of|daughter of"
    r"|ask for|talk to|spoke (?:to|with)|named|called|to|from|for|with|by|and|or|not|no)"
    rf"(?:[\s,:]+{_HESITATION})*[\s,:]*$",
    re.IGNORECASE,
)
"""A name may follow."""
ANNOUNCED = re.compile(
    r"[\s,]+(?:speaking|here|calling|on the line|spelled|is my name|is the name"
    rf"|(?:was|were) born|(?:s?he['’]s )?(?:my|his|her) (?:{KIN}))\b",
    re.IGNORECASE,
)
"""What stood before is a name."""

COMPANIES = word_list("""
    airline airlines airport ave avenue bank boulevard branch brothers center centre city
    college company county court day drive east fargo group hospital hotel inc insurance lane
    line ltd mall market mart motors north rd road south spencer square st state station store
    street university west
    branches office offices terminal shop garage building tower plaza bridge tunnel museum theater
    theatre stadium arena school church clinic plan program
""")
"""A name before one of these is no person's."""
BESIDE_COMPANY = re.compile(
    rf"\s+(?:{'|'.join(sorted(COMPANIES))}|and spencer)\b|\s*&", re.IGNORECASE
)
ALSO = re.compile(r"\b(?:and|or|then)\s+$", re.IGNORECASE)
WHERE = re.compile(
    r"\b(?:in|to|from|at|near|around|visit(?:ing|ed)?|through|of|the)\s+$", re.IGNORECASE
)
"""A place follows."""
BRANDS = re.compile(
    r"\b(?:charles schwab|(?:j ?p )?morgan(?: stanley| chase)?|wells fargo|goldman sachs"
    r"|merrill lynch|papa john|trader joe|dr\.? pepper|edward jones|raymond james|calvin klein"
    r"|ralph lauren|tommy hilfiger|mary kay|john deere|tim hortons?|harris teeter"
    r"|victoria['’]s secret|sam['’]s club|lloyds?|barclays?|wendy|denny|macy|kohl|lowe|mcdonald"
    r"|domino|arby|chili|dick|american eagle|jack daniels?|levi|ted baker|john lewis"
    r"|johnson and johnson|ernst and young|ben and jerry|average joe|fisher and paykel|ford"
    r"|bentley|tiffany|sainsbury|morrisons?|tesla|netflix|amazon|disney|aldi|lidl|costco|walmart"
    r"|tesco|ikea)\b",
    re.IGNORECASE,
)
NAME_ASKED = re.compile(r"\b(?:sur|first|last|middle|maiden|full)?[ -]?names?\b", re.IGNORECASE)
NO_REPLY = word_list("""
    able above again alone already anonymous any before moment minute second certainly check
    common correct course easy enough every fair file first full gave given gladly half happy
    hard hidden joint last later least listed long many mine more name named names new none
    nothing old only other private quite rather read real same second secret short simple small
    spell still there told true two unchanged under usual very whatever wrong yours
""")
"""What is said instead of a name."""
NO_NAME_AFTER = re.compile(
    r"\s+(?:i|you|we|it|he|she|they|be|the|my|this|that|have|not|as|period|a|an|to|of|is|was|do"
    r"|need|call|send|me|your|for|on|in|at|good|all|and|or|with)\b",
    re.IGNORECASE,
)
"""After these "will", "mark" or "may" was a word."""
VERB_AFTER = re.compile(
    r"\s+(?:you|be|have|not|never|need|call|send|get|go|come|do|take|want"
    r"|also|make|pay|use|give|help|bring|see|the|my|this|that|a|an|explain|tell|know|probably"
    r"|always|then|still|just)\b",
    re.IGNORECASE,
)
WORKS = re.compile(
    r"\s+(?:(?:over |up |down )?(?:in|from|at|of) (?:payroll|claims?|accounts?|billing|sales"
    r"|support"
    r"|(?:tech|technical|online|phone) support|collections|lending|loans|underwriting|compliance"
    r"|reception|dispatch|human resources|h ?r"
    r"|customer (?:service|care|support)|(?:the|your) (?:\w+ ){1,2}(?:team|department|desk|office"
    r"|centre|center))|(?:who|that) (?:works|worked)|is my)\b",
    re.IGNORECASE,
)
"""Who stood before it is somebody."""
PRONOUN = re.compile(
    r"\b(?:i|you|we|they|he|she|it|who|(?:going|want|like|need|have|had|able|try|trying|used|about"
    r"|supposed|got|ought|wish|hope) to)\s+$",
    re.IGNORECASE,
)
"""A verb follows."""
THINGS = re.compile(
    r"\bnames? of (?:the|your) (?:\w+ )?(?:shop|store|company|employer|bank|school|product|merchant"
    r"|hotel|plan|dog|cat|pet|app|show|film|drug|medicine)|\b(?:which|what) (?:\w+ )?(?:airline"
    r"|airport"
    r"|store|shop|bank|company|brand|model|make|plan|product|hotel|restaurant|merchant|app|drug"
    r"|medicine|medication|color|colour|kind|type)\b|\bwho (?:makes|do you (?:bank|fly))\b"
    r"|\b(?:allergies|symptoms|colou?rs?)\b",
    re.IGNORECASE,
)
"""A question whose answer names no people."""
WEAK = re.compile(r"\b(?:to|from|for|with|by|and|or|not|no)[\s,]*$", re.IGNORECASE)
"""After these last names are words more often."""
WHOSE = re.compile(r"\b(?:my|your|his|her|our|their)\s+$", re.IGNORECASE)
SOMEBODY = re.compile(
    rf"\s+(?:{KIN}|man|woman|lady|guy|girl|boy|person|people|kids?|fellow|chap|bloke|gentleman)"
    r"(?:['’]s)?\b",
    re.IGNORECASE,
)
"""What stood before it says what somebody is like."""
MONTHS = word_list("april may june august monday tuesday wednesday thursday friday saturday sunday")
"""And days."""
BORN = re.compile(
    r"(?:^|[.!?,;]\s+|\b(?:and|but)\s+)([^\W\d_]+(?:\s+[^\W\d_]+){0,2})\s+(?:was|is|were) born\b",
    re.IGNORECASE,
)
NOBODY = word_list("""
    anybody anyone born child children each everybody everyone grandchild grandchildren one somebody
    someone they twins which who whoever youngest eldest oldest other first second
""")
"""Nor is one of these born with a name."""
FINE = re.compile(
    r"\s+(?:is|['’]s|would be|will do)\s+(?:fine|ok|okay|good|enough|great|perfect|alright)\b",
    re.IGNORECASE,
)
"""What somebody wants to be called stood before."""
WHEN = re.compile(
    r"\b(?:since|in|on|until|till|by|from|of|for|last|next|this|early|late|mid|before|after"
    r"|end)\s+(?:of\s+)?$",
    re.IGNORECASE,
)
DAY_AFTER = re.compile(
    r"\W+(?:the\s+)?(?:\d|first|second|third|fourth|fifth|\w+(?:teen|ie)?th\b)", re.IGNORECASE
)
PARTICLES = word_list(
    "al bin da das de del della den der di do dos du el ibn la san st ten van von y"
)
HESITATIONS = frozenset(("uh", "um", "er", "comma", "hyphen", "dash"))
TRAVEL = re.compile(
    r"\b(?:travel(?:l?ing)?|fly(?:ing)?|flights?|trip|visit(?:ing)?|vacation|holidays?)\b",
    re.IGNORECASE,
)
"""Of a journey is spoken: "to" is followed by a place."""
ARTICLE = re.compile(r"\b(?:an?|the|every|another|this|that|some|any)\s+$", re.IGNORECASE)
"""No name without a title follows."""
IDIOM = re.compile(
    r"\bfor pete['’]?s sake\b|\btom,? dick,? and harry\b|\bgood grief\b|\bmurphy['’]?s law\b"
    r"|\b\w+ (?:and|&) (?:daughters?|sons?|co)\b|\bcharles de gaulle"
    r"|\bj\.? ?f\.? ?k(?:ennedy)?\b|\bjohn lennon|\bben gurion|\bsan \w+|\bsaint \w+",
    re.IGNORECASE,
)
BREAK = re.compile(r"[.!?;:,\"()&/]|\s[–—-]\s")
"""No name goes on after it."""
NUMBERS = re.compile(
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)t(?:y|ieth)|\w+teen(?:th)?|first|second|third"
    r"|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|zero|one|two|three|four"
    r"|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|double|triple|january"
    r"|february|march|july|september|october|november|december|dot|com|dash|underscore|gmail"
)
NO_NAMES = word_list("""
    a abeg account accountant actually add afternoon alright american an and at aunt basically
    be billing boss both british brother but by can canadian card chinese colleague cousin dad
    danish daughter dear do dr dunno dutch else english er evening ever father fine for french
    friend from german gonna good greek ha he he's hello hence her hey hi him his hm hold
    honestly how husband i i'd i'm i've iban if im in indian irish is it it'd it's italian its
    japanese just kindly korean landlady landlord lawyer less let long look love ma'am madam
    mate maybe me mexican miss mister mom morning mother mr mrs ms mum my na nephew never
    niece no nobody nope not of oga oh ok okay on one or owe partner payee per pin please po
    polish right roommate russian said see she she's sing sir sister so son sorry spanish sure
    swiss thank thanks that that's the there these they this those till to turkish uh um uncle
    us wait wanna was we well what when where who why wife with yeah yep yes you
    basque welsh scottish swedish norwegian finnish czech hungarian greek portuguese brazilian
    vietnamese thai filipino nigerian kenyan ghanaian egyptian lebanese persian arabic hebrew
    mexican colombian australian african asian european
    nan nana gran granny grandma grandpa like carer nurse tenant manager baby flatmate spouse
    man woman lady girl boy person people kid kids fellow chap bloke gentleman
""")
