from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.privacy.context import Context
from actions.privacy.details import Detail
from actions.privacy.readable import Readable
from actions.privacy.redactor import Redactor


@pytest.mark.parametrize(
    ("original", "text"),
    [
        ("4\u200b8\u00ad2\u20601", "4821"),
        ("４８２１ and ٤٨", "4821 and 48"),
        ("раssсоdе", "passcode"),
        ("𝐣𝐚𝐧𝐞＠gmail", "jane@gmail"),
        ("Lefèvre ½ …", "Lefèvre ½ …"),
    ],
)
def test_what_looks_alike_is_read_alike(original: str, text: str) -> None:
    assert Readable.of(original).text == text


@given(st.text())
def test_every_character_has_its_place(original: str) -> None:
    readable = Readable.of(original)
    assert len(readable.text) == len(readable.places)
    assert sorted(set(readable.places)) == list(readable.places)


def test_what_is_found_is_where_it_stood() -> None:
    readable = Readable.of("pin 4\u200b82\u200b1")
    details = [Detail("PIN", 4, 8), Detail("NOTHING", 3, 3)]
    assert readable.in_original(details) == [Detail("PIN", 4, 10)]


@pytest.mark.parametrize(
    "text",
    ["my pin is 4\u200b8\u200b2\u200b1", "my рin is ４８２１", "my pin is fоur eight two one"],
)
def test_no_disguise_saves_a_detail(text: str) -> None:
    assert Redactor().redact(text, Context("caller"))[10:] == "<PIN>"


@settings(deadline=None)  # the first loads the lists of names
@given(st.text(), st.text())
def test_any_text_is_redacted_within_its_bounds(text: str, question: str) -> None:
    details = Redactor().details(text, Context("caller", question=question))
    assert all(0 <= one.start < one.end <= len(text) for one in details)
