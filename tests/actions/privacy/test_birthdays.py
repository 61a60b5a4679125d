from __future__ import annotations

import pytest

from actions.privacy.birthdays import birthday_details
from tests.actions.privacy.finding import taken_out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("i was born on march twenty second sixty one", "i was born on <DATE_OF_BIRTH>"),
        ("my d o b is 04/07/84", "my d o b is <DATE_OF_BIRTH>"),
        ("the fourth of july nineteen eighty four", "<DATE_OF_BIRTH>"),
        ("It was June 8, 1955.", "It was <DATE_OF_BIRTH>."),
        ("i paid on the third of march", None),
        ("on April 17, 2026", None),
        ("since nineteen ninety nine", None),
        ("may i", None),
        ("born twenty years ago", None),
        ("nineteen eighty four dollars", None),
        ("he is the second of the ninth sixty six", "he is <DATE_OF_BIRTH>"),
        ("the second of the ninth", None),
        (
            "we have 08/02/1971 as your date of birth",
            "we have <DATE_OF_BIRTH> as your date of birth",
        ),
    ],
)
def test_a_date_of_birth_is_called_so_or_lies_a_life_ago(text: str, expected: str | None) -> None:
    assert taken_out(birthday_details, text) == (expected or text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("oh nine eleven seventy three", "<DATE_OF_BIRTH>"),
        ("twelfth of the tenth two thousand and one", "<DATE_OF_BIRTH>"),
        ("february, the year is ninety seven", "<DATE_OF_BIRTH>, the year is <DATE_OF_BIRTH>"),
        ("new year's eve", "<DATE_OF_BIRTH>"),
        ("on the twenty third", "on <DATE_OF_BIRTH>"),
        ("1983-02-19, year first", "<DATE_OF_BIRTH>, year first"),
        ("nineteen sixty one on the tenth in july", "<DATE_OF_BIRTH>"),
        ("the eleventh of octo no november", "<DATE_OF_BIRTH>"),
        ("month four day nine fifty one", "month <DATE_OF_BIRTH>"),
        ("i was the second", None),
        ("eight oh one three three oh four five six", None),
        ("i am sixty years old", None),
    ],
)
def test_what_answers_a_question_for_one_is_one(text: str, expected: str | None) -> None:
    assert taken_out(birthday_details, text, "When were you born?") == (expected or text)


@pytest.mark.parametrize(
    "question", ["Just the day and month?", "And the year?", "Month and year."]
)
def test_a_question_for_a_part_of_one_may_not_name_it(question: str) -> None:
    assert taken_out(birthday_details, "june 1999", question) == "<DATE_OF_BIRTH>"
