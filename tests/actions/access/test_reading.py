"""What is given of the transcripts, on both databases."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import true
from sqlalchemy.engine import Engine

from actions.access import reading as module
from actions.access.parameters import BEFORE, Place
from actions.access.reading import Reading
from tests.actions.rights.kept import JAMES, MARIA, NOW, keep, key

ALWAYS = datetime(1970, 1, 1, tzinfo=timezone.utc), datetime(2200, 1, 1, tzinfo=timezone.utc)


@pytest.fixture
def reading(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Reading:
    """Of seven calls, three of which began at once; more than fit into a batch."""
    monkeypatch.setattr(module, "BATCH", 2)
    for call_id, days in zip("abcdefg", (1, 2, 3, 3, 3, 4, 5)):
        keep(engine, call_id, days, JAMES if call_id == "g" else MARIA)
    return Reading(engine, true())


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
def test_page_by_page_every_call_comes_once_newest_first(reading: Reading, limit: int) -> None:
    seen: list[str] = []
    before: Place | None = None
    while True:
        page, following = reading.page(limit, before)
        assert 0 < len(page) <= limit
        seen += [call["call_id"] for call in page]
        if following is None:
            break
        before = BEFORE.parse(following)
    assert seen == ["a", "b", "e", "d", "c", "f", "g"]


def test_a_page_goes_on_though_its_last_call_was_deleted(reading: Reading) -> None:
    page, _ = reading.page(50, (NOW - timedelta(days=3, hours=1), "gone"))
    assert [call["call_id"] for call in page] == ["f", "g"]


def test_a_call_has_its_turns_and_no_key_of_its_caller(reading: Reading) -> None:
    call = reading.call("a")
    assert call is not None and "caller_key" not in call
    assert call["turns"][0]["text"] == "hello from a"
    assert reading.call("none") is None


@pytest.mark.parametrize(
    ("count", "expected"), [(7, "gfcdeba"), (5, "gfcde"), (1, "g"), (0, ""), (100, "gfcdeba")]
)
def test_lines_are_oldest_first_and_never_more_than_were_told(
    reading: Reading, count: int, expected: str
) -> None:
    pieces = list(reading.lines(*ALWAYS, count))
    found = [json.loads(line) for line in b"".join(pieces).splitlines()]
    assert [call["call_id"] for call in found] == list(expected)
    assert all(call["turns"] and "caller_key" not in call for call in found)


def test_a_period_has_its_first_and_its_last_moment(reading: Reading) -> None:
    period = NOW - timedelta(days=3), NOW - timedelta(days=2)
    assert reading.count(*period) == 4
    assert len(b"".join(reading.lines(*period, 4)).splitlines()) == 4
    assert reading.count(*reversed(period)) == 0


def test_a_caller_gets_their_own(reading: Reading) -> None:
    found = reading.of_caller(key(JAMES))
    assert [call["call_id"] for call in found["calls"]] == ["g"]
    assert found["handovers"][0]["requested_at"].endswith("+00:00")
    assert "caller_key" not in found["calls"][0]
