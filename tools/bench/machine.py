"""The machine, and what processes spend on it, from Linux' /proc."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TICKS_PER_S = os.sysconf("SC_CLK_TCK")
NAMES = {"speech": "-m speech", "actions": "-m actions", "rasa": "rasa run"}


@dataclass(frozen=True)
class Spent:
    """What a process and its children have used since they began."""

    cpu_s: float
    peak_mb: float

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.cpu_s + other.cpu_s, self.peak_mb + other.peak_mb)


def description() -> dict[str, str]:
    """What figures depend on."""
    cpu = _field(Path("/proc/cpuinfo"), "model name")
    memory_gb = int(_field(Path("/proc/meminfo"), "MemTotal").split()[0]) / 1e6
    return {
        "processor": f"{os.cpu_count()} cores, {cpu}",
        "memory": f"{memory_gb:.0f} GB",
        "system": f"{_field(Path('/etc/os-release'), 'PRETTY_NAME', '=')}, {platform.machine()}",
        "python": platform.python_version(),
    }


def _field(path: Path, name: str, separator: str = ":") -> str:
    for line in path.read_text().splitlines():
        key, _, value = line.partition(separator)
        if key.strip() == name:
            return value.strip().strip('"')
    return "unknown"


def spent_under(pid: int) -> dict[str, Spent]:
    """By the name of the line's process, of all that descends from `pid`."""
    found: dict[str, Spent] = {}
    for child, name in _processes(pid):
        found[name] = found.get(name, Spent(0, 0)) + _spent(child)
    return found


def forget_peaks_under(pid: int) -> None:
    """The peak of each process begins anew with what it has now (proc(5), clear_refs)."""
    for child, _ in _processes(pid):
        Path(f"/proc/{child}/clear_refs").write_text("5")


def busy_s() -> float:
    """Busy seconds of all cores (proc(5), stat: the 4th and 5th values are idleness)."""
    ticks = [int(value) for value in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    return (sum(ticks) - ticks[3] - ticks[4]) / TICKS_PER_S


def _processes(pid: int, above: str = "") -> Iterator[tuple[int, str]]:
    """What descends from `pid`, with the name of the line's process that it is or belongs to."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            name = above or _name(child)
            if name:
                yield child, name
            yield from _processes(child, name)


def _name(pid: int) -> str:
    command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    named = (name for name, part in NAMES.items() if part in command)
    return "" if "tools.line" in command else next(named, "")


def _spent(pid: int) -> Spent:
    """proc(5), stat: user and system time are the 12th and 13th field after the name."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    cpu_s = (int(after_name[11]) + int(after_name[12])) / TICKS_PER_S
    peak_kb = int(_field(Path(f"/proc/{pid}/status"), "VmHWM").split()[0])
    return Spent(cpu_s, peak_kb / 1024)
