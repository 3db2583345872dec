"""report: every figure of the model card, as report.json.

    python -m telltale_training report --data runs/data --model runs/export

Thresholds and bands are never quoted on the texts they were fitted on: a human source is judged by edges fitted without
it, and AI texts by the edges that are shipped (no AI text takes part in fitting an edge).
"""

import argparse
import json
import time
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from telltale_training.calibrate import (
    CLEAN_KINDS,
    LEAST_PROBABILITY,
    Texts,
    at_length,
    early_logits,
    leave_one_out_passed,
    logit_of,
    logits,
    with_enough_sources,
)
from telltale_training.evidence import Detector, Sums, shelf_sums
from telltale_training.families import family
from telltale_training.measure import auroc, threshold_at, tpr_at
from telltale_training.rows import AI, HUMAN
from telltale_training.shelf import Shelf, open_shelf
from telltale_training.spans import span_figures

SETS = ("dev-ood", "dev-ood2", "dev-gpt2", "dev-2026")  # those that are there; dev-ood is needed
RATES = (0.05, 0.01, 0.001)
RANKS = ("tpr05", "tpr01", "tpr001")
LENGTH_BINS = (0, 55, 95, 160, 10_000)  # tokens
UNIT_SIZES = (1, 2, 4, 8)  # passages of one document
PRECISION_SAMPLE = 1500  # passages scored by both the float32 and the int8 graph
SPEED_TOKENS, SPEED_RUNS = 128, 60

Figures = dict[str, Any]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--limit", type=int, help="texts of each set, for a first look")


def run(args: argparse.Namespace) -> None:
    fitted = json.loads((args.model / "calibration.json").read_text())
    combine, calibration = fitted["combine"], fitted["calibration"]
    detector = Detector(args.model)
    sets = {name: DevSet(args, detector, combine, name) for name in SETS if (args.data / name).exists()}
    figures: Figures = {"sets": {name: s.overall() for name, s in sets.items() if name != "dev-2026"}}
    if "dev-2026" in sets:
        figures["sets"]["dev-2026"] = sets["dev-2026"].above(sets["dev-ood"])
    pooled_sets = [sets[name] for name in ("dev-ood", "dev-ood2") if name in sets]
    figures["bands"] = human_rates(pooled_sets, calibration["both"])
    figures["caught"] = caught(list(sets.values()), calibration["both"])
    figures["lengths"] = by_length(pooled_sets)
    figures["units"] = by_unit(pooled_sets)
    if "settledEarly" in fitted:
        figures["early"] = {name: early_answers(s, fitted) for name, s in sets.items()}
    if (args.data / "dev-spans").exists():
        figures["spans"] = span_figures(detector, combine, args.data / "dev-spans", args.limit)
    figures["int8"] = precision(args.model, sets["dev-ood"], combine)
    figures["files"] = {n: (args.model / n).stat().st_size for n in ("wide.bin", "deep.onnx", "tokenizer.json")}
    (args.model / "report.json").write_text(json.dumps(figures, indent=1, allow_nan=False))
    print(json.dumps({k: v for k, v in figures.items() if k not in ("caught", "bands")}, indent=1))


def early_answers(texts: "DevSet", fitted: Figures) -> Figures:
    """What is final before the encoder has read to the end, at the balanced setting, and how often that is another
    verdict than both parts would have given.
    """
    calibration, combine = fitted["calibration"], fitted["combine"]
    knots = tuple(calibration["both"]["lengths"])

    def below(logit: npt.NDArray[np.float64], edges: list[float]) -> npt.NDArray[np.bool_]:
        return np.asarray(logit < at_length(knots, edges, texts.tokens))

    possibly = {part: calibration[part]["edges"]["balanced"]["possibly"] for part in ("wide", "both")}
    settled = [below(texts.wide, fitted["settled"]["balanced"]) & below(texts.wide, possibly["wide"])]
    for logit, edges in zip(early_logits(texts.sums, combine), fitted["settledEarly"]["balanced"], strict=True):
        settled.append(settled[-1] | below(logit, edges))
    changed = settled[-1] & ~below(texts.both, possibly["both"])
    shares: Figures = {"changed": float(changed.mean())}
    for name, label in (("human", HUMAN), ("ai", AI)):
        of_label = texts.label == label
        if of_label.any():
            shares[name] = np.diff([by_then[of_label].mean() for by_then in settled], prepend=0).tolist()
    return shares


