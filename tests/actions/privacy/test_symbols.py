from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.privacy.symbols import runs


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("k o w a l", ["kowal"]),
        ("kilo oscar, whiskey", ["kow"]),
        ("s as in sam m like mary n for nora p", ["smnp"]),
        ("g b twenty nine n w b k", ["gb209nwbk"]),
        ("double l e e", ["llee"]),
        ("x ray x-ray two", ["xx2"]),
        ("it goes to k l two", ["kl2"]),
        ("o apostrophe s h a", ["osha"]),
        ("12C", ["12c"]),
        ("AB 771", ["ab771"]),
        ("n w. And b k", ["nw", "bk"]),
        ("b as in", ["b as in"][:0]),
        ("b for two", ["b42"]),
        ("i nine", []),
        ("nine a", []),
        ("the a t m, the C V V", []),
        ("no letters at all", []),
    ],
)
def test_symbols_are_read_as_they_are_said(text: str, symbols: list[str]) -> None:
    assert [run.symbols for run in runs(text)] == symbols


def test_a_run_knows_its_letters_digits_and_place() -> None:
    (run,) = runs("it is g b two nine please")
    assert (run.letters, run.digits, run.start, run.end) == (2, 2, 6, 18)


SAID = ("a", "b", "kilo", "double", "one", "2", "as", "in", "sam", "for", "uh", ".", "AB", "1C")


@given(st.lists(st.sampled_from(SAID)))
def test_any_words_give_runs_that_lie_within_them_in_order(words: list[str]) -> None:
    text = " ".join(words)
    places = [(run.start, run.end) for run in runs(text)]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)
