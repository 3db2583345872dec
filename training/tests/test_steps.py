"""Every step on a corpus of two writers, as a stranger would run them."""

import hashlib
import json
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from telltale_training.ngrams import slots
from telltale_training.shelf import open_shelf
from telltale_training.wide_loops import sums


def step(name: str, *args: object) -> None:
    module = import_module(f"telltale_training.{name}")
    parser = ArgumentParser()
    module.arguments(parser)
    module.run(parser.parse_args([str(a) for a in args]))


@pytest.fixture(scope="module")
def data(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("data")
    dev = [corpus / f"{name}.jsonl" for name in ("dev-ood", "dev-ood2", "dev-gpt2", "dev-2026")]
    step("prepare", "--train", corpus / "train.jsonl", "--dev", *dev, "--out", out)
    return out


@pytest.fixture(scope="module")
def wide(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = tmp_path_factory.mktemp("wide")
    step("wide", "--data", data, "--run", run, "--bits", 14, "--epochs", 20, "--least-texts", 1)
    return run


def test_prepare_keeps_tokens_and_says_what_they_are(data: Path) -> None:
    shelf = open_shelf(data / "train")
    assert len(shelf) >= 400
    assert set(shelf.column("dataset")) == {"one", "telltale_mirrors"}
    assert shelf.sentence_start[shelf.offset[:-1]].all()


def test_prepare_drops_what_a_development_set_holds(corpus: Path, tmp_path: Path) -> None:
    step("prepare", "--train", corpus / "dev-ood.jsonl", "--dev", corpus / "dev-ood.jsonl", "--out", tmp_path)
    assert len(open_shelf(tmp_path / "train")) == 0


def test_wide_tells_the_writers_apart(wide: Path) -> None:
    figures = json.loads((wide / "figures.json").read_text())
    assert figures["dev-ood"][0] > 0.99


def test_the_compiled_loops_hash_as_the_vectors_do(data: Path) -> None:
    shelf = open_shelf(data / "dev-ood")
    ids = np.array(shelf.ids(0))
    table = np.random.default_rng(0).normal(size=1 << 14).astype(np.float32)
    expected = sum(float(table[slots(ids, order, 14)].sum()) for order in (1, 2, 3))
    assert np.isclose(sums(ids, np.array([0]), np.array([len(ids)]), table, 14)[0], expected, rtol=1e-4)


@pytest.mark.slow
def test_from_checkpoint_to_card(data: Path, wide: Path, tmp_path: Path) -> None:
    deep, model, package = tmp_path / "deep", tmp_path / "model", tmp_path / "package"
    sitting = ("--data", data, "--wide", wide, "--run", deep, "--minutes", 0.05, "--dev-sample", 20)
    step("deep", *sitting)
    step("deep", *sitting)
    assert len((deep / "figures.jsonl").read_text().splitlines()) == 2
    step("heads", "--data", data, "--run", deep, "--windows", 64)
    step("export", "--wide", wide, "--deep", deep, "--out", model)
    step("quantise", "--data", data, "--deep", deep, "--out", model, "--sample", 8)
    step("calibrate", "--data", data, "--model", model)
    step("report", "--data", data, "--model", model)
    card = tmp_path / "MODEL_CARD.md"
    step("card", "--data", data, "--model", model, "--wide", wide, "--version", "0", "--out", package, "--card", card)
    manifest = json.loads((package / "model.json").read_text())
    assert manifest["files"]["deep.onnx"]["bytes"] == (package / "deep.onnx").stat().st_size
    assert set(manifest["settledEarly"]) == set(manifest["settled"])
    for calibration in manifest["calibration"].values():
        assert all(slope > 0 for slope in calibration["slope"])
        for edges in calibration["edges"].values():
            assert np.all(np.array(edges["likely"]) >= np.array(edges["possibly"]))
    assert card.read_text().startswith("# Telltale English 0\n")
    # An encoder that has learnt on needs its heads fitted again.
    step("deep", *sitting)
    with pytest.raises(ValueError, match="run heads again"):
        step("export", "--wide", wide, "--deep", deep, "--out", model)


# What the browser's import asks of a folder: lib/models/describe.ts and lib/detector/manifest.ts.
IMPORTED = ("model.json", "tokenizer.json", "wide.bin", "deep.onnx")
ASKED_OF_MANIFEST = ("id", "version", "name", "languages", "normaliser", "maxTokens", "files", "combine", "calibration")


@pytest.mark.slow
def test_from_ones_own_texts_to_a_folder_for_import(corpus: Path, tmp_path: Path) -> None:
    mine, data, wide = tmp_path / "forum.jsonl", tmp_path / "data", tmp_path / "wide"
    deep, model, package = tmp_path / "deep", tmp_path / "model", tmp_path / "package"
    with mine.open("w") as lines:
        for line in (corpus / "train.jsonl").read_text().splitlines():
            record = json.loads(line)
            lines.write(json.dumps({"text": record["text"], "label": record["label"]}) + "\n")
    step("split", "--data", mine, "--out", tmp_path / "corpus")
    train, dev = tmp_path / "corpus/train.jsonl", tmp_path / "corpus/dev-ood.jsonl"
    step("prepare", "--train", train, "--dev", dev, "--out", data)
    step("wide", "--data", data, "--run", wide, "--bits", 14, "--epochs", 20, "--least-texts", 1)
    step("deep", "--data", data, "--wide", wide, "--run", deep, "--minutes", 0.05, "--dev-sample", 20)
    step("export", "--wide", wide, "--deep", deep, "--out", model)
    step("quantise", "--data", data, "--deep", deep, "--out", model, "--sample", 8)
    step("calibrate", "--data", data, "--model", model)
    step("report", "--data", data, "--model", model)
    own = ("--id", "my-forum", "--name", "My forum", "--version", "1", "--card", tmp_path / "card.md")
    step("card", "--data", data, "--model", model, "--wide", wide, *own, "--out", package)
    manifest = json.loads((package / "model.json").read_text())
    assert (manifest["id"], manifest["name"]) == ("my-forum", "My forum")
    assert set(ASKED_OF_MANIFEST) <= set(manifest)
    for name in IMPORTED[1:]:
        content = (package / name).read_bytes()
        expected = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        assert manifest["files"][name] == expected


def test_split_holds_out_groups_or_sources(corpus: Path, tmp_path: Path) -> None:
    def groups(name: str, field: str) -> set[str]:
        return {json.loads(line)[field] for line in (tmp_path / f"{name}.jsonl").read_text().splitlines()}

    step("split", "--data", corpus / "train.jsonl", "--out", tmp_path)
    assert groups("train", "group")
    assert groups("dev-ood", "group")
    assert not groups("train", "group") & groups("dev-ood", "group")
    step("split", "--data", corpus / "train.jsonl", corpus / "dev-ood.jsonl", "--held", "dev-ood", "--out", tmp_path)
    assert groups("dev-ood", "dataset") == {"dev-ood"}


def test_split_says_which_line_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "mine.jsonl").write_text('{"text": "So.", "label": 0}\n{"text": "So.", "label": "AI"}\n')
    with pytest.raises(ValueError, match=r"mine\.jsonl, line 2: .*neither 0 nor 1"):
        step("split", "--data", tmp_path / "mine.jsonl", "--out", tmp_path)
