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
        ("it's the real bo at live dot com", "it's <EMAIL_ADDRESS>"),
        ("it is mister bean the dog at live dot com", "it is <EMAIL_ADDRESS>"),
        ("four two nine at aol dot com", "<EMAIL_ADDRESS>"),
        ("write to the shop at joe's bikes dot co dot nz", "write to the <EMAIL_ADDRESS>"),
        ("r o s a at l i n d dot me", "<EMAIL_ADDRESS>"),
        ("l.ek (at) ziggo.nl", "<EMAIL_ADDRESS>"),
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
        ("um with a dash, at freight dot com", "um with a <EMAIL_ADDRESS>"),
        ("i don't have one", None),
        ("Desk at, uh, no, hello at villa-sol.mx", "<EMAIL_ADDRESS>"),
        ("no lime tree at gmx dot net", "no <EMAIL_ADDRESS>"),
        ("R. Ode, that's O-D-E, at aol.com", "<EMAIL_ADDRESS>"),
        ("yes that's lee at aol dot com", "yes that's <EMAIL_ADDRESS>"),
        ("the rest is post dot at", "the rest is <EMAIL_ADDRESS>"),
        ("dot gov", "<EMAIL_ADDRESS>"),
    ],
)
def test_who_is_asked_for_one_says_more_of_it(text: str, expected: str | None) -> None:
    assert taken_out(email_details, text, MAIL) == (expected or text)


@pytest.mark.parametrize(
    ("text", "left"),
    [("it's night owl", "it's <EMAIL_ADDRESS>"), ("i don't know", "i don't know"), ("", "")],
)
def test_the_part_before_the_at_may_be_asked_for(text: str, left: str) -> None:
    assert taken_out(email_details, text, "And the part before the at sign?") == left
