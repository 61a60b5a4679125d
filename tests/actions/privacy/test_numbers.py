from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.privacy.context import Context, Speaker
from actions.privacy.details import ACCOUNT_NUMBER, PIN, without
from actions.privacy.numbers import number_details

MARIA = {
    "account_number": ["40017733"],
    "pin": ["4821"],
    "card_last_four": ["3391"],
    "customer_name": ["Maria Lopez"],
}


def redacted(
    text: str,
    *,
    speaker: Speaker = "caller",
    held: dict[str, list[str]] | None = None,
    asked: str | None = None,
) -> str:
    return without(text, number_details(text, Context(speaker, held or {}, asked)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("four oh oh one double seven three three", "<ACCOUNT_NUMBER>"),
        ("my account is 4001 7733 thanks", "my account is <ACCOUNT_NUMBER> thanks"),
        ("my pin is forty eight twenty one", "my pin is <PIN>"),
        ("the three digits on the back are two oh six", "the three digits on the back are <PIN>"),
        ("my social one two three forty five sixty seven eighty nine", "my social <US_SSN>"),
        ("they took my fifty one oh two card", "they took my <CREDIT_CARD> card"),
        ("pin for eight to one", "pin <PIN>"),
        ("4111 1111 1111 1111", "<CREDIT_CARD>"),
        ("the card ending in seven seven one oh", "the card ending in <CREDIT_CARD>"),
        ("the last four digits are 3391", "the last four digits are <CREDIT_CARD>"),
        (
            "the charge is on the one ending in 4418",
            "the charge is on the one ending in <CREDIT_CARD>",
        ),
        ("the form says 4111 1111 1111 1111", "the form says <CREDIT_CARD>"),
        ("my order was 5592 1170", "my order was 5592 1170"),
        ("in may 4821", "in may <PIN>"),
        (
            "the wrong social on the form it is 412 55 9087",
            "the wrong social on the form it is <US_SSN>",
        ),
        ("the keypad i typed seventy one thirty", "the keypad i typed <PIN>"),
        ("call 1-800-555-0199 extension 204", "call <PHONE_NUMBER> extension <PHONE_NUMBER>"),
        ("open twenty four seven three hundred and sixty five days", None),
        ("4821 hours", "<PIN> hours"),
        ("my pin is four eight um sorry two one", "my pin is <PIN>"),
        ("nine to five", "nine to five"),
        ("the last three transactions", "the last three transactions"),
    ],
)
def test_long_numbers_are_personal_even_if_nothing_is_known(
    text: str, expected: str | None
) -> None:
    assert redacted(text) == (expected or text)


