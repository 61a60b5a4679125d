"""The transcripts themselves are read in tests/e2e."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tools.caller.script import CallError
from tools.caller.transcript import transcript


def test_a_call_without_a_transcript_is_named_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="no transcript of call c1: There is no database"):
        transcript("c1", {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/none.db"})
