"""A call's transcript, read back from SQL."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping

from tools.caller.script import CallError

WAIT_S = 20  # for the call's last event to arrive


def transcript(call_id: str, environment: Mapping[str, str]) -> str:
    """What `python -m actions.transcripts show` prints. Raises CallError if there is none."""
    endpoints = environment.get("ENDPOINTS", "endpoints.yml")
    show = ["actions.transcripts", "--endpoints", endpoints, "show", call_id, "--wait", str(WAIT_S)]
    shown = subprocess.run(
        [sys.executable, "-m", *show],
        env={"COLUMNS": "100", **environment},
        capture_output=True,
        text=True,
    )
    if shown.returncode:
        raise CallError(f"no transcript of call {call_id}: {shown.stderr.strip()}")
    return shown.stdout
