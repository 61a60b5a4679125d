from __future__ import annotations

import pytest

from actions.privacy.emails import email_details
from tests.actions.privacy.finding import taken_out

MAIL = "What is your e-mail address?"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mail jane.doe@gmail.com", "mail <EMAIL_ADDRESS>"),
        ("office@kimtrading.kr or x+y@a.co.uk", "<EMAIL_ADDRESS> or <EMAIL_ADDRESS>"),
        ("it's j underscore doe seven at outlook dot co dot uk all small",
         "it's <EMAIL_ADDRESS> all small"),
        ("send it to p r i y a at hotmail dot com", "send it to <EMAIL_ADDRESS>"),
        ("my address is big red truck at yahoo", "my address is <EMAIL_ADDRESS>"),
        ("mike the letter b at proton mail dot com", "<EMAIL_ADDRESS>"),
        ("t at lagos hyphen freight dot n g", "<EMAIL_ADDRESS>"),
        ("Yes. jane at web.de", "Yes. <EMAIL_ADDRESS>"),
        ("see you at noon at the bank", None),
        ("look at gmail", "<EMAIL_ADDRESS>"),  # better too much than too little
        ("it's at gmail", None),
    ],
)  # fmt: skip
def test_an_address_is_known_by_its_form(text: str, expected: str | None) -> None:
    assert taken_out(email_details, text) == (expected or text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("k.bauer72 and then gmx.de", "<EMAIL_ADDRESS> and then <EMAIL_ADDRESS>"),
        ("priya nair, all one word, at icloud.com", "<EMAIL_ADDRESS>"),
        ("um with a dash, at freight dot com", "um with <EMAIL_ADDRESS>"),
        ("i don't have one", None),
        ("the end is posteo dot de", "the end is <EMAIL_ADDRESS>"),
        ("there is no dot in it", None),
        ("desk at, uh, sorry, orders at blue-kite.com", "<EMAIL_ADDRESS>"),
        ("jo at k p n mail dot n l", "<EMAIL_ADDRESS>"),
    ],
)
def test_who_is_asked_for_one_says_more_of_it(text: str, expected: str | None) -> None:
    assert taken_out(email_details, text, MAIL) == (expected or text)


@pytest.mark.parametrize(("text", "left"), [("it's night owl", "it's <EMAIL_ADDRESS>"), ("", "")])
def test_the_part_before_the_at_may_be_asked_for(text: str, left: str) -> None:
    assert taken_out(email_details, text, "And the part before the at sign?") == left
