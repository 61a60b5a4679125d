from __future__ import annotations

import pytest

from actions.privacy.context import Context
from actions.privacy.details import without
from actions.privacy.names import name_details


def redacted(text: str, name: str) -> str:
    return without(text, name_details(text, Context("caller", {"customer_name": [name]})))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Maria Lopez", "this is maria lopez", "this is <NAME>"),
        ("Maria Lopez", "Thank you, Maria.", "Thank you, <NAME>."),
        ("Maria Lopez", "LOPEZ, Maria", "<NAME>, <NAME>"),
        ("Maria Lopez", "it's l o p e z", "it's <NAME>"),
        ("Maria Lopez", "L-O-P-E-Z.", "<NAME>."),
        ("Maria Lopez", "Maria's card", "<NAME>'s card"),
        ("Maria Lopez", "the lopezes and marias", "the lopezes and marias"),
        ("Priya Natarajan", "natarajan comma priya", "<NAME> comma <NAME>"),
        # Names that are everyday words: only where they are meant as names.
        ("Grace Will", "I will pay, will you?", "I will pay, will you?"),
        ("Grace Will", "this is grace will", "this is <NAME>"),
        ("Grace Will", "Thanks, Grace.", "Thanks, <NAME>."),
        ("Grace Will", "grace speaking", "<NAME> speaking"),
        ("Grace Will", "my name is w i l l", "my name is <NAME>"),
        ("Mark May", "in May, mark the card as lost", "in May, mark the card as lost"),
        ("Mark May", "on May 5th it may rain", "on May 5th it may rain"),
        ("Mark May", "Mr. May here", "Mr. <NAME> here"),
        ("Mark May", "Good morning, Mark May.", "Good morning, <NAME>."),
        ("Grace Will", "yes grace", "yes <NAME>"),  # no everyday word at a bank
        ("Grace Will", "ask for Will please", "ask for <NAME> please"),
        ("Grace Will", "Yes. Will you block it?", "Yes. Will you block it?"),
        ("Grace Will", "YES I WILL", "YES I WILL"),
        ("Mark May", "it was in May, or so", "it was in May, or so"),
        ("Mark May", "hi may i know what i owe", "hi may i know what i owe"),
        ("Mark May", "hey mark it as lost", "hey mark it as lost"),
        ("Mark May", "is the first name mark", "is the first name <NAME>"),
        ("Mark May", "it's mark uh may", "it's <NAME>"),
        ("Grace Will", "thank you will you block it", "thank you will you block it"),
        # What is no name.
        ("J", "j is a letter", "j is a letter"),
        ("", "nobody", "nobody"),
    ],
)
def test_a_known_name_is_found_as_callers_say_it(name: str, text: str, expected: str) -> None:
    assert redacted(text, name) == expected


def test_other_slots_are_no_names() -> None:
    context = Context("caller", {"goal": ["balance"], "pin": ["4821"]})
    assert list(name_details("my balance", context)) == []
