"""A shipped model's encoder as one that can be trained on: deep.onnx read back into torch."""

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from telltale_training.graph import Floats
from telltale_training.model import Encoder, Shape


def shipped_encoder(folder: Path, shape: Shape | None = None) -> tuple[Encoder, int]:
    """The encoder of a folder with `deep.onnx` and `model.json`, and how many passages it had seen.

    Weights come back as the int8 graph rounded them; early heads are left out, as `heads` fits them anew.
    """
    encoder = encoder_of_graph(onnx.load(str(folder / "deep.onnx")), shape)
    manifest = json.loads((folder / "model.json").read_text())
    return encoder, int(manifest["trained"]["deep"]["passages"])


def encoder_of_graph(graph: onnx.ModelProto, shape: Shape | None = None) -> Encoder:
    """Undoes `encoder_graph`, in float32 or in int8. Raises KeyError where a constant of that shape is missing."""
    constant = {t.name: numpy_helper.to_array(t) for t in graph.graph.initializer}
    encoder = Encoder(shape)
    shape = encoder.shape
    state = encoder.state_dict()
    for name in state:
        if name.endswith(".bias") or "norm" in name:
            value = constant[name]
        elif name == "words.weight":
            value = constant["words"] * constant.get("words.step", np.float32(1))
        elif name == "positions.weight":
            value = state[name].numpy().copy()
            value[: len(constant["positions"])] = constant["positions"]  # those past a window are never read
        elif name == "head.weight":
            value = constant[name].T
        else:
            value = _linear(constant, name.removesuffix(".weight")).T
        state[name] = torch.from_numpy(np.array(value, np.float32))
    scale = (shape.hidden // shape.heads) ** 0.5  # the graph's query has taken it in
    for i in range(shape.layers):
        for part in ("weight", "bias"):
            state[f"layers.{i}.query_key_value.{part}"][: shape.hidden] *= scale
    encoder.load_state_dict(state)
    return encoder


def _linear(constant: dict[str, Floats], name: str) -> Floats:
    """A linear layer's weights [inputs, outputs], without what int8 made of them."""
    weight = constant[f"{name}.weight"].astype(np.float32)
    weight = weight * constant.get(f"{name}.column", np.float32(1))
    even = constant.get(f"{name}.even")
    return weight if even is None else weight * even[:, None]
