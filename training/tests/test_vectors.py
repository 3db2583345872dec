"""The vectors that the browser's copy of the same code is tested against."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from telltale_training.ngrams import slots
from telltale_training.normalise import normalise

FIXTURES = Path(__file__).parents[2] / "tests" / "fixtures"


def vectors(name: str) -> list[dict[str, Any]]:
    return json.loads((FIXTURES / name).read_text())  # type: ignore[no-any-return]


@pytest.mark.parametrize("vector", vectors("normalise-vectors.json"), ids=lambda v: repr(v["in"])[:40])
def test_normalises_as_the_vectors_say(vector: dict[str, str]) -> None:
    assert normalise(vector["in"]) == vector["out"]


@pytest.mark.parametrize("vector", vectors("normalise-vectors.json"), ids=lambda v: repr(v["in"])[:40])
def test_leaves_no_run_of_spaces(vector: dict[str, str]) -> None:
    assert "  " not in normalise(vector["in"])


@pytest.mark.parametrize("vector", vectors("ngram-vectors.json"))
def test_hashes_as_the_vectors_say(vector: dict[str, Any]) -> None:
    ids = np.array(vector["ids"], np.uint16)
    for order, expected in enumerate(vector["slots"], 1):
        assert slots(ids, order, vector["bits"]).tolist() == expected
