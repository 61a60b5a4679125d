from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.privacy.details import Detail, cut, joined, without


@pytest.mark.parametrize(
    ("details", "text"),
    [
        ([], "my pin is 4821 ok"),
        ([Detail("PIN", 10, 14)], "my pin is <PIN> ok"),
        ([Detail("PIN", 10, 14), Detail("WORD", 0, 2)], "<WORD> pin is <PIN> ok"),
        ([Detail("A", 0, 2), Detail("B", 2, 6)], "<A><B> is 4821 ok"),  # side by side
        ([Detail("SHORT", 3, 6), Detail("LONG", 0, 6)], "<LONG> is 4821 ok"),  # one in another
        ([Detail("LONG", 0, 9), Detail("SHORT", 7, 14)], "<LONG> ok"),  # crossing
        ([Detail("FIRST", 10, 14), Detail("SECOND", 10, 14)], "my pin is <FIRST> ok"),
    ],
)
def test_details_are_replaced_by_their_kind(details: list[Detail], text: str) -> None:
    assert without("my pin is 4821 ok", details) == text


spans = st.tuples(st.integers(0, 30), st.integers(1, 10)).map(
    lambda span: Detail("X", span[0], span[0] + span[1])
)


@given(st.lists(spans, max_size=6))
def test_nothing_of_a_detail_stays_and_all_else_does(details: list[Detail]) -> None:
    text = "".join(chr(0x4E00 + position) for position in range(45))
    covered = {position for detail in details for position in range(detail.start, detail.end)}
    kept = "".join(character for place, character in enumerate(text) if place not in covered)
    assert without(text, details).replace("<X>", "") == kept


def test_a_text_that_was_cut_off_has_what_came_before() -> None:
    details = [Detail("PERSON", 10, 21), Detail("PIN", 30, 34), Detail("WORD", 0, 5)]
    assert cut(details, 15) == [Detail("PERSON", 10, 15), Detail("WORD", 0, 5)]


def test_a_value_and_its_correction_are_one() -> None:
    text = "55 no sorry 56 and 57"
    numbers = [Detail("PIN", 0, 2), Detail("PIN", 12, 14), Detail("PIN", 19, 21)]
    assert joined(text, numbers) == [Detail("PIN", 0, 14), Detail("PIN", 19, 21)]
