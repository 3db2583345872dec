"""export: the trained parts as files: wide.bin (int8) and the encoder's graph in float32.

python -m telltale_training export --wide runs/wide --deep runs/deep --out runs/export
"""

import argparse
import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch

from telltale_training.graph import Exit, Float32, encoder_graph
from telltale_training.heads import fitted_heads
from telltale_training.model import Encoder, base_encoder
from telltale_training.tokens import tokenizer_json

CLIP_QUANTILE = 0.99999  # of the weights that were learnt; the few beyond are cut. At .9999 much is lost already


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--wide", type=Path, required=True)
    parser.add_argument("--deep", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)


def run(args: argparse.Namespace) -> None:
    args.out.mkdir(parents=True, exist_ok=True)
    table, scale = int8_table(np.load(args.wide / "table.npy"))
    (args.out / "wide.bin").write_bytes(table.tobytes())
    bits = len(table).bit_length() - 1
    (args.out / "wide.json").write_text(json.dumps({"bits": bits, "orders": 3, "scale": scale}))
    (args.out / "tokenizer.json").write_text(json.dumps(tokenizer_json(), ensure_ascii=False, separators=(",", ":")))
    encoder, exits, passages = trained_encoder(args.deep)
    onnx.save(encoder_graph(encoder, Float32(), exits), str(args.out / "deep.fp32.onnx"))
    (args.out / "deep.json").write_text(json.dumps({"passages": passages}))
    print(f"wide: {np.mean(table != 0):.3f} of slots in use, step {scale:.5f}; deep: {passages} passages seen")


def int8_table(weights: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int8], float]:
    learnt = np.abs(weights[weights != 0])
    scale = float(np.quantile(learnt, CLIP_QUANTILE)) / 127 if len(learnt) else 1.0
    return np.clip(np.rint(weights / scale), -127, 127).astype(np.int8), scale


def trained_encoder(folder: Path) -> tuple[Encoder, list[Exit], int]:
    """The average of the weights, with the heads that were fitted to it; and how many passages it has seen."""
    state = torch.load(folder / "checkpoint.pt", map_location="cpu", weights_only=True)
    encoder = base_encoder()
    encoder.load_state_dict(state["average"])
    passages = int(state["passages"])
    exits = fitted_heads(folder, encoder, passages)
    return encoder.eval(), exits, passages
