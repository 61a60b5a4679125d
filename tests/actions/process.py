"""The action server, and the transcripts' API, as processes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from actions.encryption.keys import VARIABLE
from tests.actions.keys import KEY
from tests.servers import await_health, free_port


@contextmanager
def server(
    folder: Path, database_url: str, *options: str, module: str = "actions", **environment: str
) -> Iterator[tuple[int, Any]]:
    """Its port and process, from the moment that it answers at all; its log is in `folder`."""
    port = free_port()
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", module, "--port", str(port), *options],
            env={**os.environ, "DATABASE_URL": database_url, VARIABLE: KEY, **environment},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        await_health(port, process, lambda status: status != 0)
        yield port, process
    finally:
        process.kill()
        process.wait()
