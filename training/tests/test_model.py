import numpy as np
import onnxruntime as ort
import torch
from conftest import passages

from telltale_training.deep import padded
from telltale_training.graph import Exit, Float32, encoder_graph
from telltale_training.model import Encoder, base_encoder, pooled
from telltale_training.quantise import Int8, activation_ranges


@torch.no_grad()
def test_padding_changes_no_logit(encoder: Encoder) -> None:
    texts = passages(4)
    ids, length = padded(texts)
    together = pooled(encoder(ids, length), length)
    for text, logit in zip(texts, together, strict=True):
        ids, length = padded([text])
        assert torch.allclose(pooled(encoder(ids), length)[0], logit, atol=1e-4)


@torch.no_grad()
def test_the_graph_computes_what_the_model_does(encoder: Encoder) -> None:
    session = ort.InferenceSession(encoder_graph(encoder, Float32()).SerializeToString())
    for text in passages(4):
        ids, length = padded([text])
        evidence = encoder(ids)
        logit, of_tokens = session.run(["logit", "evidence"], {"input_ids": ids.numpy().astype(np.int32)})
        assert of_tokens.shape == (len(text),)
        assert np.allclose(of_tokens, evidence[0, 1:-1].numpy(), atol=1e-4)
        assert np.allclose(logit, pooled(evidence, length).numpy(), atol=1e-4)
        assert np.isclose(logit[0], of_tokens.sum() / np.sqrt(len(text)), atol=1e-4)


@torch.no_grad()
def test_the_graph_gives_early_answers(encoder: Encoder) -> None:
    rng = np.random.default_rng(1)
    exits = [Exit(i, rng.normal(size=(1, encoder.shape.hidden)).astype(np.float32), np.ones(1, "f4")) for i in (0, 1)]
    session = ort.InferenceSession(encoder_graph(encoder, Float32(), exits).SerializeToString())
    ids, _ = padded(passages(1))
    states = encoder.states(ids)
    found = session.run(["layers.0.early", "layers.1.early"], {"input_ids": ids.numpy().astype(np.int32)})
    for evidence, state, exit_ in zip(found, states, exits, strict=False):
        assert np.allclose(evidence, state[0, 1:-1].numpy() @ exit_.weight[0] + 1, atol=1e-3)


def test_int8_stays_near_float32(encoder: Encoder) -> None:
    texts = passages(24)
    exact = ort.InferenceSession(encoder_graph(encoder, Float32()).SerializeToString())
    int8 = ort.InferenceSession(encoder_graph(encoder, Int8(activation_ranges(encoder, texts))).SerializeToString())
    logits = np.array(
        [
            [s.run(["logit"], {"input_ids": padded([t])[0].numpy().astype(np.int32)})[0][0] for t in texts]
            for s in (exact, int8)
        ]
    )
    assert np.corrcoef(logits)[0, 1] > 0.995


def test_the_published_weights_load() -> None:
    encoder = base_encoder()
    assert encoder.words.weight.detach().std() > 0
    assert not encoder.head.weight.detach().any()
