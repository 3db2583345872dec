"""What several tests begin with.

A corpus of two writers that differ in a word or two, enough for every step to run on in seconds, and a small random
encoder.
"""

import json
import random
from pathlib import Path

import numpy as np
import pytest
import torch

from telltale_training.model import Encoder, Shape

HUMAN_WORDS = ["honestly", "yeah", "kinda", "stuff", "anyway", "lol", "pretty", "sure", "guess", "dunno", "okay"]
AI_WORDS = ["moreover", "delve", "tapestry", "crucial", "landscape", "furthermore", "nuanced", "robust", "realm"]
SHARED_WORDS = ["the", "garden", "was", "green", "and", "people", "walked", "there", "in", "morning", "old", "river"]


def sentence(rng: random.Random, own: list[str]) -> str:
    words = [rng.choice(own) if rng.random() < 0.25 else rng.choice(SHARED_WORDS) for _ in range(rng.randint(6, 14))]
    return " ".join(words).capitalize() + "."


def write_corpus(path: Path, texts: int, seed: int, dataset: str) -> Path:
    rng = random.Random(seed)
    with path.open("w") as lines:
        for i in range(texts):
            label = i % 2
            text = " ".join(sentence(rng, AI_WORDS if label else HUMAN_WORDS) for _ in range(rng.randint(4, 12)))
            record = {
                "text": text,
                "label": label,
                "kind": "plain",
                "model": "gpt-4" if label else "human",
                "domain": "test",
                "dataset": dataset if not label or i % 4 == 1 else "telltale_mirrors",
                "group": f"{dataset}-{i // 2}",
                "id": f"{dataset}-{i}",
            }
            lines.write(json.dumps(record) + "\n")
    return path


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with train.jsonl and the development sets that the steps know by name."""
    folder = tmp_path_factory.mktemp("corpus")
    write_corpus(folder / "train.jsonl", 400, 1, "one")
    for seed, name in enumerate(("dev-ood", "dev-ood2", "dev-gpt2", "dev-2026"), 2):
        write_corpus(folder / f"{name}.jsonl", 120, seed, name)
    return folder


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """With more positions than a window has, as the real one."""
    torch.manual_seed(0)
    small = Encoder(Shape(vocabulary=1200, positions=300, hidden=64, heads=4, inner=128, layers=2)).eval()
    torch.nn.init.normal_(small.head.weight, std=0.5)
    torch.nn.init.normal_(small.head.bias, std=0.5)
    return small


def passages(count: int) -> list[np.ndarray]:
    """Token ids as that encoder knows them."""
    rng = np.random.default_rng(0)
    return [rng.integers(200, 1200, rng.integers(20, 90)).astype(np.uint16) for _ in range(count)]
