"""quantise: the encoder's graph in int8, with activation scales that are constant.

    python -m telltale_training quantise --data runs/data --deep runs/deep --out runs/export

Scales come from real passages and are then fixed, so a passage's score depends on that passage alone.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto
from torch import nn

from telltale_training.deep import padded
from telltale_training.export import trained_encoder
from telltale_training.graph import ORT_DOMAIN, Floats, Graph, encoder_graph
from telltale_training.model import Encoder
from telltale_training.shelf import open_shelf
from telltale_training.tokens import Ids
from telltale_training.windows import WindowCutter

SAMPLE = 192  # training windows whose activations are looked at


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--deep", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=SAMPLE, help="training windows looked at")
    parser.add_argument("--seed", type=int, default=1)


def run(args: argparse.Namespace) -> None:
    torch.set_num_threads(1)  # passages are short, and read one by one: more threads wait for each other
    encoder, exits, _ = trained_encoder(args.deep)
    shelf = open_shelf(args.data / "train")
    rng = np.random.default_rng(args.seed)
    cutter = WindowCutter(shelf, 24, 254)
    windows = [cutter.cut(int(i), cutter.length(rng), rng) for i in rng.choice(len(shelf), args.sample, replace=False)]
    ranges = activation_ranges(encoder, [shelf.tokens[w.begin : w.end] for w in windows])
    model = encoder_graph(encoder, Int8(ranges), exits)
    path = args.out / "deep.onnx"
    onnx.save(model, str(path))
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


Ranges = dict[str, tuple[Floats, Floats]]


@torch.no_grad()
def activation_ranges(encoder: Encoder, contents: list[Ids]) -> Ranges:
    """Per linear layer the least and greatest value of each input channel."""
    ranges: Ranges = {}
    hooks = []
    for name, module in encoder.named_modules():
        if isinstance(module, nn.Linear) and name != "head":

            def widen(_: nn.Module, inputs: tuple[torch.Tensor, ...], __: torch.Tensor, name: str = name) -> None:
                low, high = (bound(0).values.numpy() for bound in (inputs[0][0].min, inputs[0][0].max))
                if name in ranges:
                    low, high = np.minimum(low, ranges[name][0]), np.maximum(high, ranges[name][1])
                ranges[name] = (low, high)

            hooks.append(module.register_forward_hook(widen))
    for content in contents:
        encoder(padded([content])[0])
    for hook in hooks:
        hook.remove()
    return ranges


class Int8:
    """x becomes uint8 by one constant scale, is multiplied in integers, and comes back as float32 in the same node.

    Weights have seven bits: lib/encoder/kernel needs them so, and older processors add two products of eight bits and
    seven without overflow, which makes verdicts the same on all of them. It costs nothing that a development set shows.

    Before that, where a norm or a GELU left a few channels far wider than the rest, channels are made even by a
    constant factor that the weights' rows take back.
    """

    GREATEST_WEIGHT = 63
    EVENED = ("query_key_value", "inner", "outer")
    LEAST_FACTOR = 0.1  # of the median: a channel that hardly moves must not shrink its weights to nothing

    def __init__(self, ranges: Ranges) -> None:
        self._ranges = ranges

    def linear(self, graph: Graph, x: str, name: str, weight: Floats, bias: Floats) -> str:
        low, high = self._ranges[name]
        if name.rsplit(".", 1)[-1] in self.EVENED:
            width = high - low
            factor = np.maximum(width / np.median(width), self.LEAST_FACTOR).astype(np.float32)
            even = graph.constant(f"{name}.even", (1 / factor).astype(np.float32))
            x = graph.add("Mul", x, even, name=f"{name}.evened")
            weight, low, high = weight * factor[:, None], low / factor, high / factor
        step = np.array((high.max() - low.min()) / 255, np.float32)
        zero = np.array(np.clip(np.rint(-low.min() / step), 0, 255), np.uint8)
        column = (np.abs(weight).max(0) / self.GREATEST_WEIGHT).astype(np.float32)
        step_name, zero_name = graph.constant(f"{name}.step", step), graph.constant(f"{name}.zero", zero)
        return graph.add(
            "MatMulIntegerToFloat",
            graph.add("QuantizeLinear", x, step_name, zero_name, name=f"{name}.quantised"),
            graph.constant(f"{name}.weight", np.rint(weight / column).astype(np.int8)),
            step_name,
            graph.constant(f"{name}.column", column),
            zero_name,
            "",
            graph.constant(f"{name}.bias", bias),
            name=name,
            domain=ORT_DOMAIN,
        )

    def words(self, graph: Graph, ids: str, table: Floats) -> str:
        step = np.abs(table).max(1, keepdims=True) / 127
        whole = np.rint(table / np.maximum(step, 1e-12)).astype(np.int8)
        rows = graph.add("Gather", graph.constant("words", whole), ids, name="word_rows")
        steps = graph.add("Gather", graph.constant("words.step", step.astype(np.float32)), ids, name="word_steps")
        return graph.add(
            "Mul", graph.add("Cast", rows, name="word_floats", to=TensorProto.FLOAT), steps, name="word_vectors"
        )
