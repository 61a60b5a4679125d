"""Logs without anything that was said, whatever a library puts into them, at every level.

Rasa, rasa-sdk, Sanic, Coqui and Presidio quote messages at level DEBUG, some in errors as well. Of
a library's record stays what its authors wrote, with "…" in the place of values: call_sites.py. An
exception, also one that we log, stays with its type and where it was raised; its text may quote.

Records are made so (`logging.setLogRecordFactory`), so that no handler gets anything else, no
matter who adds it, and when.
"""

from __future__ import annotations

import ast
import logging
import sys
import threading
import traceback
import warnings
from types import FrameType
from typing import Any, TextIO

from discreet.call_sites import words_at

OURS = frozenset(("actions", "channels", "discreet", "nlu", "speech", "tools"))
"""Packages whose messages are written never to quote."""
TOLD = ("rasa.core.run", "rasa.core.agent", "sanic.server", "sanic.app", "sanic.worker")
"""Modules, and those in them, that tell of addresses and processes only, below ERROR."""
_LOGGING = ("logging", "structlog")
"""Frames of these stand between the call and here."""
_WARNING = ("warnings", "rasa.shared.utils.io", "discreet.logs")
_MOST_CAUSES = 10


def install() -> None:
    """For the whole process, from now on."""
    ast.parse("")  # Python 3.10 makes the types of its syntax trees at first use, for one thread
    logging.setLogRecordFactory(record)
    warnings.showwarning = _warn
    sys.excepthook = _failed
    sys.unraisablehook = _failed_unseen
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
    module, path, line = _caller(_LOGGING, path, line)
    if not _may_quote(name, module, level or 0):
        message, arguments = words_at(path, line), ()
    made = logging.LogRecord(name, level, path, line, message, arguments, None, *rest, **more)
    made.exc_text = _trace(exception[1]) if exception and exception[1] else None
    return made


def _may_quote(name: str, module: str, level: int) -> bool:
    """The logger's name counts, too: compiled code, such as uvloop's, has no frame of its own."""
    if {name.partition(".")[0], module.partition(".")[0]} <= OURS:
        return True
    return module.startswith(TOLD) and logging.INFO <= level < logging.ERROR


def _caller(between: tuple[str, ...], path: str, line: int) -> tuple[str, str, int]:
    """The module that logs or warns, its file and line; those given where there is none."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        spec = frame.f_globals.get("__spec__")  # of a module that is run, __name__ is __main__
        module = str(spec.name if spec else frame.f_globals.get("__name__", ""))
        if not module.startswith(between):
            return module, frame.f_code.co_filename, frame.f_lineno
        frame = frame.f_back
    return "", path, line


def _trace(error: BaseException | None) -> str:
    """Types and places, the first cause first."""
    told: list[str] = []
    while error is not None and len(told) < _MOST_CAUSES:
        kind = type(error)
        places = "".join(traceback.format_tb(error.__traceback__))
        told.insert(0, f"{places}{kind.__module__}.{kind.__qualname__}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\nand then\n".join(told)


def _warn(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """In the place of `warnings.showwarning`: a message may quote."""
    _, path, number = _caller(_WARNING, filename, lineno)
    words = words_at(path, number)
    print(f"{path}:{number}: {category.__name__}: {words}", file=file or sys.stderr)


def _failed(kind: type[BaseException], error: BaseException, where: object) -> None:
    """Nobody has caught it: the process ends."""
    if not issubclass(kind, KeyboardInterrupt):
        print(_trace(error), file=sys.stderr)


def _failed_unseen(failed: Any) -> None:
    """In a finalizer or the like, where nobody can catch it."""
    print(f"Ignored:\n{_trace(failed.exc_value)}", file=sys.stderr)


def _thread_failed(failed: Any) -> None:
    if not issubclass(failed.exc_type, SystemExit):
        exception = (failed.exc_type, failed.exc_value, failed.exc_traceback)
        logging.getLogger(__name__).error("A thread has failed", exc_info=exception)
