"""The one thing that a process calls before it has anything to be discreet about."""

from __future__ import annotations

from discreet import dumps, logs


def begin() -> None:
    """From here on neither a log nor a crash shows what callers and the assistant say."""
    logs.install()
    dumps.forbid()
