"""What exactly is asked of the account: which one, which of its transactions. Pure."""

from __future__ import annotations

import re
from calendar import day_name, month_name
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from actions.banking.service import Transaction

SHOWN = 3
_MOST_SHOWN = 6
_ACCOUNTS = {
    # "i'm checking my balance" names no account.
    "checking": r"(?:(?:my|in|the|of|from) (?:checking|chequing)|current account"
    r"|(?<!i'm )(?<!am )(?:checking|chequing)"
    r"(?! (?:on|up|in|if|how|what|my|the|whether)\b))",
    "savings": r"savings?",
}
# Words of which a merchant's name is not made up: "the store", "your pension".
_COMMON = frozenset((
    "the", "your", "from", "and", "for", "office", "store", "shop", "company", "house", "city",
    "harbor", "main", "street", "blue", "door",
))  # fmt: skip
# What callers call it, where the statement has another word.
_SAME = {
    r"pay ?(?:check|cheque|day)s?|wages?|my pay|i (?:get|got|been|was) paid": "salary",
    r"flights?|plane|airlines?": "airway",
    r"electric(?:ity)?(?: bill)?|power bill|heating": "energy",
    r"groceries|supermarket": "market",
    r"atm|withdrawals?|withdrew|cash": "cash",
    r"(?:phone|telephone|cell) bill": "phone",
    r"bus|subway|tickets?": "transit",
    r"drug ?store|medicine|chemist": "pharmacy",
    r"landlord": "rent",
    r"garage|mechanic": "repair",
    r"petrol|fuel": "gas",
}
_IN = re.compile(
    r"\b(?:deposit\w*|receiv\w+|incoming|credited|refund\w*|income|(?:paid|money|transfer\w*) in"
    r"|c[ao]me in|coming in|arrived?|paid to me|(?:did|have) i (?:get|got|been|gotten))\b",
    re.I,
)
_OUT = re.compile(
    r"\b(?:spen[dt]|spending|bought|buy|purchases?d?|withdr[ae]w\w*|debited|charges?d?|bills?"
    r"|paid for|pay|payments?|(?:went|taken|came) out)\b",
    re.I,
)
_LATEST_ONE = re.compile(
    r"\b(?:last|latest|most recent|newest)(?: \w+)? "
    r"(?:payment|transaction|purchase|charge|deposit|withdrawal|debit|credit|one|thing|time|amount)\b",
    re.I,
)
_COUNTS = {
    "two": 2, "couple": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "twenty": 20,
}  # fmt: skip
_COUNT = re.compile(
    rf"\b(?:last|latest|recent|past|first) ({'|'.join(_COUNTS)}|[0-9]{{1,2}})\b", re.I
)
_OLDER = re.compile(
    r"\b(?:older|earlier|more|further back|the (?:rest|others?)|next (?:ones?|three)"
    r"|before (?:that|this|it|these)|one before)\b",
    re.I,
)
_OLDER_ONE = re.compile(r"\bone before\b", re.I)
_DAYS = {"yesterday": 1, "today": 0}
_AT = re.compile(
    r"\b(?:spen[dt]|pay|paid|bought|buy|payment|charged?)\b.*"
    r"\b(?:at|to|from|for) (?:the |my |a |an )?(\w+)",
    re.I,
)
_NO_PLACE = frozenset((
    "my", "me", "last", "this", "that", "today", "yesterday", "weekend", "week", "month", "moment",
    "least", "once", "all", "account", "card", "it", "date", "you", "morning", "now", "bank",
    "anything", "everything", "something",
    *map(str.lower, [*day_name, *month_name]),
))  # fmt: skip


@dataclass(frozen=True)
class Found:
    """Entries to be said."""

    entries: Sequence[Transaction]
    wanted: str
    """What they are: "latest", "some", "older"; "missing", "oldest" where there is none such."""


def accounts(text: str) -> set[str]:
    """The accounts that are named: "savings", "checking"; mostly none, which means all."""
    words = text.replace("’", "'")
    return {name for name, said in _ACCOUNTS.items() if re.search(rf"\b{said}\b", words, re.I)}


def search(text: str, entries: Sequence[Transaction], today: date, said: int = 0) -> Found:
    """The entries that are asked for, of all that are known, newest first.

    `said` entries, counted from the newest, have been told: "and before that?" goes on behind them.
    """
    if said and _OLDER.search(text):
        rest = entries[said : said + (1 if _OLDER_ONE.search(text) else SHOWN)]
        return Found(rest, "older" if rest else "oldest")
    if merchants := _of_merchants(text, entries):
        return Found(merchants[: _count(text)], "some")
    if (place := _AT.search(text)) and place[1].lower() not in _NO_PLACE:
        return Found(entries[:SHOWN], "missing")
    chosen = _of_days(text, _of_direction(text, entries), today)
    if not chosen and entries:
        return Found(entries[:SHOWN], "missing")
    narrowed = len(chosen) < len(entries) or _count(text) != SHOWN
    return Found(chosen[: _count(text)], "some" if narrowed else "latest")


def _of_merchants(text: str, entries: Sequence[Transaction]) -> list[Transaction]:
    """Those whose names share the most words with the caller's."""
    said = _stems(text)
    for callers, statements in _SAME.items():
        said |= {statements} if re.search(rf"\b(?:{callers})\b", text, re.I) else set()
    shared = [len(said & _stems(entry.merchant)) for entry in entries]
    most = max(shared, default=0)
    return [one for one, words in zip(entries, shared, strict=True) if words == most > 0]


def _stems(words: str) -> set[str]:
    found = re.findall(r"[a-z]{3,}", words.lower())
    return {word.rstrip("s") for word in found if word not in _COMMON}


def _of_direction(text: str, entries: Sequence[Transaction]) -> list[Transaction]:
    if _IN.search(text):
        return [entry for entry in entries if entry.amount > 0]
    return [entry for entry in entries if entry.amount < 0 or not _OUT.search(text)]


def _of_days(text: str, entries: Sequence[Transaction], today: date) -> list[Transaction]:
    days = {
        today - timedelta(days=ago)
        for word, ago in _DAYS.items()
        if re.search(rf"\b{word}\b", text, re.I)
    }
    return [entry for entry in entries if not days or entry.day in days]


def _count(text: str) -> int:
    if _LATEST_ONE.search(text):
        return 1
    if not (number := _COUNT.search(text)):
        return SHOWN
    word = number[1].lower()
    return min(_MOST_SHOWN, _COUNTS.get(word) or max(1, int(word)))
