"""How what is written is said: tables, and any text at all."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.normalize import normalize

AMOUNTS = [
    ("$2,543.10", "two thousand five hundred forty-three dollars and ten cents"),
    ("-$31.40", "minus thirty-one dollars and forty cents"),
    ("$-31.40", "minus thirty-one dollars and forty cents"),
    ("$0.00", "zero dollars"),
    ("$0.05", "five cents"),
    ("$0.01", "one cent"),
    ("$1", "one dollar"),
    ("$1.01", "one dollar and one cent"),
    ("$1.5", "one dollar and fifty cents"),
    ("$10,200.00", "ten thousand two hundred dollars"),
    ("$15904.77", "fifteen thousand nine hundred four dollars and seventy-seven cents"),
    ("$12.50, $7", "twelve dollars and fifty cents, seven dollars"),
    ("$5 million", "five million dollars"),
    ("$2.5k", "two point five thousand dollars"),
    ("$3.495", "three point four nine five dollars"),
    ("$1,000-$2,000", "one thousand dollars to two thousand dollars"),
    ("25.00 USD", "twenty-five dollars"),
    ("USD 25", "twenty-five dollars"),
    ("€3", "three euros"),
    ("£1.01", "one pound and one penny"),
    ("costs $5.", "costs five dollars."),
]
IDENTIFIERS = [
    ("ending in 3391", "ending in three three nine one"),
    ("Card ending in 0915.", "Card ending in zero nine one five."),
    ("ending in 2026", "ending in two zero two six"),
    ("account 40017733", "account four zero zero one, seven seven three three"),
    ("40017733", "four zero zero one, seven seven three three"),
    ("Account number: 40017733", "Account number: four zero zero one, seven seven three three"),
    ("PIN 4821", "pin four eight two one"),
    ("last four digits are 7710", "last four digits are seven seven one zero"),
    ("****3391", "ending in three three nine one"),
    ("x3391", "ending in three three nine one"),
    ("4111 1111 1111 1111", ", ".join(["four one one one", *["one one one one"] * 3])),
    ("555-0100", "five five five, zero one zero zero"),
    ("(555) 123-4567", "five five five, one two three, four five six seven"),
    ("1-800-555-0199", "one, eight zero zero, five five five, zero one nine nine"),
    ("+15550100", "plus one five five five, zero one zero zero"),
    ("1234567890", "one two three, four five six, seven eight nine zero"),
    ("HB-20431", "H B, two zero four three one"),
    ("A1B2", "eigh, one, B, two"),
    ("COVID-19", "Covid-nineteen"),
    ("the 2ND floor", "the second floor"),
    ("3D", "three D"),
    ("your 8-digit account number", "your eight-digit account number"),
    ("number 5", "number five"),
]
DATES = [
    ("2026-11-22", "November twenty-second, twenty twenty-six"),
    ("Nov 3", "November third"),
    ("Nov. 3rd, 2026", "November third, twenty twenty-six"),
    ("November 3 2026", "November third, twenty twenty-six"),
    ("Nov 3-5", "November third to fifth"),
    ("3 Nov 2026", "November third, twenty twenty-six"),
    ("the 3rd of November", "the November third"),
    ("11/03", "November third"),
    ("11/3/26", "November third, twenty twenty-six"),
    ("11/03/1999", "November third, nineteen ninety-nine"),
    ("March 2026", "March twenty twenty-six"),
    ("in 2026", "in twenty twenty-six"),
    ("since 1905", "since nineteen oh-five"),
    ("by 2000", "by two thousand"),
    ("2026 points", "two thousand twenty-six points"),
    ("of 2026 dollars", "of two thousand twenty-six dollars"),
    ("the 1990s", "the nineteen nineties"),
    ("Mon-Fri", "Monday to Friday"),
    ("Sat & Sun", "Saturday and Sunday"),
    ("Mon, Nov 3", "Monday, November third"),
    ("Until Nov.", "Until November."),
    ("Sun rises", "Sun rises"),
    ("You may 5", "You may five"),
]
TIMES = [
    ("9:00 a.m.", "nine AM."),
    ("5 pm", "five PM"),
    ("5:30pm.", "five thirty PM."),
    ("17:30", "five thirty PM"),
    ("17:30:15", "five thirty PM"),
    ("9:05", "nine oh five"),
    ("09:05", "nine oh five AM"),
    ("12:00", "twelve o'clock"),
    ("0:15", "twelve fifteen AM"),
    ("10:30", "ten thirty"),
    ("9am-5pm", "nine AM to five PM"),
    ("9:00-17:00", "nine o'clock to five PM"),
    ("We open at 9 a.m. Monday.", "We open at nine AM Monday."),
    ("We close at 5 p.m. Goodbye.", "We close at five PM. Goodbye."),
    ("from 9 a.m. to 5 p.m., daily", "from nine AM to five PM, daily"),
    ("9 a m", "nine AM"),
    ("open 24/7", "open twenty-four seven"),
    ("25:99", "twenty-five: ninety-nine"),
]
QUANTITIES = [
    ("4.5%", "four point five percent"),
    ("-2%", "minus two percent"),
    ("3-5%", "three to five percent"),
    ("0.05%", "zero point zero five percent"),
    ("1st, 22nd, 103rd", "first, twenty-second, one hundred third"),
    ("3-5 business days", "three to five business days"),
    ("1/2", "one half"),
    ("2½ hours", "two and one half hours"),
    ("3/4", "three quarters"),
    ("2/4", "February fourth"),
    ("1,234,567.89", "one million two hundred thirty-four thousand five hundred sixty-seven "
     "point eight nine"),
    ("version 1.2.3", "version one point two point three"),
    ("5km", "five km"),
    ("-31.40", "minus thirty-one point four zero"),
    (".5", "zero point five"),
    ("#42", "number forty-two"),
    ("+3", "plus three"),
    ("007", "zero zero seven"),
    ("room 12", "room twelve"),
    ("12345678901234567890x", "one two three four five six seven eight nine zero one two three "
     "four five six seven eight nine zero x"),
]  # fmt: skip
ABBREVIATIONS = [
    ("Dr. May", "Doctor May"),
    ("Mr. J. Smith", "Mister J Smith"),
    ("12 Main St.", "twelve Main Street."),
    ("12 Main St. Boston", "twelve Main Street. Boston"),
    ("on Main St. near Harbor Dr. and back", "on Main Street near Harbor Drive and back"),
    ("St. Mary", "Saint Mary"),
    ("see Dr. Who at St. Ann", "see Doctor Who at Saint Ann"),
    ("Harbor Ave", "Harbor Avenue"),
    ("drive a St", "drive a St"),
    ("Smith & Co.", "Smith and company."),
    ("e.g. U.S. banks, etc.", "for example US banks, et cetera."),
    ("acct no. 5 vs ours", "account number five versus ours"),
    ("w/ fee", "with fee"),
    ("the ATM and your PIN", "the ATM and your pin"),
    ("APR and IRAs", "eigh P R and I R eighs"),
    ("STARBUCKS", "Starbucks"),
    ("OK", "okay"),
]
SYMBOLS = [
    ("Hello 👋 *bold* “quoted”", "Hello bold quoted"),
    ("yes — no", "yes, no"),
    ("yes (maybe) no", "yes, maybe, no"),
    ("what?!", "what?"),
    ("no!!!", "no!"),
    ("wait... what", "wait. what"),
    ("you & me", "you and me"),
    ("me@harborbank.com", "me at harborbank dot com"),
    ("one\ntwo", "one. two"),
    ("one.\n\ntwo", "one. two"),
    ("bye-bye, it's 'fine'", "bye-bye, it's fine"),
    ("20°C", "twenty degrees C"),
    ("a\u200bb\x00c", "a b c"),
    ("３３％", "thirty-three percent"),
    ("٤٢", "forty-two"),
    ("\ud800", ""),
    ("…", ""),
    ("😀", ""),
    ("", ""),
]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [*AMOUNTS, *IDENTIFIERS, *DATES, *TIMES, *QUANTITIES, *ABBREVIATIONS, *SYMBOLS],
)
def test_it_is_said_as_a_person_would(written: str, spoken: str) -> None:
    assert normalize(written) == spoken


def test_a_whole_reply() -> None:
    reply = (
        "Your checking balance is $2,543.10, and your savings hold $10,200.00. "
        "On Nov 3 you spent $12.50 at Blue Bottle. Your debit card ending in 3391 is active!"
    )
    assert normalize(reply) == (
        "Your checking balance is two thousand five hundred forty-three dollars and ten cents, "
        "and your savings hold ten thousand two hundred dollars. "
        "On November third you spent twelve dollars and fifty cents at Blue Bottle. "
        "Your debit card ending in three three nine one is active!"
    )


def test_what_is_already_spoken_stays() -> None:
    spoken = "Thanks, Maria. You don't owe us anything; is there something else?"
    assert normalize(spoken) == spoken


WRITTEN = st.text(st.sampled_from("0123456789$€%.,:;-–/()+#*xX aApPmMnNoOvVdDrRsStT'&@\n½"))


@given(st.one_of(st.text(), st.text(st.characters()), WRITTEN))
def test_anything_becomes_something_that_can_be_spoken(text: str) -> None:
    spoken = normalize(text)
    assert not re.search(r"[\d$€£%&@+=*#_~^|<>\\/`()\[\]{}\"\x00-\x1f]", spoken)
    spoken.encode()
    assert spoken == spoken.strip()


@pytest.mark.timeout(5)
@pytest.mark.parametrize(
    "pattern", ["1", "*", "x", "1-", "1,", "1.", "A1", "Nov 3 ", "$1", "a.m. ", "(", "9:00-", " "]
)
def test_a_long_repetition_takes_no_long_time(pattern: str) -> None:
    normalize(pattern * (2000 // len(pattern)))
