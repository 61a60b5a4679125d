"""Retention, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine

from actions.rights import purge as module
from actions.rights.purge import held_back, purge
from tests.actions.rights.kept import ALL, NOW, count, keep, kept

RETENTION = {"transcripts": 90, "handovers": 365}


def test_what_is_too_old_goes_with_all_that_belongs_to_it(engine: Engine) -> None:
    keep(engine, "old", 91)
    keep(engine, "older", 366)
    keep(engine, "young", 89)
    assert purge(engine, RETENTION, NOW) == {"transcripts": 2, "handovers": 1}
    assert kept(engine) == ["young"]
    assert [count(engine, table) for table in ALL] == [1, 1, 1, 1, 2]


def test_what_is_held_stays_until_it_is_held_no_longer(engine: Engine) -> None:
    keep(engine, "held", 1000, held=True)
    assert purge(engine, RETENTION, NOW) == {"transcripts": 0, "handovers": 0}
    assert held_back(engine) == 1
    assert [count(engine, table) for table in ALL] == [1, 1, 1, 1, 1]


def test_without_a_retention_all_is_kept(engine: Engine) -> None:
    keep(engine, "old", 1000)
    assert purge(engine, {}, NOW) == {}
    assert kept(engine) == ["old"]


def test_a_purge_that_was_broken_off_is_gone_on_with(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    for number in range(5):
        keep(engine, f"old-{number}", 91)

    def break_off(kind: str, count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        purge(engine, RETENTION, NOW, break_off)
    assert len(kept(engine)) == 3
    seen: list[tuple[str, int]] = []
    purge(engine, RETENTION, NOW, lambda kind, count: seen.append((kind, count)))
    assert seen == [("transcripts", 2), ("transcripts", 3), ("handovers", 0)]
    assert kept(engine) == []


def test_a_clock_that_was_set_back_deletes_nothing(engine: Engine) -> None:
    keep(engine, "tomorrow", -1)
    assert purge(engine, RETENTION, NOW) == {"transcripts": 0, "handovers": 0}
