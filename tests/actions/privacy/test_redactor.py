from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from actions.errors import RedactionError
from actions.privacy.context import Context
from actions.privacy.details import Detail
from actions.privacy.policy import parse
from actions.privacy.redactor import SPOKEN, Redactor, together


def finds_boston(text: str, context: Context) -> Iterator[Detail]:
    """In Presidio's place."""
    if "Boston" in text:
        yield Detail("ADDRESS", text.index("Boston"), text.index("Boston") + len("Boston"))


def finds_what_is_longest(text: str, context: Context) -> Iterator[Detail]:
    for word in text.split():
        if len(word) == 8:
            yield Detail("GUESS", text.index(word), text.index(word) + len(word))


def fails(text: str, context: Context) -> Iterator[Detail]:
    raise ValueError(f"cannot parse {text}")


MARIA = Context("assistant", {"customer_name": ["Maria Lopez"]})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm in Boston", "I'm in <ADDRESS>"),
        ("mail jane.doe@gmail.com", "mail <EMAIL_ADDRESS>"),
        ("mail jane dot doe at gmail dot com", "mail <EMAIL_ADDRESS>"),
        ("jane dot doe at gmail.com", "<EMAIL_ADDRESS>"),
        ("it's jane.doe at g mail point com", "it's <EMAIL_ADDRESS>"),
        ("jane.doe @ web.de or jdoe at hotmail", "<EMAIL_ADDRESS> or <EMAIL_ADDRESS>"),
        ("see you at noon. Thanks", "see you at noon. Thanks"),
        ("i live at twelve elm street", "i live at <ADDRESS>"),
        ("one two three old main street", "<ADDRESS>"),
        ("221b baker street; 12 elm st", "<ADDRESS>; <ADDRESS>"),
        ("i live at 12 elm street in Boston", "i live at <ADDRESS>"),
        ("meet me at the station", "meet me at the station"),
    ],
)
def test_all_recognizers_work_together(text: str, expected: str) -> None:
    redactor = Redactor(together(SPOKEN, finds_boston))
    assert redactor.redact(text, Context("caller")) == expected


def test_our_own_finding_names_the_kind() -> None:
    redactor = Redactor(together(SPOKEN, finds_what_is_longest))
    assert redactor.redact("it is 40017733", Context("caller")) == "it is <ACCOUNT_NUMBER>"


def test_the_banks_own_address_is_no_secret() -> None:
    text = "We are at 12 Harbor Street."
    assert Redactor(finds_boston).redact(text, Context("assistant")) == text


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        ("Thank you, Ma", "Thank you, <PERSON>"),
        ("Thank", "Thank"),
        ("", ""),
        ("Thank you, Maria. Bye", "Thank you, <PERSON>. Bye"),
        ("not what was said, Maria", "not what was said, <PERSON>"),
    ],
)
def test_a_name_that_was_cut_off_is_still_a_name(heard: str, expected: str) -> None:
    said = "Thank you, Maria. Bye now."
    assert Redactor(finds_boston).redact_heard(said, heard, MARIA) == expected


def test_what_becomes_known_later_is_found_in_a_redacted_text() -> None:
    redactor = Redactor(fails)  # not asked again: it would read <ADDRESS> as words
    text = "maria lopez from <ADDRESS>, 4001 of 12"
    known = replace(MARIA, held={**MARIA.held, "account_number": ["40017733"]})
    assert redactor.redact_again(text, known) == "<PERSON> from <ADDRESS>, <ACCOUNT_NUMBER> of 12"


def test_a_failure_is_one_error_that_does_not_quote_the_text() -> None:
    with pytest.raises(RedactionError) as raised:
        Redactor(fails).redact("4821 is my secret", Context("caller"))
    assert "secret" not in str(raised.value)
    assert raised.value.__suppress_context__


LAST_FOUR = parse({"entities": {"CREDIT_CARD": "last_four", "PERSON": "keep"}})


def test_the_policy_says_what_takes_the_place_and_what_is_kept() -> None:
    redactor = Redactor(policy=LAST_FOUR)
    said = "my name is jane doe and my card is 4111 1111 1111 1111"
    assert redactor.redact(said, Context("caller")) == (
        "my name is jane doe and my card is <CREDIT_CARD ...1111>"
    )


def test_what_the_policy_left_of_a_value_is_not_taken_for_another() -> None:
    known = Context("assistant", {"card_last_four": ["1111"], "customer_name": ["Jane Doe"]})
    text = "Jane Doe, your card <CREDIT_CARD ...1111> or 1111"
    assert Redactor(policy=LAST_FOUR).redact_again(text, known) == (
        "Jane Doe, your card <CREDIT_CARD ...1111> or <CREDIT_CARD ...1111>"
    )


def gives_up(text: str, context: Context) -> Iterator[Detail]:
    raise RedactionError("the pattern 'slow' takes too long")


def test_a_recognizer_that_gives_up_says_itself_why() -> None:
    with pytest.raises(RedactionError, match="takes too long"):
        Redactor(gives_up).redact("my secret", Context("caller"))
