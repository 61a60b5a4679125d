"""Retention, on both databases."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy.engine import Engine

from actions.privacy.retention import Retention, parse
from actions.rights import purge as module
from actions.rights.purge import delete_calls, held_back, purge
from tests.actions.rights.kept import ALL, NOW, count, keep, kept

RETENTION = parse({"transcripts": 90, "handovers": 30})
BY_PURPOSE = parse({"transcripts": {"service": 10, "training": 90}})


def deleted(engine: Engine, retention: Retention = RETENTION) -> dict[str, int]:
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
    assert [count(engine, table) for table in ALL] == [2, 2, 2, 2, 2, 1]


def test_what_is_held_stays_until_it_is_held_no_longer(engine: Engine) -> None:
    keep(engine, "held", 1000, held=True)
    assert deleted(engine) == {"transcripts": 0, "handovers": 0}
    assert held_back(engine) == 1
    assert [count(engine, table) for table in ALL] == [1, 1, 1, 1, 1, 1]


def test_without_a_retention_all_is_kept(engine: Engine) -> None:
    keep(engine, "old", 1000)
    assert deleted(engine, Retention()) == {"transcripts": 0, "handovers": 0}
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
    assert [count(engine, table) for table in ALL] == [1] * 6


def test_a_clock_that_was_set_back_deletes_nothing(engine: Engine) -> None:
    keep(engine, "tomorrow", -1)
    assert deleted(engine) == {"transcripts": 0, "handovers": 0}


@pytest.mark.parametrize(
    ("days", "agreed", "stays"),
    [
        (9, {"service": True}, True),
        (11, {"service": True}, False),
        (89, {"service": True, "training": True}, True),
        (91, {"service": True, "training": True}, False),
        (11, {"service": True, "training": False}, False),
        (9, {}, True),  # of a time when nobody was asked
        (11, {}, False),
    ],
)
def test_a_call_stays_as_long_as_one_purpose_lasts(
    engine: Engine, days: float, agreed: dict[str, bool], stays: bool
) -> None:
    keep(engine, "call", days, agreed=agreed)
    deleted(engine, BY_PURPOSE)
    assert (kept(engine) == ["call"]) == stays


@pytest.mark.parametrize("retention", [RETENTION, BY_PURPOSE, Retention()])
def test_without_consent_a_call_goes_as_soon_as_it_must_be_over(
    engine: Engine, retention: Retention
) -> None:
    keep(engine, "refused", 1.1, agreed={"service": False, "quality_review": False})
    keep(engine, "today", 0.9, agreed={"service": False})
    keep(engine, "held", 1.1, held=True, agreed={"service": False})
    keep(engine, "agreed", 1.1)
    deleted(engine, retention)
    assert kept(engine) == ["agreed", "held", "today"]
