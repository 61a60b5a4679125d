"""A line of the real three processes, opened once for all tests of this folder.

Recognition is Moonshine's, whose model is in its package, so that the tests hear the same on every
machine. Callers wait for less long than in service, so that the tests do too.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.open_line import OpenLine
from tests.e2e.processes import all_processes
from tools.caller.lines import lines
from tools.line.private import private_line

CHANNEL = {"asr": {"name": "moonshine"}, "silence_timeout": 2.5}
LINES = lines()
SIP_ADDRESS = LINES["sip"].settings["listen"]


@pytest.fixture(scope="session")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenLine]:
    others = {one.section: one.settings for one in LINES.values()}
    environment = private_line(tmp_path_factory.mktemp("line"), CHANNEL, others)
    with all_processes(environment) as processes:
        yield OpenLine(processes)
