from __future__ import annotations

import asyncio

from channels.watch import DEAD_AFTER_S, Watch
from tests.channels.virtual_loop import virtual


@virtual
async def test_a_line_is_dead_when_nothing_has_come_for_so_long() -> None:
    told: list[float] = []
    now_s = asyncio.get_running_loop().time
    watch = Watch(lambda: told.append(now_s()))
    await asyncio.sleep(DEAD_AFTER_S - 1)
    watch.heard()
    heard_s = now_s()
    await asyncio.sleep(3 * DEAD_AFTER_S)
    assert told == [heard_s + DEAD_AFTER_S]


@virtual
async def test_a_line_that_has_ended_is_not_watched() -> None:
    told: list[str] = []
    watch = Watch(lambda: told.append("dead"))
    watch.end()
    await asyncio.sleep(2 * DEAD_AFTER_S)
    watch.end()
    assert told == []