@pytest.mark.parametrize(
    "text",
    [
        "Your checking account has $2,543.10.",
        "There is $10,200 in your savings account.",
        "two thousand five hundred forty three dollars and ten cents",
        "You spent 1,999 dollars on November 18th.",
        "You spent 1200 euros, that is 12.75 percent",
        "15904.77 is what you have",
        "on May 5th 2026, and in March 2027",
        "from 8:30 to 17:00",
        "10 30 a.m. to 11 30 p.m.",
        "on 2026-11-22 and 11/22/2026",
        "Our branch is at 1200 Harbor Street, the other at 2400 West Lake Avenue.",
        "It takes 100 seconds.",
        "You owe $31.40 on your checking account.",
    ],
)
def test_amounts_dates_hours_and_the_banks_addresses_stay(text: str) -> None:
    assert redacted(text, speaker="assistant", held=MARIA) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it was 48 21", "it was <PIN>"),
        ("four eight two one dollars", "<PIN> dollars"),  # no excuse for a known number
        ("the pin 54821 I think", "the pin <PIN> I think"),
        ("ends with 7733", "ends with <ACCOUNT_NUMBER>"),  # a part of it
        ("it begins with four oh oh", "it begins with <ACCOUNT_NUMBER>"),
        ("it costs four hundred dollars", "it costs four hundred dollars"),  # chance
        ("three three nine one", "<CREDIT_CARD>"),
    ],
)
def test_known_numbers_are_found_in_any_form(text: str, expected: str) -> None:
    assert redacted(text, held=MARIA) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("four", "<PIN>"),
        ("it's eight", "it's <PIN>"),
        ("four eight", "<PIN>"),
        ("well four and the next is eight", "well <PIN> and the next is <PIN>"),
        ("the first digit is a four", "the first digit is a <PIN>"),
        ("it's four eight one moment please", "it's <PIN> one moment please"),
        ("forty eight hours", "<PIN> hours"),
        ("may forty eight", "may <PIN>"),
        ("for oh oh", "<PIN>"),
        ("4821 dollars", "<PIN> dollars"),
        ("one moment please", "one moment please"),
        ("tell me about my last three transactions please", None),
        ("no not that one the other thing", None),
    ],
)
def test_digits_that_answer_a_question_are_personal(text: str, expected: str | None) -> None:
    assert redacted(text, asked=PIN) == (expected or text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pin four eight two one dollars", "pin <PIN> dollars"),
        ("my PIN is 0100 pm", "my PIN is <PIN> pm"),
        ("the code is 4821 percent", "the code is <PIN> percent"),
        ("my pin is $4,821", "my pin is $<PIN>"),
        ("my pin is 48:21", "my pin is <PIN>"),
        ("my pen is twenty seven sixty six dollars", "my pen is <PIN> dollars"),
        ("my pin is four eight", "my pin is <PIN>"),  # the beginning of it
        ("the one ending in nine one", "the one ending in <CREDIT_CARD>"),
        ("account number four zero zero", "account number <ACCOUNT_NUMBER>"),
        ("this is four oh oh one seven seven three three dollars",
         "this is <ACCOUNT_NUMBER> dollars"),
        ("from 11/22/2026", None),
        ("account four oh oh one seven seven three three cents",
         "account <ACCOUNT_NUMBER> cents"),
        ("the number would be 4821 o'clock", "the number would be <PIN> o'clock"),
        ("put fifty dollars on my account", None),
        ("I want 4821 dollars on my account", None),
        ("on my account fifty dollars", None),  # too short for a secret
        ("is it opinion 4821 dollars", None),  # another word with "pin" in it
        ("between 8:30 and 11:45 p.m.", None),
    ],
)  # fmt: skip
def test_a_sign_of_an_amount_excuses_no_digits_that_a_caller_calls_a_secret(
    text: str, expected: str | None
) -> None:
    assert redacted(text) == (expected or text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4821 dollars", "<PIN> dollars"),
        ("0100 pm", "<PIN> pm"),
        ("four eight two dollars", "<PIN> dollars"),
        ("$482", "$<PIN>"),
    ],
)
def test_a_sign_of_an_amount_excuses_no_digits_that_were_asked_for(
    text: str, expected: str
) -> None:
    assert redacted(text, asked=PIN) == expected


def test_the_assistants_amounts_stay_whatever_stands_before_them() -> None:
    text = "Your account holds 1200 dollars."
    assert redacted(text, speaker="assistant") == text


def test_a_slot_without_a_number_is_in_nothing() -> None:
    held = {"account_number": ["", "none"]}
    assert redacted("the number twenty", held=held) == "the number twenty"


WORDS = [
    ("zero", "oh", "0"), ("one", "1"), ("two", "2"), ("three", "3"), ("four", "4"),
    ("five", "5"), ("six", "6"), ("seven", "7"), ("eight", "8"), ("nine", "9"),
]  # fmt: skip
said = st.text("0123456789", min_size=8, max_size=8).flatmap(
    lambda number: st.tuples(
        st.just(number),
        st.tuples(*(st.sampled_from(WORDS[int(digit)]) for digit in number)),
        st.lists(st.sampled_from([" ", ", ", " uh ", "-", " and then "]), min_size=8, max_size=8),
    )
)


@given(said, st.sampled_from([ACCOUNT_NUMBER, None]))
def test_however_it_is_said_no_digit_of_an_account_number_stays(
    spoken: tuple[str, tuple[str, ...], list[str]], asked: str | None
) -> None:
    number, digits, gaps = spoken
    text = "".join(f"{digit}{gap}" for digit, gap in zip(digits, gaps)).rstrip(" ,-")
    kept = redacted(f"it is {text} okay", held={"account_number": [number]}, asked=asked)
    assert not set(kept.replace(",", " ").split()) - {"it", "is", "<ACCOUNT_NUMBER>", "okay",
                                                     "uh", "and", "then"}  # fmt: skip
