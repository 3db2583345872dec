"""The vectors that the browser's copy of the same code is tested against."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from telltale_training.calibrate import Texts, calibrated
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


def test_calibrates_as_the_vectors_say() -> None:
    given = json.loads((FIXTURES / "calibration-vectors.json").read_text())
    logit, tokens, label, source = zip(*given["texts"], strict=True)
    texts = Texts(np.array(logit), np.array(tokens, np.float64), np.array(label), np.array(source))
    found = calibrated("vectors", texts, tuple(given["knots"]))
    assert flat(found) == pytest.approx(flat(given["calibration"]), abs=1e-6)


def flat(value: Any) -> list[float]:
    """Every number of a nested object, in the order of its keys."""
    if isinstance(value, dict):
        return [n for key in sorted(value) for n in flat(value[key])]
    return [n for each in value for n in flat(each)] if isinstance(value, list) else [float(value)]