class DevSet:
    """A development set, scored."""

    def __init__(self, args: argparse.Namespace, detector: Detector, combine: dict[str, float], name: str) -> None:
        self.shelf: Shelf = open_shelf(args.data / name)
        picked = np.flatnonzero(np.isin(self.shelf.column("kind"), CLEAN_KINDS))
        if args.limit:
            picked = np.random.default_rng(0).permutation(picked)[: args.limit]
        self.sums: Sums
        self.sums, self.picked = shelf_sums(detector, self.shelf, args.model / "evidence" / f"{name}.npz", picked)
        self.both, self.wide = logits(self.sums, combine)
        self.deep = self.sums.deep / np.sqrt(self.sums.tokens)
        self.tokens = self.sums.tokens.astype(np.float64)
        self.label = self.shelf.label[self.picked]
        self.source = self.shelf.column("dataset")[self.picked]
        self.model = self.shelf.column("model")[self.picked]
        self.kind = self.shelf.column("kind")[self.picked]
        self.group = np.char.add(np.char.add(self.shelf.column("group"), "\t"), self.shelf.column("model"))[self.picked]

    def parts(self) -> dict[str, npt.NDArray[np.float64]]:
        return {"wide": self.wide, "deep": self.deep, "both": self.both}

    def overall(self) -> Figures:
        return {part: ranked(score, self.label) for part, score in self.parts().items()} | counted(self.label)

    def above(self, humans: "DevSet") -> Figures:
        """The share of this set's AI texts above the thresholds that another set's humans give."""
        shares: Figures = counted(self.label)
        for (part, score), reference in zip(self.parts().items(), humans.parts().values(), strict=True):
            limits = [threshold_at(reference[humans.label == HUMAN], rate) for rate in RATES]
            shares[part] = dict(zip(RANKS, (float(np.mean(score > t)) for t in limits), strict=True))
        return shares

    def texts(self) -> Texts:
        return Texts(self.both, self.tokens, self.label, self.source)


def ranked(score: npt.NDArray[np.float64], label: npt.NDArray[np.integer]) -> dict[str, float]:
    found = {"auroc": auroc(score, label)}
    return found | {name: tpr_at(score, label, r) for name, r in zip(RANKS, RATES, strict=True)}


def counted(label: npt.NDArray[np.integer]) -> dict[str, int]:
    return {"human": int((label == HUMAN).sum()), "ai": int((label == AI).sum())}


def joined(sets: Iterable[DevSet], attribute: str) -> npt.NDArray[Any]:
    return np.concatenate([getattr(s, attribute) for s in sets])


def human_rates(sets: list[DevSet], calibration: Figures) -> Figures:
    """Each human source under edges fitted on all other sources, with the margins that are shipped."""
    source = with_enough_sources(*(joined(sets, a) for a in ("source", "label", "group")))
    human = Texts(joined(sets, "both"), joined(sets, "tokens"), joined(sets, "label"), source)
    human = human.only(human.label == HUMAN)
    names = np.unique(human.source)
    knots = tuple(calibration["lengths"])
    passed = {}
    for sensitivity, rates_of in calibration["rates"].items():
        for verdict, probability in zip(("likely", "possibly"), LEAST_PROBABILITY[sensitivity], strict=True):
            floor = logit_of(probability, calibration["slope"], calibration["intercept"])
            above_edge = leave_one_out_passed(human, knots, rates_of[verdict])
            passed[f"{sensitivity}.{verdict}"] = above_edge & (human.logit >= at_length(knots, floor, human.tokens))
    rates: Figures = {}
    for key, of_band in passed.items():
        by_source = {str(n): [float(of_band[human.source == n].mean()), int((human.source == n).sum())] for n in names}
        lengths = {
            f"{a}-{b}": float(of_band[(human.tokens >= a) & (human.tokens < b)].mean())
            for a, b in pairwise(LENGTH_BINS)
            if ((human.tokens >= a) & (human.tokens < b)).any()
        }
        rates[key] = {"overall": float(of_band.mean()), "sources": by_source, "lengths": lengths}
    return rates


