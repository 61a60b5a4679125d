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
        ("the corner of ninth and poplar", "the <ADDRESS>"),
        ("calle del sol 14, sevilla", "<ADDRESS>"),
        ("seven hundred and two quarry road", "<ADDRESS>"),
        ("post office box twelve, Helena", "<ADDRESS>"),
        ("Block 9, Tanjong Road", "<ADDRESS>"),
        ("Rosenweg 14, Jena", "<ADDRESS>"),
        ("8 Chemin du Moulin, Dole", "<ADDRESS>"),
        ("two rural route 6", "two <ADDRESS>"),
        ("we moved to eleven quarry view last week", "we moved to <ADDRESS>"),
        ("twelve people in the park", None),
        ("nine hundred square feet", None),
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
        ("It's The Old Rectory, Church Lane.", "It's <ADDRESS>."),
        ("the new address is seven the green", "the new address is <ADDRESS> the green"),
        ("from Ypsilanti to Ann Arbor and then back", "from <ADDRESS> to <ADDRESS> and then back"),
        ("my mum's, 6 The Maltings, Ware", "my mum's, <ADDRESS>"),
        ("c o l n e and then road, please ma'am", "<ADDRESS> and then road, please ma'am"),
        ("well we call it home, Villa 7, Palm Jumeirah, Dubai", "well we call it home, <ADDRESS>"),
        ("q for quebec u i l l lane", "<ADDRESS>"),
        ("avenue of the oaks", "<ADDRESS>"),
        ("not that i remember", None),
        ("Kent county", "<ADDRESS>"),
        ("near your Knoxville branch", None),
        ("same as before", None),
        ("magnolia", "<ADDRESS>"),
        ("still in the queue outside", None),
        ("it is on the way, out by the lake", None),
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


def test_crossing_streets_are_an_address_if_they_were_asked_for() -> None:
    question = "What are the cross streets of your home?"
    assert taken_out(address_details, "corner of elm and third", question) == "<ADDRESS>"


def test_a_question_for_a_branch_wants_no_home() -> None:
    question = "Which street is your branch on?"
    assert taken_out(address_details, "Quarry Street", question) == "Quarry Street"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I live in Dubuque, Iowa. Yes.", "I live in <ADDRESS>. Yes."),
        ("hi ana from tulsa oklahoma here", "hi ana from <ADDRESS> here"),
        ("i'm a customer in duluth", "i'm a customer in <ADDRESS>"),
        ("i'm a customer of duluth airport", None),
        ("i'm flying from duluth", None),
        ("from tulsa", None),
        ("my house on Quarry Lane", "my house on <ADDRESS>"),
        ("there is a home in Scranton", "there is a home in <ADDRESS>"),
        ("we live in hope", None),
        ("i live in a house", None),
    ],
)
def test_where_somebody_lives_is_a_home(text: str, expected: str | None) -> None:
    assert taken_out(home_details, text) == (expected or text)
