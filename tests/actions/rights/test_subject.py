"""What a caller may ask for, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine

from actions.rights import subject
from actions.rights.subject import erase, export, hold
from tests.actions.rights.kept import ALL, JAMES, MARIA, NOW, count, keep, kept, key

NOTHING = {table.name: 0 for table in ALL}
ONE = dict.fromkeys(NOTHING, 1)


def test_a_caller_gets_all_of_their_own_calls(engine: Engine) -> None:
    keep(engine, "second", 1)
    keep(engine, "first", 2)
    keep(engine, "other", 1, JAMES)
    given = export(engine, key(MARIA))
    assert [call["call_id"] for call in given["calls"]] == ["first", "second"]
    assert given["calls"][0]["turns"][0]["text"] == "hello from first"
    assert given["calls"][0]["consents"][0]["given"] is True
    assert {row["call_id"] for row in given["handovers"]} == {"first", "second"}


def test_what_is_erased_is_gone_from_every_table(engine: Engine) -> None:
    keep(engine, "mine", 1)
    keep(engine, "other", 1, JAMES)
    assert erase(engine, key(MARIA), NOW) == {"before": ONE, "left": NOTHING}
    assert kept(engine) == ["other"]
    assert [count(engine, table) for table in ALL] == [1] * 6
    assert erase(engine, key(MARIA), NOW) == {"before": NOTHING, "left": NOTHING}


def test_a_call_that_is_held_is_left_and_told(engine: Engine) -> None:
    keep(engine, "mine", 1)
    assert hold(engine, "mine", True)
    assert erase(engine, key(MARIA), NOW) == {"before": ONE, "left": ONE}
    assert hold(engine, "mine", False)
    assert erase(engine, key(MARIA), NOW)["left"] == NOTHING


def test_a_call_that_may_go_on_is_left_and_told(engine: Engine) -> None:
    keep(engine, "goes on", 0.9, over=False)
    keep(engine, "broke off", 1.1, over=False)
    assert erase(engine, key(MARIA), NOW)["left"] == ONE
    assert kept(engine) == ["goes on"]


def test_more_calls_than_go_at_once_are_all_erased(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subject, "BATCH", 2)
    for number in range(5):
        keep(engine, f"mine-{number}", 1)
    assert erase(engine, key(MARIA), NOW)["left"] == NOTHING


def test_a_call_that_is_not_there_cannot_be_held(engine: Engine) -> None:
    assert not hold(engine, "nowhere", True)
