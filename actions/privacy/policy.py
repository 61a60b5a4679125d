"""The privacy officer's rules, privacy.yml: what is taken out, and what takes its place. Pure.

    entities:
      CREDIT_CARD: last_four
      PERSON: {operator: mask, with: "#"}
    recognizers:
      - name: membership
        supported_entity: MEMBERSHIP
        patterns: [{name: letters and digits, regex: "[A-Z]{2}[0-9]{6}", score: 0.8}]
    consent: {version: 2026-11, purposes: {service: announce}}  # consent.py
    retention_days: {transcripts: 90, handovers: 30}            # retention.py
    locality: {region: eu-central, allowed: [eu-central]}       # discreet/locality.py

An entity that is not named is replaced; what has no retention is kept. `recognizers` are in
Presidio's own format: https://microsoft.github.io/presidio/analyzer/adding_recognizers/,
PatternRecognizer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from actions.privacy import consent, retention
from actions.privacy.consent import NOTHING_ASKED, Consent
from actions.privacy.details import KINDS, PIN, Detail, without
from actions.privacy.retention import Retention
from actions.privacy.sections import FILE, mapping, refused
from discreet import locality
from discreet.locality import Locality, LocalityError

HASH_KEY = "VOICEDESK_HASH_KEY"
REPLACE, KEEP = "replace", "keep"
OPERATORS = (REPLACE, "mask", "last_four", "hash", KEEP)
_WITH = (REPLACE, "mask")
_SECTIONS = ("entities", "recognizers", "consent", "retention_days", "locality")

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
    consent: Consent = NOTHING_ASKED
    retention: Retention = Retention()
    locality: Locality = Locality()


DEFAULT = Policy()


def parse(content: object, hash_key: str = "") -> Policy:
    """Of the file's content; raises `SettingError`, which names key, value and what is allowed."""
    sections = mapping(FILE, content or {}, f"the sections {', '.join(_SECTIONS)}")
    for name in sections:
        if name not in _SECTIONS:
            raise refused(name, sections[name], f"the sections {', '.join(_SECTIONS)}")
    recognizers = _recognizers(sections.get("recognizers") or [])
    known = sorted({*KINDS, *(one["supported_entity"] for one in recognizers)})
    entities = mapping("entities", sections.get("entities") or {}, "entities with an operator")
    rules = {kind: _rule(kind, given, known, hash_key) for kind, given in entities.items()}
    kept = frozenset(kind for kind, rule in rules.items() if rule.operator == KEEP)
    return Policy(
        _replacement(rules, hash_key),
        kept,
        tuple(recognizers),
        consent.parse(sections.get("consent")),
        retention.parse(sections.get("retention_days")),
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
        raise refused(key, given, f"the entities {', '.join(known)}")
    parts = given if isinstance(given, Mapping) else {"operator": given}
    rule = Rule(str(parts.get("operator")), str(parts.get("with") or ""))
    if rule.operator not in OPERATORS or set(parts) - {"operator", "with"}:
        raise refused(key, given, f"{', '.join(OPERATORS)}; or {{operator: ..., with: ...}}")
    if rule.text and rule.operator not in _WITH:
        raise refused(key, given, f"`with` for {' and '.join(_WITH)} only")
    if rule.operator == "mask" and len(rule.text) > 1:
        raise refused(key, given, "mask `with` one character")
    if rule.operator == "last_four" and kind == PIN:
        raise refused(key, given, "another operator: four digits are all that it has")
    if rule.operator == "hash" and not hash_key:
        raise refused(key, given, f"hash, if {HASH_KEY} is set in the environment")
    return rule


def _recognizers(given: object) -> list[Mapping[str, Any]]:
    if not isinstance(given, list):
        raise refused("recognizers", given, "a list of Presidio's pattern recognizers")
    for number, one in enumerate(given, 1):
        entity = one.get("supported_entity") if isinstance(one, Mapping) else None
        if not entity or not isinstance(entity, str):
            raise refused(f"recognizers, number {number}", one, "name, supported_entity, patterns")
    return given


def _locality(given: object) -> Locality:
    try:
        return locality.parse(given)
    except LocalityError as error:
        raise refused(error.key, error.value, error.allowed) from None
