"""Presidio's engine with all recognizers in it."""

from __future__ import annotations

import pytest

from actions.privacy.context import Context
from actions.privacy.redactor import Recognizer, Redactor
from actions.transcripts.analyzer import load

MEMBERSHIP = {
    "name": "membership",
    "supported_entity": "MEMBERSHIP",
    "patterns": [{"name": "letters and digits", "regex": "[A-Z]{2}[0-9]{6}", "score": 0.8}],
}


@pytest.fixture(scope="module")
def find() -> Recognizer:
    return load(patterns=[MEMBERSHIP])


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        ("it is QX123456", "", "it is <MEMBERSHIP>"),
        ("four eight two one", "What is your PIN?", "<PIN>"),
        ("i live in Boston", "", "i live in <ADDRESS>"),
        ("my name is jane doe", "", "my name is <PERSON>"),
    ],
)
def test_ours_the_officers_and_presidios_work_together(
    find: Recognizer, text: str, question: str, expected: str
) -> None:
    assert Redactor(find).redact(text, Context("caller", question=question)) == expected


def test_of_two_that_find_the_same_ours_gives_its_kind(find: Recognizer) -> None:
    (first, *_) = find("my name is Jackson", Context("caller"))
    assert (first.kind, first.why) == ("PERSON", "what stands before it introduces a name")
