"""What domain.yml lets the assistant say: every response varies."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.calls import DOMAIN

RESPONSES: dict[str, list[dict[str, Any]]] = DOMAIN["responses"]
WORD_FOR_WORD = ("utter_consent_", "utter_ask_consent_")
"""What callers agree to is always said in the same words."""


def by_condition(variations: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The variations between which Rasa chooses by chance; one that says nothing has no other."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in variations:
        if one.get("custom", {}).get("silent"):
            continue
        groups.setdefault(str(one.get("condition")), []).append(one)
    return groups


@pytest.mark.parametrize("name", RESPONSES)
def test_a_response_has_two_texts_whatever_its_condition(name: str) -> None:
    for condition, variations in by_condition(RESPONSES[name]).items():
        texts = {one["text"] for one in variations}
        assert (len(texts) == 1) if name.startswith(WORD_FOR_WORD) else (len(texts) >= 2), condition


@pytest.mark.parametrize("name", RESPONSES)
def test_the_texts_of_a_response_do_the_same(name: str) -> None:
    for condition, variations in by_condition(RESPONSES[name]).items():
        assert len({str(one.get("custom")) for one in variations}) == 1, condition


@pytest.mark.parametrize(("slot", "length"), [("account_number", 8), ("pin", 4)])
def test_the_line_knows_how_many_digits_a_slot_has(slot: str, length: int) -> None:
    (mapping,) = DOMAIN["slots"][slot]["mappings"]
    assert mapping["dtmf"]["length"] == length
