"""Coqui's `Vits` on ONNX alone, decoding in stretches. The one file that imports torch for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, repeat
from typing import Any

import numpy as np
from torch import nn
from TTS.tts.configs.vits_config import VitsConfig
from TTS.tts.models.vits import Vits
from TTS.tts.utils.text.characters import BaseVocabulary
from TTS.tts.utils.text.tokenizer import TTSTokenizer

from speech.phonemes import LibraryPhonemizer
from speech.voices.interface import Samples
from speech.voices.sessions import Array, Sessions, Stage

_STRETCHES = (32, 64)
"""Frames decoded at a time (11.6 ms each): few at first, for the caller waits for them, then more,
for each stretch costs its context as well. The last of these is repeated."""
_COARSE_REACH = 10
"""Frames to either side that the decoder's first stage looks at: 3 (its first convolution), 1
(upsampling), 45/8 (the widest residual block, kernel 7, dilations 3 and 12, at 8 times the rate).
"""
_FINE_REACH = 2
"""And all others: 1/8 and 1/64 (upsampling), 45/64 and 45/256 (the same block, at their rates)."""
_CONTEXT_FRAMES = _COARSE_REACH + _FINE_REACH


class OnnxVits(Vits):  # type: ignore[misc]
    """Coqui's VITS without its torch networks.

    `Vits.__init__` would build them all (8 s, 600 MB) for nobody, so it is left out: what
    inference on ONNX reads is set here.
    """

    def __init__(self, config: VitsConfig, tokenizer: TTSTokenizer, onnx: Sessions):
        nn.Module.__init__(self)
        self.onnx = onnx
        self.config, self.args, self.tokenizer = config, config.model_args, tokenizer
        self.length_scale = self.args.length_scale
        self.inference_noise_scale = self.args.inference_noise_scale
        self.inference_noise_scale_dp = self.args.inference_noise_scale_dp

    def stream_onnx(self, ids: list[int], length_scale: float) -> Iterator[Samples]:
        """`inference_onnx` in stretches: joined they are what it gives, but for rounding."""
        scales = (self.inference_noise_scale, length_scale, self.inference_noise_scale_dp)
        inputs = {
            "input": np.array([ids], np.int64),
            "input_lengths": np.array([len(ids)], np.int64),
            "scales": np.array(scales, np.float32),
        }
        frames = self.onnx.encoder.run(None, inputs)[0]
        for start, end in stretches(frames.shape[2]):
            yield self._decoded(frames, start, end)

    def _decoded(self, frames: Array, start: int, end: int) -> Samples:
        """The audio of frames start..end, decoded with their neighbours."""
        left, right = max(0, start - _FINE_REACH), min(frames.shape[2], end + _FINE_REACH)
        features = _decode(self.onnx.coarse, frames, left, right, _COARSE_REACH)
        each = features.shape[2] // (right - left)
        first, last = (start - left) * each, (end - left) * each
        return _decode(self.onnx.fine, features, first, last, _FINE_REACH * each).reshape(-1)


def _decode(stage: Stage, frames: Array, start: int, end: int, reach: int) -> Array:
    """What a stage makes of frames start..end, given so many neighbours as it looks at."""
    left = max(0, start - reach)
    near = frames[:, :, left : end + reach]
    made = stage(near)
    each = made.shape[-1] // near.shape[2]
    return made[..., (start - left) * each : (end - left) * each]


def stretches(frames: int) -> Iterator[tuple[int, int]]:
    """Where so many frames are cut; a rest that is smaller than its context is not cut off."""
    start, sizes = 0, chain(_STRETCHES, repeat(_STRETCHES[-1]))
    while start < frames:
        end = start + next(sizes)
        end = frames if frames - end < 2 * _CONTEXT_FRAMES else end
        yield start, end
        start = end


def build(table: Mapping[str, Any], onnx: Sessions) -> OnnxVits:
    """The model of the `.onnx.json` that Piper writes. Raises KeyError, ValueError."""
    config = VitsConfig()
    scales = table["inference"]
    config.model_args.inference_noise_scale = scales["noise_scale"]
    config.model_args.length_scale = scales["length_scale"]
    config.model_args.inference_noise_scale_dp = scales["noise_w"]
    return OnnxVits(config, _tokenizer(table), onnx)


def _tokenizer(table: Mapping[str, Any]) -> TTSTokenizer:
    """Piper's table maps each phoneme to a list of one id; Coqui wants them in the ids' order."""
    ids = {phoneme: numbers[0] for phoneme, numbers in table["phoneme_id_map"].items()}
    vocabulary = sorted(ids, key=ids.__getitem__)
    if [ids[phoneme] for phoneme in vocabulary] != list(range(len(ids))):
        raise ValueError("its phoneme table has gaps")
    return TTSTokenizer(
        use_phonemes=True,
        characters=BaseVocabulary(vocabulary, pad="_", blank="_", bos="^", eos="$"),
        phonemizer=LibraryPhonemizer(table["espeak"]["voice"]),
        add_blank=True,
        use_eos_bos=True,
    )
