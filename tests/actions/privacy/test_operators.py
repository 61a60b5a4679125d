"""What takes the place of a detail, operator by operator."""

from __future__ import annotations

import pytest
from presidio_anonymizer.operators import OperatorType

from actions.privacy.details import Detail
from actions.privacy.operators import KeyedHash, LastFour
from actions.privacy.policy import parse

KEY = "a key"
SAID = "card four one one one double one"


def replaced(rule: object, text: str = SAID, start: int = 5) -> str:
    policy = parse({"entities": {"CREDIT_CARD": rule}}, KEY)
    return policy.replacement(text, [Detail("CREDIT_CARD", start, len(text))])[start:]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("replace", "<CREDIT_CARD>"),
        ({"operator": "replace"}, "<CREDIT_CARD>"),
        ({"operator": "replace", "with": "[card]"}, "[card]"),
        ("mask", "*" * 27),
        ({"operator": "mask", "with": "#"}, "#" * 27),
        ("last_four", "<CREDIT_CARD ...1111>"),
    ],
)
def test_each_operator_does_what_it_says(rule: object, expected: str) -> None:
    assert replaced(rule) == expected


def test_of_what_has_no_digits_nothing_is_left() -> None:
    assert replaced("last_four", "card a b c") == "<CREDIT_CARD>"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("card four one one one", "card 4111", True),
        ("card 4111", "card 4112", False),
        ("card O'Neill", "card oneill", True),
        ("card smith", "card jones", False),
    ],
)
def test_a_hash_is_the_same_for_the_same_value(one: str, other: str, same: bool) -> None:
    assert (replaced("hash", one) == replaced("hash", other)) is same


def test_details_that_overlap_are_one() -> None:
    policy = parse({"entities": {"CREDIT_CARD": "last_four"}})
    details = [Detail("CREDIT_CARD", 0, 4), Detail("PIN", 2, 6), Detail("CREDIT_CARD", 11, 15)]
    assert policy.replacement("411122 and 4111", details) == (
        "<CREDIT_CARD ...1122> and <CREDIT_CARD ...4111>"
    )


def test_ours_are_for_anonymizing_as_presidio_asks() -> None:
    assert {one().operator_type() for one in (LastFour, KeyedHash)} == {OperatorType.Anonymize}
