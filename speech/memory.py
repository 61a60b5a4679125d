"""Keeps what the process frees from staying in it: torch and a voice fill 700 MB otherwise.

glibc hands freed memory back only from the heap's end, and ever later as a program frees larger
blocks. Bounded too tightly it asks the kernel for every array of the decoder anew, which took a
quarter of the time. https://man7.org/linux/man-pages/man3/mallopt.3.html

And of the libraries that torch loads, CUDA's among them, most code runs once, if at all. What the
kernel has mapped of it can be let go: should it run again, it is mapped again, from the page cache.
https://man7.org/linux/man-pages/man2/madvise.2.html
"""

from __future__ import annotations

import ctypes
import gc
import re
from collections.abc import Iterator
from pathlib import Path

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
_KEPT_BYTES = 64 << 20
_HEAP_BYTES = 32 << 20
"""The most that glibc takes; larger blocks are the kernel's."""
_MADV_DONTNEED = 4
_MAPS = Path("/proc/self/smaps")
_CODE = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) r-xp .* (/.*)\n((?:\w+:.*\n)+)", re.M)
"""Where a file's code lies, and the kernel's figures of it (proc_pid_smaps(5))."""


def limit_kept() -> None:
    """One heap for all threads, for all arrays, and at most 64 MB at its end that wait for use."""
    _call("mallopt", _M_ARENA_MAX, 1)
    _call("mallopt", _M_MMAP_THRESHOLD, _HEAP_BYTES)
    _call("mallopt", _M_TRIM_THRESHOLD, _KEPT_BYTES)


def give_back() -> None:
    """Hands all that is free back to the system, and the code that is not running."""
    gc.collect()
    _call("malloc_trim", 0)
    for start, end in _code():
        _call("madvise", ctypes.c_void_p(start), ctypes.c_size_t(end - start), _MADV_DONTNEED)


def _code() -> Iterator[tuple[int, int]]:
    """Code of files, as addresses; none that has been changed in memory, for that would be lost."""
    maps = _MAPS.read_text() if _MAPS.exists() else ""
    for start, end, _, figures in _CODE.findall(maps):
        if re.search(r"^Anonymous: +0 kB$", figures, re.M):
            yield int(start, 16), int(end, 16)


def _call(function: str, *arguments: object) -> None:
    """Does nothing where the C library is not glibc."""
    found = getattr(ctypes.CDLL(None), function, None)
    if found is not None:
        found(*arguments)
