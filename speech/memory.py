"""Keeps what the process frees from staying in it: torch and a voice fill 700 MB otherwise.

glibc hands freed memory back only from the heap's end, and ever later as a program frees larger
blocks. https://man7.org/linux/man-pages/man3/mallopt.3.html
"""

from __future__ import annotations

import ctypes
import gc

_M_TRIM_THRESHOLD, _M_ARENA_MAX = -1, -8
_KEPT_BYTES = 8 << 20


def limit_kept() -> None:
    """One heap for all threads, and at most 8 MB at its end that wait for use."""
    _call("mallopt", _M_ARENA_MAX, 1)
    _call("mallopt", _M_TRIM_THRESHOLD, _KEPT_BYTES)


def give_back() -> None:
    """Hands all that is free back to the system."""
    gc.collect()
    _call("malloc_trim", 0)


def _call(function: str, *arguments: int) -> None:
    """Does nothing where the C library is not glibc."""
    found = getattr(ctypes.CDLL(None), function, None)
    if found is not None:
        found(*arguments)
