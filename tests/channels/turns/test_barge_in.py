import pytest

from channels.turns.barge_in import is_interruption, meaningful_words


@pytest.mark.parametrize(
    "text",
    ["mm-hm", "Mm-hmm.", "uh-huh", "Uh huh", "hmm", "mhm", "um", "uh", "ah", "Oh.", "", "..."],
)
def test_signs_of_listening_are_no_interruption(text: str) -> None:
    assert meaningful_words(text) == []
    assert not is_interruption(text, min_words=1)


@pytest.mark.parametrize("text", ["no", "Yes.", "stop", "wait", "um stop", "mum", "home", "other"])
def test_a_word_is_an_interruption(text: str) -> None:
    assert is_interruption(text, min_words=1)


@pytest.mark.parametrize(("text", "enough"), [("stop it", False), ("please stop it", True)])
def test_min_words_counts_words_that_mean_something(text: str, enough: bool) -> None:
    assert is_interruption(f"uh {text}", min_words=3) == enough


def test_no_setting_lets_silence_interrupt() -> None:
    assert not is_interruption("", min_words=0)
