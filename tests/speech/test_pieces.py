from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.pieces import CLAUSE_PAUSE_MS, LONGEST, SENTENCE_PAUSE_MS, Piece, pieces

LONG = "when you call us again " * 5 + "we will help, "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello.", [Piece("Hello.", 0)]),
        ("Hello. Bye!", [Piece("Hello.", SENTENCE_PAUSE_MS), Piece("Bye!", 0)]),
        ("What? Yes", [Piece("What?", SENTENCE_PAUSE_MS), Piece("Yes", 0)]),
        ('"Yes." No.', [Piece('"Yes.', SENTENCE_PAUSE_MS), Piece("No.", 0)]),
        ("one\ntwo", [Piece("one", SENTENCE_PAUSE_MS), Piece("two", 0)]),
        ("short, clause; here", [Piece("short, clause; here", 0)]),
        ("At nine a. m. or ten.", [Piece("At nine a. m. or ten.", 0)]),
        ("Hello. ...", [Piece("Hello.", 0)]),
        ("...", []),
        ("", []),
    ],
)
def test_a_text_is_cut_at_its_sentences(text: str, expected: list[Piece]) -> None:
    assert pieces(text) == expected


def test_a_long_sentence_is_cut_at_the_last_clause_that_fits() -> None:
    found = pieces(f"well, {LONG}that is certain.")
    assert [piece.text for piece in found] == [f"well, {LONG}".strip(), "that is certain."]
    assert [piece.pause_ms for piece in found] == [CLAUSE_PAUSE_MS, 0]


def test_a_long_clause_is_cut_between_words() -> None:
    found = pieces("word " * 60)
    assert " ".join(piece.text for piece in found) == ("word " * 60).strip()


def test_a_word_without_end_is_cut_anywhere() -> None:
    assert [len(piece.text) for piece in pieces("x" * 300)] == [LONGEST, LONGEST, 300 - 2 * LONGEST]


@given(st.text())
def test_nothing_that_can_be_said_is_lost(text: str) -> None:
    found = pieces(text)
    said = "".join(piece.text for piece in found)
    assert list(filter(str.isalnum, said)) == list(filter(str.isalnum, text))
    assert all(0 < len(piece.text) <= LONGEST for piece in found)
    assert all(piece.pause_ms > 0 for piece in found[:-1])
    assert all(piece.pause_ms == 0 for piece in found[-1:])
