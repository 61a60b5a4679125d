"""JSON lines, redacted one by one."""

from __future__ import annotations

import json

import pytest

from actions.privacy.lines import redact
from actions.privacy.redactor import Redactor


def answers(*lines: bytes) -> list[dict[str, object]]:
    return list(redact(lines, Redactor()))


def line(**fields: object) -> bytes:
    return json.dumps(fields).encode()


def test_what_is_found_is_told_with_its_place() -> None:
    (answer,) = answers(line(text="it's four eight two one", bot="What is your PIN?"))
    assert answer == {
        "text": "it's <PIN>",
        "entities": [{"type": "PIN", "start": 5, "end": 23}],
    }


def test_without_a_question_it_is_the_assistant_that_speaks() -> None:
    (answer,) = answers(line(text="We are at 12 Harbor Street, Maria."))
    assert answer["text"] == "We are at 12 Harbor Street, <PERSON>."


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"4821",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"[" * 100_000,
        line(text=4821),
        line(text="my pin", bot=4821),
        line(text="4821 " * 20_000),
    ],
)
def test_a_bad_line_gets_an_error_that_does_not_quote_it_and_the_next_is_read(bad: bytes) -> None:
    wrong, right = answers(bad, line(text="hello", bot=None))
    assert list(wrong) == ["error"]
    assert "4821" not in str(wrong["error"])
    assert right == {"text": "hello", "entities": []}
