"""This package's recognizers on Presidio's interface, and Presidio's as one of ours. Pure.

https://microsoft.github.io/presidio/analyzer/developing_recognizers/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import regex
from presidio_analyzer import (
    AnalysisExplanation,
    EntityRecognizer,
    PatternRecognizer,
    RecognizerResult,
)
from presidio_analyzer.nlp_engine import NlpArtifacts

from actions.errors import RedactionError, SettingError
from actions.privacy.context import Context
from actions.privacy.details import KINDS, Detail
from actions.privacy.redactor import SPEECH, Recognizer
from actions.privacy.sections import FILE

SCORE = 0.95
"""Above spaCy's 0.85: of two that find the same Presidio keeps the surer one."""
LANGUAGE = "en"
LONGEST_S = 0.5
"""For all that one pattern finds in a text. A regular expression may take for ever."""
_FLAGS = regex.DOTALL | regex.MULTILINE | regex.IGNORECASE  # AnalyzerEngine.analyze's default
_DIALOGUE = "dialogue"


class SpokenRecognizer(EntityRecognizer):  # type: ignore[misc] # untyped
    """One of ours. What was asked before comes with the artifacts: `in_dialogue`."""

    def __init__(self, find: Recognizer):
        self._find = find
        super().__init__(supported_entities=list(KINDS), name=find.__name__)

    def load(self) -> None:
        """There is nothing to load."""

    def analyze(
        self, text: str, entities: Sequence[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        context = getattr(nlp_artifacts, _DIALOGUE, None) or Context("caller")
        return [self._result(one) for one in self._find(text, context) if one.kind in entities]

    def _result(self, detail: Detail) -> RecognizerResult:
        why = AnalysisExplanation(self.name, SCORE, textual_explanation=detail.why)
        return RecognizerResult(detail.kind, detail.start, detail.end, SCORE, why)


class BoundedPatternRecognizer(PatternRecognizer):  # type: ignore[misc] # untyped
    """Presidio's, but no text keeps it for longer than `LONGEST_S` a pattern.

    Raises `RedactionError` instead: such a text is withheld.
    """

    def analyze(
        self,
        text: str,
        entities: Sequence[str],
        nlp_artifacts: NlpArtifacts | None = None,
        regex_flags: int | None = None,
    ) -> list[RecognizerResult]:
        for pattern in self.patterns:
            try:
                list(regex.finditer(pattern.regex, text, _FLAGS, timeout=LONGEST_S))
            except TimeoutError:
                raise RedactionError(
                    f"{FILE}: the pattern {pattern.name!r} takes too long"
                ) from None
        return list(super().analyze(text, list(entities), nlp_artifacts, regex_flags))


def in_dialogue(artifacts: NlpArtifacts, context: Context) -> NlpArtifacts:
    """The artifacts of a text, with what the assistant knows when it is said."""
    setattr(artifacts, _DIALOGUE, context)
    return artifacts


def spoken() -> list[EntityRecognizer]:
    """All of ours, for a registry of Presidio's."""
    return [SpokenRecognizer(find) for find in SPEECH]


def of_policy(given: Sequence[Mapping[str, Any]]) -> list[PatternRecognizer]:
    """Those of privacy.yml; raises `SettingError`."""
    return [_pattern_recognizer(number, dict(one)) for number, one in enumerate(given, 1)]


def _pattern_recognizer(number: int, given: dict[str, Any]) -> PatternRecognizer:
    key = f"recognizers, number {number}"
    try:
        recognizer = BoundedPatternRecognizer.from_dict({"name": "", **given})
        for pattern in recognizer.patterns:
            regex.compile(pattern.regex)
            if not 0 < pattern.score <= 1:
                raise ValueError("a score is above 0, and 1 at most")
        if recognizer.supported_language != LANGUAGE:
            raise ValueError(f"the language is {LANGUAGE}")
    except (TypeError, ValueError, KeyError, AttributeError, regex.error) as error:
        raise SettingError(
            key, given, f"Presidio's PatternRecognizer ({type(error).__name__}: {error})", FILE
        ) from None
    return recognizer


def as_ours(recognizer: EntityRecognizer) -> Recognizer:
    """One of Presidio's, which needs no artifacts."""

    def find(text: str, context: Context) -> Iterator[Detail]:
        yield from map(detail, recognizer.analyze(text, recognizer.supported_entities, None))

    return find


def detail(found: RecognizerResult) -> Detail:
    """What Presidio found, with its explanation."""
    why = found.analysis_explanation
    said = why and (why.textual_explanation or why.pattern_name or why.recognizer)
    return Detail(found.entity_type, found.start, found.end, str(said or ""))
