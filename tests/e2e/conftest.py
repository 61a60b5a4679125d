"""A line of the real three processes, opened once for all tests of this folder.

Recognition is Moonshine's, whose model is in its package, so that the tests hear the same on every
machine. Callers wait for less long than in service, so that the tests do too. All is logged that
can be, for test_canary.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e import callers
from tests.e2e.open_line import Call, Heard, OpenLine
from tests.e2e.processes import all_processes
from tests.e2e.stores import chosen
from tools.caller.lines import lines
from tools.caller.script import Script
from tools.demo.story import Caller
from tools.line.private import private_line

CHANNEL = {"asr": {"name": "moonshine"}, "silence_timeout": 4}
LINES = lines()
SIP_ADDRESS = LINES["sip"].settings["listen"]


@pytest.fixture(scope="session")
def demo_callers() -> dict[str, Caller]:
    return callers.of_the_demo()


@pytest.fixture(scope="session")
def since(demo_callers: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that is older than all that the line's processes write."""
    callers.by_browser()  # flite's own files
    stamp = tmp_path_factory.mktemp("since") / "stamp"
    stamp.touch()
    return stamp


@pytest.fixture(scope="session")
def line(since: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenLine]:
    others = {one.section: one.settings for one in LINES.values()}
    environment = private_line(tmp_path_factory.mktemp("line"), CHANNEL, others)
    with chosen(environment), all_processes({**environment, "LOG_LEVEL": "DEBUG"}) as processes:
        yield OpenLine(processes)


@pytest.fixture(scope="session")
def calls(line: OpenLine, demo_callers: dict[str, Caller]) -> dict[str, Heard]:
    """All that leave the line as it was, the longest first, so that none goes on alone."""

    def on(name: str, script: Script) -> Call:
        phone = LINES[name].telephone(script, noise_dbfs=-60)
        return LINES[name].address(line.addresses), phone

    return line.place(
        {
            **{voice: line.by_browser(caller) for voice, caller in demo_callers.items()},
            **{f"identified on {name}": on(name, callers.by_telephone()) for name in LINES},
            **{name: line.by_browser(caller) for name, caller in callers.by_browser().items()},
            **{f"greeted on {name}": on(name, callers.who_hangs_up()) for name in LINES},
            "cards": line.by_browser([], called="cards"),
        }
    )
