"""How account numbers and PINs are put together from what callers say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.banking.luhn import is_valid
from actions.heard_digits import Heard, Wanted, begins_with_number, understand

MARIA = "40017733"
ASKED_FOR_ACCOUNT = [
    ("4001-7733", "", Heard(MARIA)),
    ("it's four oh oh one double seven double three", "", Heard(MARIA)),
    ("For oh oh one, seven seven three three.", "", Heard(MARIA)),
    ("my account is 40017733 and my pin is 4821", "", Heard(MARIA, "4821")),
    ("pin 4821, account 4001 7733", "", Heard(MARIA, "4821")),
    ("my account number is 4001", "", Heard(part="4001")),
    ("7733", "4001", Heard(MARIA)),
    ("and then double seven, double three", "4001", Heard(MARIA)),
    ("4001 7733", "4001", Heard(MARIA)),  # the whole number instead of its rest
    ("4001 773", "", Heard(part="4001773")),  # the recognizer lost one
    ("401 7733", "", Heard(MARIA)),  # ... of all an "oh"
    ("7733 and my pin is 4821", "4001", Heard(misheard=True)),
    ("4002 5551 2", "", Heard("40025512")),  # ... or doubled one
    ("4001 7773 3", "", Heard(misheard=True)),  # ... but here two ways fit
    ("2. For zero zero one seven seven three three", "", Heard(misheard=True)),  # two ways fit
    ("9 4002 5512", "", Heard("40025512")),  # noise heard as a digit
    ("4002 no wait 4001 7733", "", Heard(MARIA)),
    ("4001 7755 no wait sorry 33", "", Heard(MARIA)),
    ("4001 7755 no 33", "", Heard(MARIA)),  # only the end is corrected
    ("four zero zero one sorry seven seven three three", "", Heard(MARIA)),
    ("4001 7734", "", Heard(misheard=True)),  # its check digit is wrong
    ("4001 7733 1", "", Heard(MARIA)),
    ("123 456 789 0", "", Heard(misheard=True)),
    ("1111 1111 1111", "", Heard(misheard=True)),
    ("my numbers for their zero one", "", Heard(part="4001")),  # four zero zero one
    ("it's 4001 7733 and the pin is 660", "", Heard(MARIA)),  # the PIN was cut short
    ("for", "4001", Heard()),
    ("one moment please", "", Heard()),
    ("which one", "", Heard()),
    ("the one ending in 3391", "", Heard()),
    ("what are your opening hours", "4001", Heard()),
    ("", "", Heard()),
]
ASKED_FOR_PIN = [
    ("4821", "", Heard(pin="4821")),
    ("forty eight twenty one", "", Heard(pin="4821")),
    ("it's for eight two one", "", Heard(pin="4821")),
    ("forty eight", "", Heard(part="48")),
    ("twenty one", "48", Heard(pin="4821")),
    ("48 uh 21 no 4821", "", Heard(pin="4821")),
    ("four eight one two no i mean two one", "", Heard(pin="4821")),
    ("482", "", Heard(part="482")),
    ("48211", "", Heard(misheard=True)),
    ("sorry my account is 4001 7733", "", Heard(MARIA)),
    ("4001 7733 4821", "", Heard(MARIA, "4821")),
    ("I forgot it", "", Heard()),
]


@pytest.mark.parametrize(("text", "so_far", "heard"), ASKED_FOR_ACCOUNT)
def test_an_account_number_is_found(text: str, so_far: str, heard: Heard) -> None:
    assert understand(text, "account_number", so_far) == heard


@pytest.mark.parametrize(("text", "so_far", "heard"), ASKED_FOR_PIN)
def test_a_pin_is_found(text: str, so_far: str, heard: Heard) -> None:
    assert understand(text, "pin", so_far) == heard


ACCOUNTS = st.from_regex(r"[0-9]{8}", fullmatch=True).filter(is_valid)


@given(ACCOUNTS, st.integers(1, 7))
def test_an_account_number_in_two_turns_is_complete(number: str, pause: int) -> None:
    assert understand(number[pause:], "account_number", number[:pause]).account_number == number


@given(st.text(), st.sampled_from(["account_number", "pin"]), st.from_regex("[0-9]{0,7}"))
def test_whatever_is_heard_has_the_right_length(text: str, wanted: Wanted, so_far: str) -> None:
    heard = understand(text, wanted, so_far)
    assert heard.account_number is None or is_valid(heard.account_number)
    assert heard.pin is None or len(heard.pin) == 4
    assert len(heard.part) < (8 if wanted == "account_number" else 4)


@pytest.mark.parametrize(("text", "answer"), [
    ("four zero zero one and that's everything i have", True), ("It's 4821. Is that all?", True),
    ("4001, that is all I have.", True), ("two hundred dollars, do i have that", False),
    ("do i have enough for a two hundred dollar purchase", False), ("the last ten", False),
    ("that's all i have", False), ("block the card ending in 3391", False),
])  # fmt: skip
def test_an_answer_begins_with_the_number(text: str, answer: bool) -> None:
    assert begins_with_number(text) == answer
