from __future__ import annotations

import pytest

from actions.privacy.context import Context
from actions.privacy.details import without
from actions.privacy.known_names import known_name_details


def redacted(text: str, name: str) -> str:
    return without(text, known_name_details(text, Context("caller", {"customer_name": [name]})))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Maria Lopez", "this is maria lopez", "this is <PERSON>"),
        ("Maria Lopez", "Thank you, Maria.", "Thank you, <PERSON>."),
        ("Maria Lopez", "LOPEZ, Maria", "<PERSON>, <PERSON>"),
        ("Maria Lopez", "it's l o p e z", "it's <PERSON>"),
        ("Maria Lopez", "L-O-P-E-Z.", "<PERSON>."),
        ("Maria Lopez", "Maria's card", "<PERSON>'s card"),
        ("Maria Lopez", "the lopezes and marias", "the lopezes and marias"),
        ("Priya Natarajan", "natarajan comma priya", "<PERSON> comma <PERSON>"),
        # Names that are everyday words: only where they are meant as names.
        ("Grace Will", "I will pay, will you?", "I will pay, will you?"),
        ("Grace Will", "this is grace will", "this is <PERSON>"),
        ("Grace Will", "Thanks, Grace.", "Thanks, <PERSON>."),
        ("Grace Will", "grace speaking", "<PERSON> speaking"),
        ("Grace Will", "my name is w i l l", "my name is <PERSON>"),
        ("Mark May", "in May, mark the card as lost", "in May, mark the card as lost"),
        ("Mark May", "on May 5th it may rain", "on May 5th it may rain"),
        ("Mark May", "Mr. May here", "Mr. <PERSON> here"),
        ("Mark May", "Good morning, Mark May.", "Good morning, <PERSON>."),
        ("Grace Will", "yes grace", "yes <PERSON>"),  # no everyday word at a bank
        ("Grace Will", "ask for Will please", "ask for <PERSON> please"),
        ("Grace Will", "Yes. Will you block it?", "Yes. Will you block it?"),
        ("Grace Will", "YES I WILL", "YES I WILL"),
        ("Mark May", "it was in May, or so", "it was in May, or so"),
        ("Mark May", "hi may i know what i owe", "hi may i know what i owe"),
        ("Mark May", "hey mark it as lost", "hey mark it as lost"),
        ("Mark May", "is the first name mark", "is the first name <PERSON>"),
        ("Mark May", "it's mark uh may", "it's <PERSON>"),
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
    assert list(known_name_details("my balance", context)) == []
