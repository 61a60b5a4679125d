"""Opens ONNX models: the one file that imports onnxruntime."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from channels.errors import ModelError


def session(path: Path, threads: int, remedy: str) -> Any:
    """An onnxruntime.InferenceSession on the CPU; safe to run from several threads at once.

    Idle threads sleep: spinning, onnxruntime's default, would starve the other calls.
    Raises ModelError, which names `remedy`, if the file is missing or damaged.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(
            str(path), sess_options=options, providers=["CPUExecutionProvider"]
        )
    # onnxruntime's errors have no common root but Exception.
    except Exception as error:
        state = "damaged" if path.is_file() else "missing"
        raise ModelError(f"the model file {path} is {state}; mend it with: {remedy}") from error
