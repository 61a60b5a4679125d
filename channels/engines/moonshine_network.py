"""Moonshine's two networks and its vocabulary, run by onnxruntime from the package's own files.

Paper: Jeffries et al., "Moonshine: Speech Recognition for Live Transcription and Voice
Commands", arXiv 2410.15608.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from channels.engines import onnx
from channels.engines.beam import Floats
from channels.errors import ModelError

START, END = 1, 2
HEADS, HEAD_SIZE = 8, 36


class Network:
    """Encoder and decoder; any number of threads may use one."""

    def __init__(self, folder: Path, threads: int, remedy: str):
        self.vocabulary = read_vocabulary(folder / "tokenizer.bin", remedy)
        self._encoder = onnx.session(folder / "encoder_model.ort", threads, remedy)
        self.decoder = onnx.session(folder / "decoder_model_merged.ort", threads, remedy)
        names = [node.name for node in self.decoder.get_inputs()]
        self.memory_names = [name for name in names if name.startswith("past_key_values")]

    def encode(self, audio: Floats) -> Floats:
        """(1, frames, features) of audio in -1..1 at 16 kHz; about 41 frames a second."""
        mask = np.ones((1, len(audio)), np.int64)
        feed = {"input_values": audio[None], "attention_mask": mask}
        return np.asarray(self._encoder.run(None, feed)[0])


class Decoding:
    """A Predictor (see beam.py) of what was encoded: the decoder's keys and values."""

    def __init__(self, network: Network, heard: Floats):
        self._network = network
        self._encoded = heard
        empty = np.zeros((1, HEADS, 0, HEAD_SIZE), np.float32)
        self._memory: dict[str, Any] = dict.fromkeys(network.memory_names, empty)
        self._heard = heard
        self._first = True

    def predict(self, tokens: NDArray[np.int64]) -> Floats:
        feed = {
            "input_ids": tokens,
            "encoder_hidden_states": self._heard,
            # One mark for all frames: nothing in a single utterance is padding.
            "encoder_attention_mask": np.ones((len(self._heard), 1), np.int64),
            "use_cache_branch": np.array([not self._first]),
            **self._memory,
        }
        logits, *present = self._network.decoder.run(None, feed)
        for name, value in zip(self._memory, present, strict=True):
            # With a memory, the decoder does not give the encoder's part again.
            if self._first or ".decoder." in name:
                self._memory[name] = value
        self._first = False
        return log_softmax(logits[:, -1])

    def keep(self, rows: Sequence[int]) -> None:
        same_size = len(rows) == len(self._heard)
        self._heard = self._heard if same_size else np.repeat(self._encoded, len(rows), 0)
        for name, value in self._memory.items():
            # All rows hear the same: the encoder's part only changes with their number.
            if ".decoder." in name or not same_size:
                self._memory[name] = value[list(rows)]


def log_softmax(logits: Floats) -> Floats:
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


def read_vocabulary(path: Path, remedy: str) -> list[bytes]:
    """The tokens in order: each a length, one byte or two (low seven bits first), and its bytes."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"the model file {path} is missing; mend it with: {remedy}") from error
    tokens, at = [], 0
    while at < len(data) - 1:
        size, at = data[at], at + 1
        if size >= 128:
            size, at = size - 128 + data[at] * 128, at + 1
        tokens.append(data[at : at + size])
        at += size
    if at != len(data) or len(tokens) <= END:
        raise ModelError(f"the model file {path} is damaged; mend it with: {remedy}")
    return tokens
