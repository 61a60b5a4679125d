"""Runs the parts of a voice's graph in onnxruntime. The one file that imports it."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from speech import memory
from speech.errors import ModelError
from speech.voices import graph

Array = NDArray[np.float32]


class Stage:
    """A stage of the decoder: from one array, [1, channels, frames], to another."""

    def __init__(self, session: onnxruntime.InferenceSession, input_name: str):
        self._session, self._input_name = session, input_name

    def __call__(self, frames: Array) -> Array:
        result: Array = self._session.run(None, {self._input_name: frames})[0]
        return result


@dataclass(frozen=True)
class Sessions:
    """Phoneme ids to latent frames, frames to features, features to audio (see graph.py)."""

    encoder: onnxruntime.InferenceSession
    coarse: Stage
    fine: Stage


def sessions(path: Path, seed: int, cuda: bool) -> Sessions:
    """Cuts the graph at `path` and opens its parts. Raises ModelError and onnxruntime's errors.

    Takes 300 MB for a moment: do it before torch is imported, which then reuses them.
    """
    provider = "CUDAExecutionProvider" if cuda else "CPUExecutionProvider"
    if provider not in onnxruntime.get_available_providers():
        raise ModelError(
            "tts.device is cuda but this onnxruntime cannot use it; set it to cpu, or run: "
            ".cache/uv/bin/uv pip install --python .venv-speech/bin/python onnxruntime-gpu"
        )
    parts = graph.parts(path, seed)
    found = Sessions(
        _session(parts.encoder, provider),
        Stage(_session(parts.coarse, provider), parts.coarse.input),
        Stage(_session(parts.fine, provider), parts.fine.input),
    )
    del parts
    memory.give_back()
    return found


def _session(part: graph.Part, provider: str) -> onnxruntime.InferenceSession:
    """A session that leaves the other processes their share of the machine.

    One thread a run, for a second one speeds it up little. The arena would keep the memory of the
    longest sentence for good, and a session made from bytes keeps them, so they go through a file.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    with tempfile.NamedTemporaryFile(suffix=".onnx") as file:
        file.write(part.model)
        file.flush()
        return onnxruntime.InferenceSession(file.name, options, providers=[provider])
