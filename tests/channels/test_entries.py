"""What may be keyed, as domain.yml has it."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.domain import Domain

from channels.entries import entries
from channels.errors import SettingError
from channels.turns.keypad import Entry


def domain(dtmf: object) -> Any:
    mapping = {"type": "custom"} if dtmf is None else {"type": "custom", "dtmf": dtmf}
    return Domain.from_dict(
        {
            "slots": {"pin": {"type": "text", "mappings": [mapping]}},
            "forms": {"identify_form": {"required_slots": ["pin"]}},
        }
    )


@pytest.mark.parametrize(
    ("dtmf", "entry"),
    [
        ({"length": 4}, Entry(4)),
        ({"finish_on_key": "*"}, Entry(0, "*")),
        ({"length": 4, "finish_on_key": "#"}, Entry(4, "#")),
        ({}, Entry()),
    ],
)
def test_a_slots_mapping_says_what_may_be_keyed_after_its_question(
    dtmf: object, entry: Entry
) -> None:
    found = entries(domain(dtmf))
    assert found == {"utter_ask_pin": entry, "utter_ask_identify_form_pin": entry}


def test_a_slot_that_says_nothing_is_not_keyed() -> None:
    assert entries(domain(None)) == {}


@pytest.mark.parametrize(
    ("dtmf", "named"),
    [
        (4, "slots.pin.mappings.dtmf is 4"),
        ({"length": "four"}, "slots.pin.mappings.dtmf.length is 'four'"),
        ({"length": 99}, "a whole number from 0 to 32"),
        ({"finish_on_key": "0"}, "allowed: #, *"),
        ({"finnish": "#"}, "the keys length, finish_on_key"),
    ],
)
def test_a_wrong_one_is_named(dtmf: object, named: str) -> None:
    with pytest.raises(SettingError, match="domain.yml") as wrong:
        entries(domain(dtmf))
    assert named in str(wrong.value)


def test_the_banks_questions_can_be_answered_by_keys() -> None:
    found = entries(Domain.load("domain.yml"))
    assert found["utter_ask_account_number"].length == 8
    assert found["utter_ask_pin"].length == 4
