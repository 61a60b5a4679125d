"""Time limits for blocking work: a caller waits two seconds, a database may wait for ever.

An action awaits `within(2.0, bank.balances, customer_id)` and catches `BankError` to
say an apology; it never blocks the event loop and never waits longer than its limit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from actions.errors import BankUnavailable

P = ParamSpec("P")
R = TypeVar("R")

# A thread that hangs in a dead database cannot be killed, so there is a fixed number of them.
# When all hang, further work waits in line, reaches its limit there and is dropped unstarted.
_threads = ThreadPoolExecutor(max_workers=16, thread_name_prefix="bank")


async def within(limit_s: float, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run `work(*args, **kwargs)` in a thread and return its result.

    Raises `BankUnavailable` after `limit_s` seconds; `work`'s own exceptions pass through.
    Work that changes records may still complete after the limit, so it must be idempotent.
    """
    running = asyncio.get_running_loop().run_in_executor(_threads, lambda: work(*args, **kwargs))
    try:
        return await asyncio.wait_for(running, limit_s)
    except asyncio.TimeoutError:
        raise BankUnavailable(f"no answer from the bank's records in {limit_s:g} s") from None
