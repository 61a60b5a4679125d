"""How the commands that open the line are ended."""

from __future__ import annotations

import signal


def interruptible() -> None:
    """SIGTERM ends a command as Ctrl-C does, with everything stopped that it started.

    A shell's background job ignores SIGINT unless it asks for it.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
