import json
from pathlib import Path

import onnx
import torch
from conftest import passages

from telltale_training.deep import padded
from telltale_training.graph import Float32, encoder_graph
from telltale_training.model import Encoder
from telltale_training.quantise import Int8, activation_ranges
from telltale_training.shipped import encoder_of_graph, shipped_encoder


@torch.no_grad()
def test_a_float_graph_comes_back_as_it_was(encoder: Encoder) -> None:
    again = encoder_of_graph(encoder_graph(encoder, Float32()), encoder.shape).eval()
    for text in passages(4):
        ids, _ = padded([text])
        assert torch.allclose(again(ids), encoder(ids), atol=1e-4)


@torch.no_grad()
def test_an_int8_graph_comes_back_but_for_rounding(encoder: Encoder) -> None:
    texts = passages(12)
    int8 = Int8(activation_ranges(encoder, texts))
    again = encoder_of_graph(encoder_graph(encoder, int8), encoder.shape)
    for (name, theirs), ours in zip(encoder.named_parameters(), again.parameters(), strict=True):
        if name == "positions.weight":
            theirs, ours = theirs[:256], ours[:256]
        assert float((ours - theirs).abs().mean()) <= 0.05 * float(theirs.abs().mean()), name


def test_a_folder_tells_what_its_encoder_has_seen(encoder: Encoder, tmp_path: Path) -> None:
    onnx.save(encoder_graph(encoder, Float32()), str(tmp_path / "deep.onnx"))
    (tmp_path / "model.json").write_text(json.dumps({"trained": {"deep": {"passages": 1234}}}))
    assert shipped_encoder(tmp_path, encoder.shape)[1] == 1234
