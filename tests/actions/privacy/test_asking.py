from __future__ import annotations

import pytest

from actions.privacy.asking import asked, asks_for_digits


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("What is your e-mail address?", {"EMAIL_ADDRESS": True}),
        ("Your name and zip code?", {"ADDRESS": True, "PERSON": True}),
        ("Which account?", {"ACCOUNT_NUMBER": False}),
        ("What is your account number?", {"ACCOUNT_NUMBER": True}),
        ("The card number and the security code?", {"PIN": True, "CREDIT_CARD": True}),
        ("How should I address the letter?", {}),
        ("Just the area code, please.", {"PHONE_NUMBER": True}),
        ("How would you like to be addressed?", {"PERSON": True}),
        ("Your town and county?", {"ADDRESS": True}),
        ("How can I help?", {}),
        ("", {}),
    ],
)
def test_a_question_says_what_it_asks_for_the_last_first(
    question: str, kinds: dict[str, bool]
) -> None:
    assert list(asked(question).items()) == list(kinds.items())


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("please say the nine digits", True),
        ("Sorry, the middle two were what?", True),
        ("Please don't tell me your number.", False),
        ("How can I help?", False),
    ],
)
def test_digits_may_be_asked_for_without_saying_which(question: str, expected: bool) -> None:
    assert asks_for_digits(question) is expected
