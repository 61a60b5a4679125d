"""The privacy officer's rules, privacy.yml: what is taken out, and what takes its place. Pure.

    entities:
      CREDIT_CARD: last_four
      PERSON: {operator: mask, with: "#"}
    recognizers:
      - name: membership
        supported_entity: MEMBERSHIP
        patterns: [{name: letters and digits, regex: "[A-Z]{2}[0-9]{6}", score: 0.8}]
    retention_days:
      transcripts: 90
      handovers: 30
    locality: {region: eu-central, allowed: [eu-central]}  # discreet/locality.py

An entity that is not named is replaced; what has no retention is kept. `recognizers` are in
Presidio's own format: https://microsoft.github.io/presidio/analyzer/adding_recognizers/,
PatternRecognizer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from actions.errors import SettingError
from actions.privacy.details import KINDS, PIN, Detail, without
from discreet import locality
from discreet.locality import Locality, LocalityError

FILE = "privacy.yml"
HASH_KEY = "VOICEDESK_HASH_KEY"
REPLACE, KEEP = "replace", "keep"
OPERATORS = (REPLACE, "mask", "last_four", "hash", KEEP)
_WITH = (REPLACE, "mask")
_MOST_DAYS = 36_500
_SECTIONS = ("entities", "recognizers", "retention_days", "locality")
TRANSCRIPTS, HANDOVERS = "transcripts", "handovers"
"""What retention is given for."""

Replacement = Callable[[str, Iterable[Detail]], str]


class Rule(NamedTuple):
    """An entity's operator, and what to replace or mask `with`."""

    operator: str
    text: str = ""


@dataclass(frozen=True)
class Policy:
    """What `parse` has checked; `recognizers` are for Presidio's PatternRecognizer.from_dict."""

    replacement: Replacement = without
    kept: frozenset[str] = frozenset()
    recognizers: Sequence[Mapping[str, Any]] = ()
    retention_days: Mapping[str, int] = field(default_factory=dict)
    locality: Locality = Locality()


DEFAULT = Policy()


def parse(content: object, hash_key: str = "") -> Policy:
    """Of the file's content; raises `SettingError`, which names key, value and what is allowed."""
    sections = _mapping(FILE, content or {}, f"the sections {', '.join(_SECTIONS)}")
    for name in sections:
        if name not in _SECTIONS:
            raise _refused(name, sections[name], f"the sections {', '.join(_SECTIONS)}")
    recognizers = _recognizers(sections.get("recognizers") or [])
    known = sorted({*KINDS, *(one["supported_entity"] for one in recognizers)})
    entities = _mapping("entities", sections.get("entities") or {}, "entities with an operator")
    rules = {kind: _rule(kind, given, known, hash_key) for kind, given in entities.items()}
    kept = frozenset(kind for kind, rule in rules.items() if rule.operator == KEEP)
    return Policy(
        _replacement(rules, hash_key),
        kept,
        tuple(recognizers),
        _retention_days(sections.get("retention_days") or {}),
        _locality(sections.get("locality")),
    )


def _replacement(rules: Mapping[str, Rule], hash_key: str) -> Replacement:
    needed = {kind: rule for kind, rule in rules.items() if rule not in (Rule(REPLACE), Rule(KEEP))}
    if not needed:
        return without
    from actions.privacy.operators import Operators, config

    return Operators({kind: config(*rule, hash_key) for kind, rule in needed.items()})


def _rule(kind: str, given: object, known: Sequence[str], hash_key: str) -> Rule:
    key = f"entities.{kind}"
    if kind not in known:
        raise _refused(key, given, f"the entities {', '.join(known)}")
    parts = given if isinstance(given, Mapping) else {"operator": given}
    rule = Rule(str(parts.get("operator")), str(parts.get("with") or ""))
    if rule.operator not in OPERATORS or set(parts) - {"operator", "with"}:
        raise _refused(key, given, f"{', '.join(OPERATORS)}; or {{operator: ..., with: ...}}")
    if rule.text and rule.operator not in _WITH:
        raise _refused(key, given, f"`with` for {' and '.join(_WITH)} only")
    if rule.operator == "mask" and len(rule.text) > 1:
        raise _refused(key, given, "mask `with` one character")
    if rule.operator == "last_four" and kind == PIN:
        raise _refused(key, given, "another operator: four digits are all that it has")
    if rule.operator == "hash" and not hash_key:
        raise _refused(key, given, f"hash, if {HASH_KEY} is set in the environment")
    return rule


def _recognizers(given: object) -> list[Mapping[str, Any]]:
    if not isinstance(given, list):
        raise _refused("recognizers", given, "a list of Presidio's pattern recognizers")
    for number, one in enumerate(given, 1):
        entity = one.get("supported_entity") if isinstance(one, Mapping) else None
        if not entity or not isinstance(entity, str):
            raise _refused(f"recognizers, number {number}", one, "name, supported_entity, patterns")
    return given


def _retention_days(given: object) -> Mapping[str, int]:
    days = _mapping("retention_days", given, f"{TRANSCRIPTS} and {HANDOVERS}, in days")
    for kind, count in days.items():
        if kind not in (TRANSCRIPTS, HANDOVERS):
            raise _refused(f"retention_days.{kind}", count, f"{TRANSCRIPTS} and {HANDOVERS}")
        if type(count) is not int or not 0 < count <= _MOST_DAYS:
            raise _refused(f"retention_days.{kind}", count, f"1 to {_MOST_DAYS} days")
    transcripts = days.get(TRANSCRIPTS, _MOST_DAYS)
    if days.get(HANDOVERS, 0) > transcripts:  # without its call it would be found by nobody
        allowed = f"{transcripts} days at most, as its transcript"
        raise _refused(f"retention_days.{HANDOVERS}", days[HANDOVERS], allowed)
    return days


def _locality(given: object) -> Locality:
    try:
        return locality.parse(given)
    except LocalityError as error:
        raise _refused(error.key, error.value, error.allowed) from None


def _mapping(key: str, given: object, allowed: str) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise _refused(key, given, allowed)
    return given


def _refused(key: str, value: object, allowed: str) -> SettingError:
    return SettingError(key, value, allowed, FILE)
