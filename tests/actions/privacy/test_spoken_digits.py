"""How digits are said and written down by recognizers, as a table; and wild texts by hypothesis."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.privacy.digit_words import CONFUSABLE, FILLERS, ONES, REPEATS, SCALES, TEENS, TENS
from actions.privacy.spoken_digits import DigitRun, digit_runs

SAID = [
    ("4001-7733", "40017733"),
    ("4001 7733.", "40017733"),
    ("It's 4 0 0 1, 7 7 3 3.", "40017733"),
    ("four zero zero one seven seven three three", "40017733"),
    ("four oh oh one double seven double three", "40017733"),
    ("Four double-oh one, 77, thirty-three.", "40017733"),
    ("forty oh one seventy seven thirty three", "40017733"),
    ("forty one eleven", "4111"),
    ("4-1-1 two", "4112"),
    ("forty eight twenty one", "4821"),
    ("fifty one fifty", "5150"),
    ("thirteen seventy nine", "1379"),
    ("sixty six oh eight", "6608"),
    ("ninety thirty four", "9034"),
    ("triple four two", "4442"),
    ("triple seven", "777"),
    ("double 7 double 3", "7733"),
    ("double 77 one", "771"),
    ("double twenty", "20"),
    ("four uh zero um zero, and then one", "4001"),
    ("four zero, let me see, zero one", "4001"),
    ("seven hang on just a second seven", "77"),
    ("nought nine one five", "0915"),
    ("four for to one", "4421"),
    ("two tree ate six", "2386"),
    ("one hundred", "100"),
    ("fifty one hundred", "5100"),
    ("one hundred and twenty three", "123"),
    ("four thousand and one", "4001"),
    ("seven thousand seven hundred thirty three", "7733"),
    ("9 thousand 34", "9034"),
    ("two hundred 4001", "2004001"),
    ("two hundred hundred five", "2005"),
    ("hundred five", "5"),
    ("the one ending in 3391", "3391"),
    ("four eight um sorry two one", "4821"),
    ("four eight, let's see, two one", "4821"),
    ("forty eight okay twenty one", "4821"),
    ("four eight slash two, I think, one", "4821"),
    ("the last four digits are 2281", "2281"),
    ("not that one four eight", "148"),  # a digit may follow: then it counts
]


@pytest.mark.parametrize(("text", "digits"), SAID)
def test_digits_are_understood_as_said(text: str, digits: str) -> None:
    assert digit_runs(text)[0].certain == digits


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no digits here",
        "I want to talk to somebody",
        "oh",
        "a card for me too",
        "one moment please",
        "not this one, the other one",
        "the debit one, it has eight digits",
        "the 1st, 2nd and 3rd",
        "thousand hundred",
        "double trouble",
        "forties",
        "weighted",
        "²",
    ],
)
def test_ordinary_words_are_no_digits(text: str) -> None:
    assert digit_runs(text) == []


def test_a_run_covers_its_text_and_nothing_around_it() -> None:
    text = "Uh, it's four zero... one, uh, thanks"
    (run,) = digit_runs(text)
    assert text[run.start : run.end] == "four zero... one"


def test_ordinary_words_divide_runs() -> None:
    text = "account 40017733 and my pin is four eight two one"
    assert [run.digits for run in digit_runs(text)] == ["40017733", "4821"]


@pytest.mark.parametrize(
    ("text", "digits", "certain"),
    [
        ("for oh oh one double seven", "400177", "177"),
        ("it is for 40017733", "440017733", "40017733"),
        ("4821 to pay", "48212", "4821"),
        ("twenty to go", "22", "20"),
    ],
)
def test_confusable_words_at_the_edge_are_uncertain(text: str, digits: str, certain: str) -> None:
    (run,) = digit_runs(text)
    assert (run.digits, run.certain) == (digits, certain)


def test_many_confusable_words_in_a_row_are_digits() -> None:
    assert digit_runs("for to for ate") == [DigitRun("4248", 0, 14, "", (0, 0))]


NAMES = {str(digit): word for word, digit in ONES.items()}
HESITATIONS = st.sampled_from([" ", ", ", "-", "... ", " uh ", ", um, ", " and "])


@given(st.text("0123456789", min_size=1), st.data())
def test_spelled_digits_come_back_whatever_is_mixed(digits: str, data: st.DataObject) -> None:
    spoken = [data.draw(st.sampled_from([digit, NAMES[digit]])) for digit in digits]
    text = "".join(word + data.draw(HESITATIONS) for word in spoken)
    (run,) = digit_runs(text)
    assert run.digits == run.certain == digits


@given(
    st.lists(st.tuples(st.sampled_from(sorted(REPEATS)), st.sampled_from("0123456789")), min_size=1)
)
def test_repeats_come_back(pairs: list[tuple[str, str]]) -> None:
    (run,) = digit_runs(" ".join(f"{times} {NAMES[digit]}" for times, digit in pairs))
    assert run.digits == "".join(digit * REPEATS[times] for times, digit in pairs)


VOCABULARY = sorted(
    {
        *ONES,
        *CONFUSABLE,
        *TEENS,
        *TENS,
        *REPEATS,
        *SCALES,
        *FILLERS,
        "card",
        "7",
        "4001",
        "1st",
        "hang on",
    }
)


@given(st.one_of(st.text(), st.lists(st.sampled_from(VOCABULARY)).map(" ".join)))
def test_any_text_gives_ordered_runs_of_digits(text: str) -> None:
    runs = digit_runs(text)
    assert all(f"{run.certain}{run.digits}".isdecimal() for run in runs)
    bounds = [bound for run in runs for bound in (run.start, run.end)]
    assert bounds == sorted(set(bounds)) and all(0 <= bound <= len(text) for bound in bounds)
