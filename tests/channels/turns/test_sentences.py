import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.turns.sentences import sentences, words_heard


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("   ", []),
        ("One moment", ["One moment"]),
        ("Hello. How can I help?", ["Hello.", "How can I help?"]),
        ("Your balance is $2,543.10. Bye!", ["Your balance is $2,543.10.", "Bye!"]),
        ("Dr. Hill opens at 9 a.m. Monday.", ["Dr. Hill opens at 9 a.m. Monday."]),
        ("It is 3 p.m. You are late.", ["It is 3 p.m. You are late."]),
        ('She said "Yes." Then she left.', ['She said "Yes."', "Then she left."]),
        ("Wait... no. ok", ["Wait... no. ok"]),
        ("A line\nbreak. Another.", ["A line break.", "Another."]),
        ("You have 2. 3 are gone.", ["You have 2.", "3 are gone."]),
    ],
)
def test_replies_are_cut_into_sentences(text: str, pieces: list[str]) -> None:
    assert sentences(text) == pieces


@given(st.text(alphabet="aB3 .!?\"')$\n", max_size=80))
def test_no_word_is_lost_or_moved(text: str) -> None:
    pieces = sentences(text)
    assert " ".join(pieces).split() == text.split()
    assert all(pieces)


@pytest.mark.parametrize(
    ("share", "heard"),
    [(0, ""), (-1, ""), (0.3, "one"), (0.5, "one"), (0.75, "one two"), (1, "one two tri")],
)
def test_a_share_of_a_sentence_is_whole_words(share: float, heard: str) -> None:
    assert words_heard("one two tri", share) == heard


def test_silence_after_the_last_word_changes_nothing() -> None:
    assert words_heard("one two   ", 0.9) == "one two"
