from pathlib import Path

import numpy as np
import pytest
import torch
from gguf import GGUFWriter

from telltale_training.continuations import NEW_TOKENS, LanguageModel, Sampling, _sample, from_a_sentence

HIDDEN, HEADS, KV_HEADS, LAYERS, INNER = 32, 4, 2, 2, 48
GREEDY = Sampling("greedy", top_k=1)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> LanguageModel:
    """A small random decoder whose tokens are single bytes."""
    rng = np.random.default_rng(0)
    path: Path = tmp_path_factory.mktemp("gguf") / "small.gguf"
    writer = GGUFWriter(str(path), "llama")
    for key, value in (
        ("block_count", LAYERS),
        ("attention.head_count", HEADS),
        ("attention.head_count_kv", KV_HEADS),
    ):
        writer.add_uint32(f"llama.{key}", value)
    writer.add_float32("llama.attention.layer_norm_rms_epsilon", 1e-5)
    writer.add_float32("llama.rope.freq_base", 1e4)
    tokens = ["<start>", "<end>", *(chr(c) for c in range(ord("a"), ord("z") + 1)), "Ġ", "ab"]
    writer.add_uint32("tokenizer.ggml.bos_token_id", 0)
    writer.add_uint32("tokenizer.ggml.eos_token_id", 1)
    writer.add_array("tokenizer.ggml.tokens", tokens)
    writer.add_array("tokenizer.ggml.merges", ["a b"])

    def matrix(name: str, *shape: int) -> None:
        writer.add_tensor(f"{name}.weight", rng.normal(0, 0.4, shape).astype(np.float32))

    matrix("token_embd", len(tokens), HIDDEN)
    writer.add_tensor("output_norm.weight", np.ones(HIDDEN, np.float32))
    size = HIDDEN // HEADS
    for i in range(LAYERS):
        for name in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{i}.{name}.weight", np.ones(HIDDEN, np.float32))
        for name, out, into in (
            ("attn_q", HIDDEN, HIDDEN),
            ("attn_k", KV_HEADS * size, HIDDEN),
            ("attn_v", KV_HEADS * size, HIDDEN),
            ("attn_output", HIDDEN, HIDDEN),
            ("ffn_gate", INNER, HIDDEN),
            ("ffn_up", INNER, HIDDEN),
            ("ffn_down", HIDDEN, INNER),
        ):
            matrix(f"blk.{i}.{name}", out, into)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return LanguageModel(path)


def empty_cache(batch: int, total: int) -> torch.Tensor:
    return torch.zeros((LAYERS, 2, batch, KV_HEADS, total, HIDDEN // HEADS), dtype=torch.bfloat16)


@torch.no_grad()
def test_token_by_token_is_the_same_as_all_at_once(model: LanguageModel) -> None:
    ids = torch.randint(2, 29, (3, 9), generator=torch.Generator().manual_seed(0))
    whole = model._forward(ids, empty_cache(3, 9), 0)
    cache = empty_cache(3, 9)
    for at in range(9):
        last = model._forward(ids[:, at : at + 1], cache, at)
    assert torch.allclose(whole.float(), last.float(), atol=0.1)


def test_a_text_goes_on_the_same_whatever_stands_beside_it(model: LanguageModel) -> None:
    one, other = model.tokenizer.encode("hello there").ids, model.tokenizer.encode("another one").ids
    assert len(one) == len(other)
    alone = model.continued([one], GREEDY)[0]
    assert alone
    assert len(alone) <= NEW_TOKENS * 2
    assert model.continued([other, one], GREEDY)[1][:8] == alone[:8]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('ence," she said. "And more?" He left.', '"And more?" He left.'),
        ("of the town.) Then", "Then"),
        ("a title\n\nA text. More", "A text. More"),
        ("and so on and on", ""),
    ],
)
def test_a_continuation_begins_with_a_sentence(text: str, kept: str) -> None:
    assert from_a_sentence(text) == kept


@pytest.mark.parametrize("sampling", [Sampling("k", top_k=2), Sampling("p", top_p=0.6), Sampling("all")])
def test_tokens_are_drawn_as_often_as_the_sampling_says(sampling: Sampling) -> None:
    torch.manual_seed(0)
    chances = torch.zeros(2000)
    chances[:4] = torch.tensor([0.5, 0.25, 0.15, 0.1])
    logits = (chances + 1e-9).log().repeat(4000, 1)
    drawn = np.bincount(_sample(logits, sampling).numpy(), minlength=4)[:4] / 4000
    wanted = {"k": [2 / 3, 1 / 3, 0, 0], "p": [2 / 3, 1 / 3, 0, 0], "all": [0.5, 0.25, 0.15, 0.1]}[sampling.name]
    assert drawn == pytest.approx(wanted, abs=0.04)
