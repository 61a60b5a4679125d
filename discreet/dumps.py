"""No memory of the process goes to a disk when it crashes: prctl(2), PR_SET_DUMPABLE."""

from __future__ import annotations

import ctypes
import sys

_PR_SET_DUMPABLE = 4


def forbid() -> None:
    """For this process; RLIMIT_CORE would not bind where a program takes the dumps, core(5)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
