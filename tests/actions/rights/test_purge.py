"""Retention, on both databases."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy.engine import Engine

from actions.rights import purge as module
from actions.rights.purge import delete_calls, held_back, purge
from tests.actions.rights.kept import ALL, NOW, count, keep, kept

RETENTION = {"transcripts": 90, "handovers": 30}


def deleted(engine: Engine, retention: dict[str, int] = RETENTION) -> dict[str, int]:
    """How many went, by kind."""
    counts: Counter[str] = Counter()
    for kind, gone in purge(engine, retention, NOW):
        counts[kind] += gone
    return dict(counts)


def test_what_is_too_old_goes_with_all_that_belongs_to_it(engine: Engine) -> None:
    keep(engine, "old", 91)
    keep(engine, "middle", 31)
    keep(engine, "young", 29)
    assert deleted(engine) == {"transcripts": 1, "handovers": 1}
    assert kept(engine) == ["middle", "young"]
    assert [count(engine, table) for table in ALL] == [2, 2, 2, 2, 1]


def test_what_is_held_stays_until_it_is_held_no_longer(engine: Engine) -> None:
    keep(engine, "held", 1000, held=True)
    assert deleted(engine) == {"transcripts": 0, "handovers": 0}
    assert held_back(engine) == 1
    assert [count(engine, table) for table in ALL] == [1, 1, 1, 1, 1]


def test_without_a_retention_all_is_kept(engine: Engine) -> None:
    keep(engine, "old", 1000)
    assert deleted(engine, {}) == {}
    assert kept(engine) == ["old"]


def test_a_purge_that_was_broken_off_is_gone_on_with(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    for number in range(5):
        keep(engine, f"old-{number}", 91)

    broken_off = purge(engine, RETENTION, NOW)
    assert next(broken_off) == ("transcripts", 2)
    broken_off.close()
    assert len(kept(engine)) == 3
    assert list(purge(engine, RETENTION, NOW)) == [
        ("transcripts", 2),
        ("transcripts", 1),
        ("handovers", 0),
    ]
    assert kept(engine) == []


def test_what_is_held_in_the_last_moment_stays_whole(engine: Engine) -> None:
    keep(engine, "old", 91)
    keep(engine, "held", 91, held=True)
    with engine.begin() as connection:
        assert delete_calls(connection, ["old", "held"]) == 1
    assert kept(engine) == ["held"]
    assert [count(engine, table) for table in ALL] == [1] * 5


def test_a_clock_that_was_set_back_deletes_nothing(engine: Engine) -> None:
    keep(engine, "tomorrow", -1)
    assert deleted(engine) == {"transcripts": 0, "handovers": 0}
