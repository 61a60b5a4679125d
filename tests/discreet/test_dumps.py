from __future__ import annotations

import subprocess
import sys

DUMPABLE = "import ctypes; print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"  # PR_GET_DUMPABLE


def test_a_process_that_crashes_leaves_no_memory_behind() -> None:
    code = f"from discreet import dumps; dumps.forbid(); {DUMPABLE}"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.stdout == "0\n"
