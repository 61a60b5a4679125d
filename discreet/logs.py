"""Logs without anything that was said, whatever a library puts into them, at every level.

Rasa, rasa-sdk, Sanic, Coqui and Presidio quote messages at level DEBUG, some in errors as well. Of
a library's record stays what its authors wrote, with "…" in the place of values: call_sites.py. An
exception, also one that we log, stays with its type and where it was raised; its text may quote.

Records are made so (`logging.setLogRecordFactory`), so that no handler gets anything else, no
matter who adds it, and when.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
import warnings
from types import FrameType, TracebackType
from typing import Any, TextIO

from discreet.call_sites import VALUE, words_at

OURS = frozenset(("actions", "channels", "discreet", "nlu", "speech", "tools"))
"""Packages whose messages are written never to quote."""
TOLD = frozenset(("rasa.core.run", "rasa.core.agent", "sanic.server", "sanic.app", "sanic.worker"))
"""Modules that tell of addresses and processes only, at INFO and above."""
_BETWEEN = ("logging", "structlog")
"""Frames of these stand between the call and here."""


def install() -> None:
    """For the whole process, from now on."""
    logging.setLogRecordFactory(record)
    warnings.showwarning = _warn
    threading.excepthook = _thread_failed


def record(
    name: str,
    level: int,
    path: str,
    line: int,
    message: object,
    arguments: Any,
    exception: Any,
    *rest: Any,
    **more: Any,
) -> logging.LogRecord:
    """In the place of `logging.LogRecord`: the same, without values."""
    module, path, line = _caller(path, line)
    if not _may_quote(module or name, level):
        message, arguments = words_at(path, line), ()
    made = logging.LogRecord(name, level, path, line, message, arguments, None, *rest, **more)
    made.exc_text = _trace(exception) or None
    return made


def _may_quote(module: str, level: int) -> bool:
    return module.partition(".")[0] in OURS or (
        logging.INFO <= (level or 0) < logging.ERROR and module in TOLD
    )


def _caller(path: str, line: int) -> tuple[str, str, int]:
    """The module that logs, its file and line; `path` and `line` where it cannot be found."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        spec = frame.f_globals.get("__spec__")  # of a module that is run, __name__ is __main__
        module = str(spec.name if spec else frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] not in _BETWEEN:
            return module, frame.f_code.co_filename, frame.f_lineno
        frame = frame.f_back
    return "", path, line


def _trace(exception: Any) -> str:
    """Types and places; as `logging` has it, a tuple of sys.exc_info, or of Nones."""
    kind, _, where = exception if isinstance(exception, tuple) else (None, None, None)
    if kind is None:
        return ""
    return "".join(traceback.format_tb(where)) + f"{kind.__module__}.{kind.__qualname__}"


def _warn(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """In the place of `warnings.showwarning`: a message may quote."""
    print(f"{filename}:{lineno}: {category.__name__}: {VALUE}", file=file or sys.stderr)


def _thread_failed(failed: Any) -> None:
    where: TracebackType | None = failed.exc_traceback
    logging.getLogger("discreet").error(
        "A thread has failed", exc_info=(failed.exc_type, failed.exc_value, where)
    )
