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
        ("And the bit after the at?", {"EMAIL_ADDRESS": True}),
        ("Your mobile, with the country code?", {"PHONE_NUMBER": False}),
        ("Just the month and the year?", {"DATE_OF_BIRTH": True}),
        ("Which digits did you set as your secret answer?", {"PIN": True}),
        ("What is the error code?", {}),
        ("How big is the storage unit?", {}),
        ("Just the area code?", {"PHONE_NUMBER": True}),
        ("Can you verify your identity?", {"DATE_OF_BIRTH": True, "ADDRESS": True, "PERSON": True}),
        ("Town?", {"ADDRESS": True}),
        ("The nearest cross street?", {"ADDRESS": True}),
        ("Where is the leak?", {"ADDRESS": True}),
        ("Where are you travelling?", {}),
        ("Do you live alone?", {}),
        ("What is the name of your employer?", {}),
        ("And your co-applicant?", {"PERSON": True}),
        ("How can I help?", {}),
        ("Just the area code, please.", {"PHONE_NUMBER": True}),
        ("How would you like to be addressed?", {"PERSON": True}),
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
