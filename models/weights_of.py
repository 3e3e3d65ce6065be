"""The weights back out of an int8 graph, near enough to go on training from them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor


def weights_of(folder: Path) -> dict[str, Tensor]:
    """The weights of the graph in ``folder`` by the names that the transformer gives them.

    int8 weights are multiplied out by channel: each is off by at most half of its channel's step.
    """
    graph = onnx.load(folder / "model.onnx").graph
    held = {entry.name: numpy_helper.to_array(entry) for entry in graph.initializer}
    return {name: torch.tensor(value) for name, value in _named(graph, held)}


def _named(graph: onnx.GraphProto, held: dict[str, np.ndarray]) -> Iterator[tuple[str, np.ndarray]]:
    for name in held:
        if name.endswith((".bias", "LayerNorm.weight")):
            yield name, held[name]
        elif name.endswith(".weight_quantized"):
            yield name.removesuffix("_quantized"), _exact(held, name.removesuffix("_quantized"))
    for node in graph.node:
        stored = node.input[1].removesuffix("_quantized") if len(node.input) > 1 else ""
        if node.op_type not in {"MatMul", "MatMulInteger"} or not stored.startswith("onnx::MatMul"):
            continue
        # A product's node is named after its layer: /bert/encoder/layer.0/…/query/MatMul_quant
        layer = node.name.strip("/").rpartition("/")[0].replace("/", ".")
        weight = held[stored] if stored in held else _exact(held, stored)
        yield f"{layer}.weight", weight.T


def _exact(held: dict[str, np.ndarray], name: str) -> np.ndarray:
    steps = held[f"{name}_quantized"].astype(np.float32) - held[f"{name}_zero_point"]
    exact: np.ndarray = (steps * held[f"{name}_scale"]).astype(np.float32)
    return exact