def caught(sets: list[DevSet], calibration: Figures) -> Figures:
    """The share of AI texts in each band as shipped, by source, kind and family of generators."""
    tokens, score, label = joined(sets, "tokens"), joined(sets, "both"), joined(sets, "label")
    knots = tuple(calibration["lengths"])
    bands = {}
    for sensitivity, edges in calibration["edges"].items():
        for verdict in ("likely", "possibly"):
            bands[f"{sensitivity}.{verdict}"] = score >= at_length(knots, edges[verdict], tokens)
    families = np.array([family(str(m)) for m in joined(sets, "model")])
    columns = {"source": joined(sets, "source"), "kind": joined(sets, "kind"), "family": families}
    shares: Figures = {}
    for column, values in columns.items():
        shares[column] = {}
        for value in np.unique(values[label == AI]):
            rows = (values == value) & (label == AI)
            shares[column][str(value)] = {"texts": int(rows.sum())} | {
                k: float(b[rows].mean()) for k, b in bands.items()
            }
    return shares


def by_length(sets: list[DevSet]) -> Figures:
    tokens, label = joined(sets, "tokens"), joined(sets, "label")
    found: Figures = {}
    for low, high in pairwise(LENGTH_BINS):
        rows = (tokens >= low) & (tokens < high)
        if len(np.unique(label[rows])) < 2:
            continue
        parts = {p: ranked(joined(sets, p)[rows], label[rows]) for p in ("wide", "deep", "both")}
        found[f"{low}-{high}"] = parts | counted(label[rows])
    return found


def by_unit(sets: list[DevSet]) -> Figures:
    """The first 1, 2, 4, 8 passages of the same documents: those that have eight, or four, for comparison."""
    found: Figures = {}
    group, label, tokens = joined(sets, "group"), joined(sets, "label"), joined(sets, "tokens")
    total = joined(sets, "both") * np.sqrt(tokens)
    order = np.argsort(group, kind="stable")
    documents = np.split(order, np.flatnonzero(group[order][1:] != group[order][:-1]) + 1)
    for least in (4, 8):
        long = [d for d in documents if len(d) >= least and len(set(label[d])) == 1]
        labels = np.array([label[d[0]] for d in long])
        for size in (s for s in UNIT_SIZES if s <= least):
            score = np.array([total[d[:size]].sum() / np.sqrt(tokens[d[:size]].sum()) for d in long])
            key = f"{size} of documents with {least}"
            found[key] = ranked(score, labels) | counted(labels) if len(set(labels.tolist())) == 2 else {}
    return found


def precision(model: Path, dev: DevSet, combine: dict[str, float]) -> Figures:
    """int8 against float32 on the same passages, and the speed of both on one thread."""
    rows = np.sort(np.random.default_rng(1).permutation(len(dev.picked))[:PRECISION_SAMPLE])
    exact = Detector(model, "deep.fp32.onnx")
    sums, _ = shelf_sums(exact, dev.shelf, model / "evidence" / "dev-ood.fp32.npz", dev.picked[rows])
    both, _ = logits(sums, combine)
    label = dev.label[rows]
    return {
        "passages": len(rows),
        "float32": ranked(both, label),
        "int8": ranked(dev.both[rows], label),
        "meanDifference": float(np.abs(both - dev.both[rows]).mean()),
        "milliseconds": {name: milliseconds(model / name) for name in ("deep.fp32.onnx", "deep.onnx")},
    }


def milliseconds(graph: Path) -> float:
    """The median of one pass over SPEED_TOKENS tokens on one thread."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    ids = np.random.default_rng(0).integers(1000, 30000, (1, SPEED_TOKENS)).astype(np.int32)
    times = []
    for _ in range(SPEED_RUNS):
        began = time.perf_counter()
        session.run(None, {"input_ids": ids})
        times.append(time.perf_counter() - began)
    return float(np.median(times) * 1000)
