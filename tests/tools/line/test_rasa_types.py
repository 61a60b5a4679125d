from __future__ import annotations

from typing import Any

import pytest
import yaml

from tools.line.addresses import LineError
from tools.line.rasa_types import check_types


@pytest.mark.parametrize(
    "endpoints",
    [
        {},
        {"event_broker": None, "tracker_store": {"url": "localhost"}},
        {"event_broker": {"type": "pika"}, "lock_store": {"type": "redis"}},
        {"tracker_store": {"type": "SQL"}, "lock_store": {"type": "in_memory"}},
        {"tracker_store": {"type": "rasa.core.tracker_store.InMemoryTrackerStore"}},
    ],
)
def test_rasas_own_types_and_classes_are_allowed(endpoints: dict[str, Any]) -> None:
    check_types(endpoints, "endpoints.yml")


def test_our_own_file_is_in_order() -> None:
    with open("endpoints.yml", encoding="utf-8") as file:
        check_types(yaml.safe_load(file), "endpoints.yml")


@pytest.mark.parametrize("section", ["event_broker", "tracker_store", "lock_store"])
@pytest.mark.parametrize(
    "name",
    ["rediss", "channels.broker.ActionServerBrocker", "chanels.broker.ActionServerBroker"]
    + ["channels.broker.", ".x", "", 7, "channels.broker.not a name"],
)
def test_any_other_type_is_refused_with_what_is_allowed(section: str, name: object) -> None:
    with pytest.raises(LineError, match=rf"^a.yml: {section}.type is .*allowed: .*class"):
        check_types({section: {"type": name}}, "a.yml")


def test_a_misspelt_section_is_refused_with_what_is_allowed() -> None:
    with pytest.raises(LineError, match=r"^a.yml: event_brokr is no section; .*event_broker"):
        check_types({"event_brokr": {}}, "a.yml")


@pytest.mark.parametrize("section", ["event_broker", "nlg", "models"])
@pytest.mark.parametrize("value", [["x"], "x", 5, False])
def test_a_section_is_keys_with_values(section: str, value: object) -> None:
    with pytest.raises(LineError, match=f"^a.yml: {section} is .*; allowed: keys with values"):
        check_types({section: value}, "a.yml")
