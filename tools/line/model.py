"""Which assistant answers: the trained model of this folder against the one of an open line."""

from __future__ import annotations

import json
import tarfile
import zlib
from pathlib import Path
from typing import Any

from tools.line.health import Health


def newest_model_id(folder: Path = Path("models")) -> str | None:
    """Of the model that Rasa would load next, from its metadata; None where there is none."""
    models = sorted(folder.glob("*.tar.gz"))  # named by their time
    if not models:
        return None
    try:
        with tarfile.open(models[-1]) as archive:
            metadata: dict[str, Any] = json.load(archive.extractfile("metadata.json"))  # type: ignore[arg-type]
    except (OSError, EOFError, zlib.error, tarfile.TarError, KeyError, ValueError):
        return None
    return str(metadata.get("model_id"))


def describe_open_line(rasa: Health) -> str:
    """What a caller who finds the line open should know of it."""
    newest = newest_model_id()
    if newest and rasa.body.get("model") != newest:
        return (
            "The line is open already, with another assistant than the one in models/.\n"
            "  Close it (Ctrl-C where it runs) to call this folder's newest."
        )
    return "The line is open already."
