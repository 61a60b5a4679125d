"""An event loop on which time is not waited for: when nothing is ready it is at once later.

@virtual
async def test_a_minute_passes() -> None:
    await asyncio.sleep(60)
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any


class Jumping(selectors.DefaultSelector):
    """Where the loop would sleep until its next timer, the clock jumps there."""

    now_s = 0.0

    def select(self, timeout: float | None = None) -> Any:
        ready = super().select(0)
        if not ready and timeout is None:
            raise RuntimeError("the test waits for something that will never happen")
        if not ready and timeout:
            self.now_s += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """No threads: what comes from outside the loop comes at no time."""

    def __init__(self) -> None:
        self._clock = Jumping()
        super().__init__(self._clock)
        self.set_exception_handler(self._note)
        self.unseen: list[dict[str, Any]] = []
        """What nobody caught."""

    def time(self) -> float:
        return self._clock.now_s

    def timers(self) -> list[asyncio.TimerHandle]:
        """Those that would still fire."""
        timers: list[asyncio.TimerHandle] = self._scheduled  # type: ignore[attr-defined]
        return [timer for timer in timers if not timer.cancelled()]

    def _note(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self.unseen.append(context)


def virtual(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Runs an async test on a loop of its own; fails if an exception was left to the loop."""

    @wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        loop = VirtualLoop()
        try:
            loop.run_until_complete(test(*args, **kwargs))
        finally:
            loop.run_until_complete(cancel_others())
            loop.close()
        assert loop.unseen == []

    return run


async def cancel_others() -> None:
    """Ends what a test has left running."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
