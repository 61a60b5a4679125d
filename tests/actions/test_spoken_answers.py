"""What is a yes, a no, and neither."""

from __future__ import annotations

import pytest

from actions.spoken_answers import is_no, is_plain_no, is_yes, keeps_the_card, takes_leave


@pytest.mark.parametrize("text", [
    "yes", "Yes, please.", "um, yes", "Okay, go ahead.", "Right.", "correct", "sure", "okay", "ok",
    "yes yes", "Yes, that's right.", "yes that’s the one", "do it now", "yes I do", "alright",
    "no worries go ahead", "no doubt", "no problem", "good idea", "why not", "i'm afraid so",
    "you bet", "go on then", "please do", "okay then", "Yes, thank you.", "i said yes",
    "of course that's why i'm calling", "that would be nice", "uh huh",
])  # fmt: skip
def test_yes_is_heard(text: str) -> None:
    assert is_yes(text) and not is_plain_no(text)


@pytest.mark.parametrize("text", [
    "nuh uh", "uh uh", "scratch that", "sorry?", "huh", "hm?", "is that right", "are you sure",
    "you sure", "should i", "maybe", "probably", "you decide", "i hope so", "i guess", "the", "i",
    "it", "so", "and", "well", "um", "hmm", "mm", "...", "", "please", "thanks", "i said",
    "okay wait a minute", "okay tell me the hours first", "right hold on", "ok stop", "yes no",
    "sure but which card is that", "Okay. One moment.", "sure, whatever", "yes maybe",
    "right, how long does that take", "okay my husband has it", "i can do it", "yesterday",
])  # fmt: skip
def test_a_beginning_a_doubt_or_a_lone_word_is_no_yes(text: str) -> None:
    assert not is_yes(text)


@pytest.mark.parametrize("text", [
    "no", "No.", "nope", "um no thanks", "know", "no no no", "no thank you very much", "not today",
    "not at the moment", "not right now thanks", "i'm good", "that's it", "no that's all",
    "nothing else thanks", "no that's fine", "no ta",
])  # fmt: skip
def test_a_plain_no_is_heard(text: str) -> None:
    assert is_plain_no(text)


@pytest.mark.parametrize("text", [
    "no that's wrong", "that's not right", "i don't know", "i'm not sure", "not yet", "you know",
    "no i meant savings", "no don't hang up", "no wait", "oh no", "",
])  # fmt: skip
def test_a_no_with_something_else_is_not_plain(text: str) -> None:
    assert not is_plain_no(text)


@pytest.mark.parametrize("text", [
    "no", "No, not that one.", "nope", "uh no", "please don't", "yes, no, wait, don't",
    "never mind", "the wrong card", "nuh uh", "neither", "i don't want to block anything",
    "rather not", "yes no",
])  # fmt: skip
def test_a_refusal_is_heard(text: str) -> None:
    assert is_no(text) and not is_yes(text)


@pytest.mark.parametrize("text", ["", "what is my balance", "notable", "nobody", "i don't know"])
def test_other_words_refuse_nothing(text: str) -> None:
    assert not is_yes(text) and not is_no(text)


@pytest.mark.parametrize("text", [
    "found it", "i found it just now in my pocket", "oh here it is", "i'll keep it", "false alarm",
    "on second thought keep it open", "hold off for now", "leave it open", "yes i found it",
    "my wife has it", "yes it's here",
])  # fmt: skip
def test_a_card_that_is_there_is_kept(text: str) -> None:
    assert keeps_the_card(text)


@pytest.mark.parametrize(
    "text", ["yes it's not here", "somebody has it", "who has it", "I lost it"]
)
def test_a_card_that_is_gone_is_not_kept(text: str) -> None:
    assert not keeps_the_card(text)


@pytest.mark.parametrize(("text", "outside", "in_a_form"), [
    ("goodbye", True, True), ("Okay, bye.", True, True), ("i have to go now", True, True),
    ("please end the call", True, True), ("i’m hanging up", True, True),
    ("that's all", True, False), ("4001 that's all I have", True, False), ("i'm done", True, False),
    ("is that all", False, False), ("Is that everything?", False, False),
    ("is that all then bye", True, True),
])  # fmt: skip
def test_in_a_form_only_a_farewell_ends_the_call(text: str, outside: bool, in_a_form: bool) -> None:
    assert takes_leave(text, busy=False) == outside
    assert takes_leave(text, busy=True) == in_a_form
