from __future__ import annotations

import pytest

from actions.privacy.addresses import address_details, home_details
from tests.actions.privacy.finding import taken_out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("i moved to forty two maple street apartment three b springfield illinois and i",
         "i moved to <ADDRESS> and i"),
        ("It's 1609 Cedar Ridge Drive, Boise, Idaho 83702. Thanks.", "It's <ADDRESS>. Thanks."),
        ("at 83 Rue des Lilas, Lyon", "at <ADDRESS>"),
        ("P.O. Box 771, Missoula", "<ADDRESS>"),
        ("Apt. 12C", "<ADDRESS>"),
        ("at four hundred and six willow creek drive", "at <ADDRESS>"),
        ("the corner of ninth and poplar", "the <ADDRESS>"),
        ("calle del sol 14, sevilla", "<ADDRESS>"),
        ("Lindenstraße 8a, Bremen", "<ADDRESS>"),
        ("we live in hope", None),
        ("your branch at 12 Harbor Street", None),
        ("the store on Fifth Avenue", None),
    ],
)  # fmt: skip
def test_a_street_with_its_number_is_an_address(text: str, expected: str | None) -> None:
    assert taken_out(address_details, text) == (expected or text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chattanooga, and I use your branch.", "<ADDRESS>, and I use your branch."),
        ("sixty six a the letter is important", "<ADDRESS> the letter is important"),
        ("Llewellyn Avenue", "<ADDRESS>"),
        ("It's The Old Rectory, Church Lane.", "It's The <ADDRESS>."),
        ("why do you need that", None),
        ("is that really important for you to know now", None),
        ("", None),
    ],
)
def test_what_answers_a_question_for_one_is_one(text: str, expected: str | None) -> None:
    assert taken_out(address_details, text, "Where do you live?") == (expected or text)


def test_a_name_that_was_asked_for_too_is_no_town() -> None:
    text = "it's rich purcell"
    assert taken_out(address_details, text, "Your name and zip code?") == text


def test_where_somebody_lives_is_a_home() -> None:
    assert taken_out(home_details, "I live in Dubuque, Iowa. Yes.") == "I live in <ADDRESS>. Yes."
    assert taken_out(home_details, "i live in a house") == "i live in a house"
