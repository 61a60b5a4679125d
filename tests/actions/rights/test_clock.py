"""When is now?"""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from actions.rights.clock import Clock

DAY_S = 24 * 3600.0


@pytest.mark.parametrize(
    ("passed_s", "shown_s", "believed"),
    [
        (DAY_S, DAY_S, True),
        (DAY_S, DAY_S + 600, True),
        (400 * DAY_S, 400 * DAY_S, True),
        (DAY_S, 0.0, True),  # set back: what is old is deleted later
        (60.0, DAY_S, False),
        (DAY_S, 91 * DAY_S, False),
    ],
)
def test_a_clock_that_has_jumped_ahead_is_not_believed(
    passed_s: float, shown_s: float, believed: bool
) -> None:
    wall, boot = iter([1e9, 1e9 + shown_s]), iter([5.0, 5.0 + passed_s])
    expected = datetime.fromtimestamp(1e9 + shown_s, timezone.utc) if believed else None
    assert Clock(lambda: next(wall), lambda: next(boot)).now() == expected


def test_the_machines_own_is_believed() -> None:
    now = Clock().now()
    assert now is not None
    assert now.tzinfo is timezone.utc
