"""What callers may key in answer to which question, as the slot mappings of domain.yml have it.

slots:
  account_number:
    mappings:
      - type: custom
        dtmf: {length: 8, finish_on_key: "#"}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from channels.errors import SettingError
from channels.options import choice, number, read
from channels.turns.keypad import MOST_DIGITS, Entry

FINISHING = ("*", "#")


@dataclass(frozen=True)
class Dtmf:
    """The key `dtmf` of a slot mapping."""

    length: int = number(0, low=0, high=MOST_DIGITS)
    finish_on_key: str = choice("#", FINISHING)


def entries(domain: Any) -> dict[str, Entry]:
    """Of a Rasa domain, by the response that asks for the slot. Raises SettingError."""
    found = {}
    for slot in domain.slots:
        for mapping in slot.mappings:
            if "dtmf" in mapping:
                entry = _entry(slot.name, mapping["dtmf"])
                asking = (f"utter_ask_{slot.name}", *_in_forms(domain, slot.name))
                found.update(dict.fromkeys(asking, entry))
    return found


def _entry(slot: str, dtmf: object) -> Entry:
    if not isinstance(dtmf, Mapping):
        allowed = "a mapping such as {length: 8}"
        raise SettingError(f"slots.{slot}.mappings.dtmf", dtmf, allowed, file="domain.yml")
    options = read(Dtmf, f"slots.{slot}.mappings.dtmf", dtmf, file="domain.yml")
    return Entry(options.length, options.finish_on_key)


def _in_forms(domain: Any, slot: str) -> list[str]:
    """A form may have a question of its own for a slot."""
    return [f"utter_ask_{form}_{slot}" for form in domain.form_names]
