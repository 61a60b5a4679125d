"""Our recognizers in a registry of Presidio's, and Presidio's beside ours."""

from __future__ import annotations

import pytest
from presidio_analyzer.nlp_engine import NlpArtifacts
from spacy.tokens import Doc
from spacy.vocab import Vocab

from actions.errors import RedactionError, SettingError
from actions.privacy.context import Context
from actions.privacy.details import KINDS, Detail
from actions.privacy.numbers import number_details
from actions.privacy.presidio import (
    SpokenRecognizer,
    as_ours,
    detail,
    in_dialogue,
    of_policy,
    spoken,
)
from actions.privacy.redactor import SPEECH

CALLER = Context("caller")
SLOW = {
    "name": "slow",
    "supported_entity": "X",
    "patterns": [{"name": "endless", "regex": "(a|aa)+$", "score": 1}],
}


def artifacts() -> NlpArtifacts:
    return NlpArtifacts([], Doc(Vocab()), [], [], None, "en")


def test_one_of_ours_knows_what_was_asked() -> None:
    asked = in_dialogue(artifacts(), Context("caller", question="What is your PIN?"))
    (found,) = SpokenRecognizer(number_details).analyze("four eight two one", KINDS, asked)
    assert detail(found) == Detail("PIN", 0, 18)
    assert detail(found).why == "the question asks for it"


def test_all_of_ours_are_there() -> None:
    assert [one.name for one in spoken()] == [find.__name__ for find in SPEECH]


@pytest.mark.parametrize(("entities", "count"), [(["PIN"], 1), (["PERSON"], 0)])
def test_one_of_ours_finds_what_it_is_asked_for(entities: list[str], count: int) -> None:
    recognizer = SpokenRecognizer(number_details)
    assert len(recognizer.analyze("my pin is 4821", entities)) == count


def test_a_list_of_words_is_a_recognizer() -> None:
    given = {"name": "cards", "supported_entity": "LEVEL", "deny_list": ["gold", "silver"]}
    (recognizer,) = of_policy([given])
    found = list(as_ours(recognizer)("the gold one", CALLER))
    assert found == [Detail("LEVEL", 4, 8)]


def test_a_pattern_that_takes_too_long_gives_up() -> None:
    (recognizer,) = of_policy([SLOW])
    with pytest.raises(RedactionError, match="privacy.yml: the pattern 'endless' takes too long"):
        list(as_ours(recognizer)("a" * 60 + "b", CALLER))


@pytest.mark.parametrize(
    "given",
    [
        {"supported_entity": "X"},
        {"supported_entity": "X", "patterns": [{"name": "x", "regex": "(", "score": 1}]},
        {"supported_entity": "X", "patterns": [{"name": "x", "regex": "x", "score": 2}]},
        {"supported_entity": "X", "patterns": [{"regex": "x"}]},
        {"supported_entity": "X", "patterns": ["x"]},
        {"supported_entity": "X", "deny_list": ["x"], "colour": "red"},
        {"supported_entity": "X", "deny_list": ["x"], "supported_language": "de"},
    ],
)
def test_a_broken_recognizer_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(SettingError, match="privacy.yml: recognizers, number 1 is"):
        of_policy([given])
