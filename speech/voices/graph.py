"""Prepares a VITS graph in ONNX for the telephone: the same audio each time, and audio at once.

* Its noise comes from `RandomNormalLike` nodes, whose generators onnxruntime seeds when the
  session is made and never again: a sentence would sound different each time. Each becomes a
  look-up in a table of normal noise drawn from our seed.
* Its decoder (HiFi-GAN, only convolutions) takes most of the time but looks at few frames around
  the one it decodes. So the graph is cut before the decoder, which can then run on stretches of
  frames: the first audio is there long before the sentence is decoded.
* The decoder's first stage looks at ten frames to either side, all others together at one, and
  they do most of the work. So it is cut once more: only the first stage works on the ten.

VITS: https://arxiv.org/abs/2106.06103
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, helper, numpy_helper
from onnx.utils import Extractor

_COARSE = "/dec/"
_FINE = "/dec/ups.1/"
_NOISE_VALUES = 1 << 20
"""Enough for a minute of speech (192 values a frame, 86 frames a second); then it repeats."""


@dataclass(frozen=True)
class Part:
    """A serialized ONNX model and the name of its input."""

    model: bytes
    input: str


@dataclass(frozen=True)
class Parts:
    """Phoneme ids to latent frames; these to features at a multiple of their rate; to audio."""

    encoder: Part
    coarse: Part
    fine: Part


def parts(path: Path, seed: int) -> Parts:
    """Reads a VITS graph and cuts it. Raises OSError, or ValueError if it is no such graph."""
    model = _read(path)
    graph = model.graph
    _replace_noise(graph, np.random.default_rng(seed))
    latent, features = (_input_of(graph, stage, path) for stage in (_COARSE, _FINE))
    cut = Extractor(model).extract_model
    ids, audio = [value.name for value in graph.input], [value.name for value in graph.output]
    return Parts(
        Part(cut(ids, [latent]).SerializeToString(), ids[0]),
        Part(cut([latent], [features]).SerializeToString(), latent),
        Part(cut([features], audio).SerializeToString(), features),
    )


def _input_of(graph: GraphProto, stage: str, path: Path) -> str:
    """The value that a stage begins with, made known as one to cut at: [1, channels, frames]."""
    name: str | None = next((n.input[0] for n in graph.node if n.name.startswith(stage)), None)
    if name is None:
        raise ValueError(f"{path.name} is not a VITS graph as Piper exports it")
    shape = [1, None, f"{stage} frames"]
    graph.value_info.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
    return name


def _read(path: Path) -> ModelProto:
    try:
        return onnx.load(str(path))
    except OSError:
        raise
    except Exception as error:  # protobuf's DecodeError has no common base with ValueError
        raise ValueError(f"{path.name} is not an ONNX model") from error


def _replace_noise(graph: GraphProto, generator: np.random.Generator) -> None:
    nodes = list(graph.node)
    del graph.node[:]
    for node in nodes:
        known = node.op_type == "RandomNormalLike"
        graph.node.extend(_noise(graph, node, generator) if known else [node])


def _noise(graph: GraphProto, node: NodeProto, generator: np.random.Generator) -> list[NodeProto]:
    """Nodes that give `node`'s output: table[arange(size) % len(table)] in its input's shape."""
    source, name = node.input[0], node.output[0]
    table = generator.standard_normal(_NOISE_VALUES).astype(np.float32)
    constants = {"table": table, "zero": 0, "one": 1, "period": _NOISE_VALUES}
    for key, value in constants.items():
        array = value if isinstance(value, np.ndarray) else np.array(value, np.int64)
        graph.initializer.append(numpy_helper.from_array(array, f"{name}/{key}"))

    def make(operator: str, inputs: list[str], output: str) -> NodeProto:
        return helper.make_node(operator, inputs, [output])

    return [
        make("Size", [source], f"{name}/size"),
        make("Range", [f"{name}/zero", f"{name}/size", f"{name}/one"], f"{name}/range"),
        make("Mod", [f"{name}/range", f"{name}/period"], f"{name}/index"),
        make("Gather", [f"{name}/table", f"{name}/index"], f"{name}/flat"),
        make("Shape", [source], f"{name}/shape"),
        make("Reshape", [f"{name}/flat", f"{name}/shape"], name),
    ]
