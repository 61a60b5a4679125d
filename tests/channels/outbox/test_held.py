from __future__ import annotations

from typing import Any

import pytest

from channels.outbox.held import HeldSlots


def slot(name: str, value: Any, call_id: str = "call") -> dict[str, Any]:
    return {"sender_id": call_id, "event": "slot", "name": name, "value": value}


def said(intent: str, call_id: str = "call") -> dict[str, Any]:
    return {"sender_id": call_id, "event": "user", "parse_data": {"intent": {"name": intent}}}


def test_an_event_has_all_values_that_were_held_before_it() -> None:
    held = HeldSlots()
    assert held.after(said("greet")) == {}
    assert held.after(slot("pin", "9999")) == {"pin": ["9999"]}
    held.after(slot("pin", None))
    held.after(slot("pin", "4821"))
    assert held.after(slot("customer_id", 7)) == {"pin": ["9999", "4821"], "customer_id": ["7"]}


def test_a_value_that_returns_is_the_latest() -> None:
    held = HeldSlots()
    for value in ("a", "b", "a"):
        held.after(slot("x", value))
    assert held.after(said("greet")) == {"x": ["b", "a"]}


def test_what_waits_is_not_changed_by_later_events() -> None:
    held = HeldSlots()
    first = held.after(slot("pin", "1"))
    held.after(slot("pin", "2"))
    assert first == {"pin": ["1"]}


def test_only_texts_and_numbers_are_held() -> None:
    held = HeldSlots()
    for value in (True, None, ["list"], {"a": 1}):
        held.after(slot("x", value))
    assert held.after(said("greet")) == {}


def test_the_end_of_a_call_has_its_values_and_forgets_them() -> None:
    held = HeldSlots()
    held.after(slot("pin", "4821"))
    assert held.after(said("session_end")) == {"pin": ["4821"]}
    assert held.after(said("greet")) == {}


@pytest.mark.parametrize("value", [None, True, {"reason": "caller"}])
def test_a_slot_without_a_value_after_the_end_keeps_nothing(value: Any) -> None:
    held = HeldSlots(calls=1)
    held.after(slot("x", "kept", "other"))
    held.after(said("session_end"))
    held.after(slot("session_started_metadata", value))  # an entry would drive out the other call
    assert held.after(said("greet", "other")) == {"x": ["kept"]}


def test_calls_that_never_end_are_forgotten_first() -> None:
    held = HeldSlots(calls=2)
    for call_id in ("old", "new", "newer"):
        held.after(slot("x", call_id, call_id))
    assert [held.after(said("greet", call_id)) for call_id in ("old", "new", "newer")] == [
        {}, {"x": ["new"]}, {"x": ["newer"]},
    ]  # fmt: skip


def test_of_a_slot_the_latest_values_are_held() -> None:
    held = HeldSlots()
    for value in range(100):
        held.after(slot("x", value))
    assert held.after(said("greet")) == {"x": [str(value) for value in range(92, 100)]}
