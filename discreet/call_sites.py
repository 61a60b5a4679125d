"""The words that stand in the source code of a logging call, without the values put into them. Pure
but for reading the source, which does not change while it runs.

`logger.debug(f"Received '{text}' from {sender}")` says "Received '…' from …".
"""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path

VALUE = "…"
_METHODS = frozenset(
    ("debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log")
) | {"raise_warning"}  # Rasa's way to warn


def words_at(path: str, line: int) -> str:
    """Of the call in that line of that file; `VALUE` if there are none to be found."""
    return _calls(path).get(line, VALUE)


@lru_cache(maxsize=256)
def _calls(path: str) -> dict[int, str]:
    """By each line that a logging call covers; of calls within calls the inner one."""
    try:
        tree = ast.parse(Path(path).read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[int, str] = {}
    for node in ast.walk(tree):  # outer ones first
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            message = _message(node.func.attr, node.args)
            lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
            found.update(dict.fromkeys(lines, message) if message else {})
    return found


def _message(method: str, arguments: list[ast.expr]) -> str:
    """Empty if it is no logging call."""
    at = 1 if method == "log" else 0
    return _words(arguments[at]) if method in _METHODS and len(arguments) > at else ""


def _words(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_words(part) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _words(node.left) + _words(node.right)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return _words(node.left)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _words(node.func.value) if node.func.attr == "format" else VALUE
    return VALUE
