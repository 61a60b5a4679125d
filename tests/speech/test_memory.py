from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from speech import memory

SMAPS = """\
7f0000000000-7f0000002000 r-xp 00001000 fe:00 12   /usr/lib/libclean.so
Size:                  8 kB
Rss:                   8 kB
Anonymous:             0 kB
VmFlags: rd ex mr mw me sd
7f0000010000-7f0000012000 r-xp 00001000 fe:00 13   /usr/lib/libpatched.so.2
Size:                  8 kB
Rss:                   8 kB
Anonymous:             4 kB
7f0000020000-7f0000022000 r--p 00001000 fe:00 12   /usr/lib/libclean.so
Size:                  8 kB
Anonymous:             0 kB
7f0000030000-7f0000032000 r-xp 00000000 00:00 0    [vdso]
Size:                  8 kB
Anonymous:             0 kB
"""


def code_in_memory_kb() -> int:
    """What is resident of the code of files."""
    found = re.findall(
        r"r-xp .* /.*\n(?:.*\n)*?Rss: +(\d+) kB", Path("/proc/self/smaps").read_text()
    )
    return sum(map(int, found))


def test_only_a_files_unchanged_code_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maps = tmp_path / "smaps"
    maps.write_text(SMAPS)
    monkeypatch.setattr(memory, "_MAPS", maps)
    assert list(memory._code()) == [(0x7F0000000000, 0x7F0000002000)]


def test_a_system_without_such_a_list_lets_nothing_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "_MAPS", tmp_path / "nothing")
    assert list(memory._code()) == []


def test_code_that_was_let_go_still_runs() -> None:
    before, product = code_in_memory_kb(), np.linalg.inv(np.eye(64) * 2)
    memory.give_back()
    assert code_in_memory_kb() < before
    assert (np.linalg.inv(np.eye(64) * 2) == product).all()
