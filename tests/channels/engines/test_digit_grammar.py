"""The grammar on a small vocabulary of its own."""

from __future__ import annotations

import pytest

from channels.engines.beam import Hypothesis
from channels.engines.digit_grammar import DIGITS, SPACE, DigitGrammar

END = 2
WORDS = [
    "<unk>", "<s>", "</s>", ",", ".", SPACE, f"{SPACE}N", "ine", f"{SPACE}E", "ight",
    *(f"{SPACE}{word}" for word in DIGITS), f"{SPACE}Four", f"{SPACE}For", f"{SPACE}oh",
    f"{SPACE}double", *"0123456789", f"{SPACE}My", f"{SPACE}card",
]  # fmt: skip
GRAMMAR = DigitGrammar.of([word.encode() for word in WORDS], END)


def ids(text: str) -> tuple[int, ...]:
    """Tokens, written with spaces between them and _ for a word's beginning."""
    return tuple(WORDS.index(token.replace("_", SPACE)) for token in text.split())


def allowed(text: str) -> set[str]:
    return {WORDS[token].replace(SPACE, "_") for token in GRAMMAR(ids(text)).tolist()}


def test_only_digits_and_separators_may_begin() -> None:
    assert {"_four", "_For", "_N", ","} <= allowed("")
    assert not {"_My", "_card", "</s>", "ine", "<unk>", "4", "."} & allowed("")


@pytest.mark.parametrize(
    ("said", "may_end"),
    [
        ("_four", False),
        ("_four , _zero", False),
        ("_four , _zero , _one", True),
        ("_For _N ine", False),
        ("_For _N ine _oh", True),
    ],
)
def test_an_end_needs_three_digits(said: str, may_end: bool) -> None:
    assert ("</s>" in allowed(said)) == may_end


def test_no_separator_follows_another() -> None:
    assert "," not in allowed("_four ,")


@pytest.mark.parametrize(("half", "other"), [("_N", "ine"), ("_E", "ight")])
def test_a_digit_of_two_tokens_is_finished(half: str, other: str) -> None:
    assert allowed(half) == {other}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("_My _card", None),
        ("_four _zero", 0),
        ("_My _card _For _oh", 2),
        ("_My _N ine", 1),
        ("_My _ 4", 1),
    ],
)
def test_the_first_digit_of_free_text_is_found(text: str, first: int | None) -> None:
    assert GRAMMAR.first(ids(text)) == first


def test_found_digits_are_spelled_as_words() -> None:
    tokens = (*ids("_For , _N ine _seven , _double _oh"), END)
    spoken = GRAMMAR.spoken(Hypothesis(tokens, (0.0,) * len(tokens), (1.0,) * len(tokens)))
    assert spoken == [(word, 1.0) for word in ("four", "nine", "seven", "double", "oh")]
