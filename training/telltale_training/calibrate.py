"""calibrate: the weights of the two parts, probabilities and bands, from held-out texts.

    python -m telltale_training calibrate --data runs/data --model runs/export --fit dev-ood dev-ood2

A band's edge is a quantile of human texts of about the same length, moved up until every source of human texts keeps
its limit when the edges are fitted without it.
"""

import argparse
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from telltale_training.evidence import Detector, Sums, shelf_sums
from telltale_training.measure import auroc, threshold_at, tpr_at
from telltale_training.rows import AI, HUMAN
from telltale_training.shelf import open_shelf

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

FIT_SETS = ("dev-ood", "dev-ood2", "dev-2026")
CLEAN_KINDS = ("plain", "rewrite")
PASSAGE_KNOTS = (30, 50, 80, 130, 200, 320)  # tokens; even steps in the logarithm
UNIT_KNOTS = (40, 80, 160, 320, 640, 1280)
KERNEL = 0.3  # width in log(tokens) of the neighbourhood that a knot looks at
LEAST_SOURCE = 40  # human texts that a source needs for its rate to be held against it
LEAST_SOURCES = 3  # of human texts: fewer say nothing of a source that was not seen
FOLDS = 5
SOURCE_POWER = 0.6  # as in training: a large source does not speak for all


@dataclass(frozen=True)
class Band:
    overall: float  # rate of human texts above the edge
    worst: float | None  # the same in the worst human source


LIKELY = {"strict": Band(0.001, 0.01), "balanced": Band(0.01, 0.03), "curious": Band(0.05, None)}
POSSIBLY = {"strict": Band(0.01, 0.03), "balanced": Band(0.05, None), "curious": Band(0.12, None)}
# No verdict may contradict the probability shown beside it: the least P(AI) of each.
LEAST_PROBABILITY = {"strict": (0.95, 0.8), "balanced": (0.9, 0.5), "curious": (0.6, 0.4)}
MARGIN = 0.8  # of an allowed rate is used: sources never seen are a little worse


@dataclass(frozen=True)
class Texts:
    logit: Floats
    tokens: Floats
    label: npt.NDArray[np.integer]
    source: npt.NDArray[np.str_]

    def only(self, rows: Bools) -> "Texts":
        return Texts(self.logit[rows], self.tokens[rows], self.label[rows], self.source[rows])


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="folder of wide.bin and deep.onnx")
    parser.add_argument("--fit", nargs="+", help="development sets; those of FIT_SETS that are there")
    parser.add_argument("--limit", type=int, help="texts of each set, for a first look")


def run(args: argparse.Namespace) -> None:
    detector = Detector(args.model)
    sets = args.fit or [name for name in FIT_SETS if (args.data / name).exists()]
    sums, label, source, group, origin = load(detector, args.data, args.model, sets, args.limit)
    source = with_enough_sources(source, label, group)
    combine = fit_parts(sums, label, source, origin)
    print("parts:", {k: round(v, 4) for k, v in combine.items()})
    both, wide = logits(sums, combine)
    tokens = sums.tokens.astype(np.float64)
    calibration = {
        "both": calibrated("both", Texts(both, tokens, label, source), PASSAGE_KNOTS),
        "wide": calibrated("wide", Texts(wide, tokens, label, source), PASSAGE_KNOTS),
        "unit": calibrated("unit", units(sums, combine, label, source, group), UNIT_KNOTS),
    }
    settled, settled_early = settled_below(
        wide, early_logits(sums, combine), both, tokens, calibration["both"], PASSAGE_KNOTS
    )
    result = {"combine": combine, "calibration": calibration, "settled": settled}
    if len(sums.early):
        result["settledEarly"] = settled_early
    (args.model / "calibration.json").write_text(json.dumps(result))


Names = npt.NDArray[np.str_]


def load(
    detector: Detector, data: Path, model: Path, names: list[str], limit: int | None
) -> tuple[Sums, npt.NDArray[np.int8], Names, Names, Names]:
    """Sums, label, source, document and set of the clean texts of several sets."""
    found: list[tuple[Sums, npt.NDArray[np.int8], Names, Names, Names]] = []
    for name in names:
        shelf = open_shelf(data / name)
        picked = np.flatnonzero(np.isin(shelf.column("kind"), CLEAN_KINDS))
        if limit:
            picked = np.random.default_rng(0).permutation(picked)[:limit]
        sums, picked = shelf_sums(detector, shelf, model / "evidence" / f"{name}.npz", picked)
        document = np.char.add(np.char.add(shelf.column("group"), "\t"), shelf.column("model"))
        source = shelf.column("dataset")[picked]
        found.append((sums, shelf.label[picked], source, document[picked], np.full(len(picked), name)))
    parts = ("wide", "deep", "early", "tokens")
    sums = Sums(*(np.concatenate([getattr(f[0], part) for f in found], -1) for part in parts))
    label = np.concatenate([f[1] for f in found])
    source, document, origin = (np.concatenate([f[i] for f in found]) for i in (2, 3, 4))
    return sums, label, source, document, origin


def with_enough_sources(source: Names, label: npt.NDArray[np.integer], document: Names) -> Names:
    """Where human texts are of too few sources to leave one out, documents are dealt into parts in their place."""
    if len(np.unique(source[label == HUMAN])) >= LEAST_SOURCES:
        return source
    _, place = np.unique(document, return_inverse=True)
    return np.char.add(np.char.add(source, " "), (place % FOLDS).astype(str))


# --- the two parts ------------------------------------------------------------------------------------------------


SHARES = np.linspace(0, 1, 41)  # of the deep part
# In the wide part's own standard deviations. Above the highest it would settle hardly any human text by itself.
FLOORS = (-0.75, -1, -1.5, -2, -3, -np.inf)
FLOOR_COST = 0.002  # of what is caught may go for the highest floor: half the standard error of that figure
LEAST_FLOOR = 1000.0  # stands for none: JSON has no infinity


def fit_parts(
    sums: Sums, label: npt.NDArray[np.integer], source: npt.NDArray[np.str_], origin: npt.NDArray[np.str_]
) -> dict[str, float]:
    """The deep part's weight beside the wide part's, and how much the wide part may say for a human at most.

    The weight is what catches most AI text at 5 and 1 % of human text, each set alike. Logistic regression then only
    finds the scale and the bias: left to find all it would follow the many texts of older models, which the wide part
    knows, and forget the few of current ones. The wide part is blind to some writers (base models), and takes them for
    human with all its weight: it is heard no further than is practically free here.
    """
    root = np.sqrt(sums.tokens)
    wide, deep = sums.wide / root, sums.deep / root
    wide_unit, deep_unit = float(wide.std()), float(deep.std())

    def score(share: float, floor: float) -> Floats:
        return np.asarray((1 - share) * np.maximum(wide / wide_unit, floor) + share * deep / deep_unit)

    def caught(share: float, floor: float) -> float:
        values = score(share, floor)
        edges = [threshold_at(values[label == HUMAN], rate) for rate in (0.05, 0.01)]
        ai = [values[(label == AI) & (origin == name)] for name in np.unique(origin)]
        return float(np.mean([[np.mean(of_set > edge) for edge in edges] for of_set in ai if len(of_set)]))

    share = float(max(SHARES, key=lambda s: caught(s, -np.inf)))
    best = caught(share, -np.inf)
    floor = next(f for f in FLOORS if caught(share, f) >= best - FLOOR_COST)
    print(f"deep weighs {share:.3f}, floor {floor}: catches {caught(share, floor):.4f}; without a floor {best:.4f}")
    print(f"  wide alone {caught(0, -np.inf):.4f}, deep {caught(1, 0):.4f}")
    weight = balanced_weights(label, source)
    (scale,), bias = logistic(score(share, floor)[:, None], label, weight)
    wide_weight = float(scale * (1 - share) / wide_unit)
    (wide_alone,), wide_bias = logistic(wide[:, None], label, weight)
    return {
        "wide": wide_weight,
        "wideFloor": max(float(scale * (1 - share) * floor), -LEAST_FLOOR),
        "deep": float(scale * share / deep_unit),
        "bias": bias,
        # The wide part answers alone with the same weight; its own calibration takes the difference in scale back.
        "wideBias": wide_bias * wide_weight / wide_alone,
    }


def balanced_weights(label: npt.NDArray[np.integer], source: npt.NDArray[np.str_]) -> Floats:
    """Both labels weigh the same, sources by size ** SOURCE_POWER."""
    weight = np.zeros(len(label))
    for which in (HUMAN, AI):
        of_label = label == which
        _, inverse, counts = np.unique(source[of_label], return_inverse=True, return_counts=True)
        each = counts[inverse] ** (SOURCE_POWER - 1.0)
        weight[of_label] = each / each.sum() / 2
    return weight * len(label)


def logistic(
    x: Floats, label: npt.NDArray[np.integer], weight: Floats, ridge: float = 1e-3
) -> tuple[list[float], float]:
    """Newton's method; x [texts, features]."""
    design = np.concatenate([x, np.ones((len(x), 1))], 1)
    beta = np.zeros(design.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        gradient = design.T @ (weight * (label - p)) - ridge * beta
        hessian = (design * (weight * p * (1 - p))[:, None]).T @ design + ridge * np.eye(len(beta))
        step = np.linalg.solve(hessian, gradient)
        beta += step
        if np.abs(step).max() < 1e-8:
            break
    return beta[:-1].tolist(), float(beta[-1])


def logits(sums: Sums, combine: dict[str, float]) -> tuple[Floats, Floats]:
    """(both parts, wide part alone)."""
    root = np.sqrt(sums.tokens)
    wide = combine["wide"] * sums.wide / root
    heard = np.maximum(wide, combine["wideFloor"])
    return heard + combine["deep"] * sums.deep / root + combine["bias"], wide + combine["wideBias"]


def early_logits(sums: Sums, combine: dict[str, float]) -> list[Floats]:
    """Of both parts, the encoder having read as far as each of its exits."""
    return [logits(replace(sums, deep=early), combine)[0] for early in sums.early]


def units(
    sums: Sums,
    combine: dict[str, float],
    label: npt.NDArray[np.integer],
    source: npt.NDArray[np.str_],
    group: npt.NDArray[np.str_],
) -> Texts:
    """What several passages of one document say together: 1, 2, 4, 8 and all of them."""
    order = np.argsort(group, kind="stable")
    evidence = (logits(sums, combine)[0] - combine["bias"]) * np.sqrt(sums.tokens)
    rows: list[tuple[float, float, int, str]] = []
    for members in np.split(order, np.flatnonzero(group[order][1:] != group[order][:-1]) + 1):
        for size in sorted({1, 2, 4, 8, len(members)}):
            for begin in range(0, len(members) - size + 1, size):
                part = members[begin : begin + size]
                if len(set(label[part])) > 1:
                    continue
                n = float(sums.tokens[part].sum())
                logit = evidence[part].sum() / np.sqrt(n) + combine["bias"]
                rows.append((logit, n, int(label[part[0]]), str(source[part[0]])))
    logit, tokens, labels, sources = zip(*rows, strict=True)
    return Texts(np.array(logit), np.array(tokens), np.array(labels), np.array(sources))


# --- probabilities and bands --------------------------------------------------------------------------------------


def calibrated(name: str, texts: Texts, knots: tuple[int, ...]) -> dict[str, Any]:
    human = texts.only(texts.label == HUMAN)
    slope, intercept = probability(texts, knots)
    edges: dict[str, dict[str, list[float]]] = {}
    rates: dict[str, dict[str, float]] = {}
    for sensitivity in LIKELY:
        floors = [logit_of(p, slope, intercept) for p in LEAST_PROBABILITY[sensitivity]]
        of_likely, of_possibly = (held_rate(human, knots, band[sensitivity]) for band in (LIKELY, POSSIBLY))
        rates[sensitivity] = {"likely": of_likely, "possibly": of_possibly}
        likely = np.maximum(quantile_edges(human, knots, of_likely), floors[0])
        possibly = np.maximum(quantile_edges(human, knots, of_possibly), floors[1])
        edges[sensitivity] = {"likely": likely.tolist(), "possibly": np.minimum(possibly, likely).tolist()}
    least = least_tokens(texts, knots, edges["balanced"]["possibly"])
    print(
        f"{name}: AUROC {auroc(texts.logit, texts.label):.4f}, TPR at 5 % {tpr_at(texts.logit, texts.label, 0.05):.4f},"
    )
    print(f"  at 1 % {tpr_at(texts.logit, texts.label, 0.01):.4f}; from {least} tokens on")
    print("  likely edges", np.round(edges["balanced"]["likely"], 2), "slopes", np.round(slope, 2))
    return {
        "minTokens": least,
        "lengths": list(knots),
        "slope": slope,
        "intercept": intercept,
        "edges": edges,
        "rates": rates,  # of human texts, before the floors; for the report
    }


def nearness(tokens: Floats, knot: float) -> Floats:
    """How much a text counts for a knot; beyond the last knots everything counts fully."""
    distance = (np.log(tokens) - np.log(knot)) / KERNEL
    return np.asarray(np.exp(-0.5 * distance**2))


def probability(texts: Texts, knots: tuple[int, ...]) -> tuple[list[float], list[float]]:
    weight = balanced_weights(texts.label, texts.source)
    fits = []
    for knot in knots:
        near = weight * nearness(texts.tokens, knot)
        for label in (HUMAN, AI):  # even odds at every length
            near[texts.label == label] *= len(near) / 2 / near[texts.label == label].sum()
        (slope,), intercept = logistic(texts.logit[:, None], texts.label, near)
        fits.append((max(slope, 0.05), intercept))
    return [f[0] for f in fits], [f[1] for f in fits]


def logit_of(probability: float, slope: list[float], intercept: list[float]) -> Floats:
    """Per knot the logit at which the probability is reached."""
    return np.asarray((np.log(probability / (1 - probability)) - np.array(intercept)) / np.array(slope))


def quantile_edges(human: Texts, knots: tuple[int, ...], rate: float) -> Floats:
    """Per knot the logit that `rate` of the human texts of about that length pass."""
    edges = []
    order = np.argsort(human.logit)[::-1]
    for knot in knots:
        weight = nearness(human.tokens[order], knot)
        passed = np.cumsum(weight) / weight.sum()
        edges.append(float(human.logit[order][np.searchsorted(passed, rate)]))
    return np.array(edges)


def held_rate(human: Texts, knots: tuple[int, ...], band: Band) -> float:
    """The greatest rate whose edges keep the band's limits for sources that they were not fitted on."""
    rate = band.overall * MARGIN
    while rate > band.overall / 40:
        overall, worst = source_rates(human, leave_one_out_passed(human, knots, rate))
        if overall <= band.overall and (band.worst is None or worst <= band.worst * MARGIN):
            break
        rate *= 0.9
    return rate


def leave_one_out_passed(human: Texts, knots: tuple[int, ...], rate: float) -> Bools:
    """Per text, whether it passes edges that were fitted without its source."""
    passed = np.zeros(len(human.logit), np.bool_)
    for name in np.unique(human.source):
        of_source = human.source == name
        edges = quantile_edges(human.only(~of_source), knots, rate)
        passed[of_source] = human.logit[of_source] >= at_length(knots, edges, human.tokens[of_source])
    return passed


def source_rates(human: Texts, passed: Bools) -> tuple[float, float]:
    """(rate over all texts, rate in the worst source of at least LEAST_SOURCE)."""
    _, inverse, counts = np.unique(human.source, return_inverse=True, return_counts=True)
    rates = np.bincount(inverse, passed) / counts
    return float(passed.mean()), float(rates[counts >= LEAST_SOURCE].max(initial=0.0))


def at_length(knots: tuple[int, ...], values: Floats | list[float], tokens: Floats) -> Floats:
    """Between knots linear in log(tokens), flat beyond the ends."""
    return np.interp(np.log(tokens), np.log(knots), values)


# Verdicts that the encoder, or its last layers, would have changed, had they been asked, of all texts: by the wide part
# and by all exits together. With the margin that is 1 in 500. Most is the wide part's, which spares all six layers.
SETTLED_CHANGES, SETTLED_EARLY_CHANGES = 2.0 / 1000, 0.5 / 1000


def settled_below(
    wide: Floats,
    early: list[Floats],
    both: Floats,
    tokens: Floats,
    calibration: dict[str, Any],
    knots: tuple[int, ...],
) -> tuple[dict[str, list[float]], dict[str, list[list[float]]]]:
    """Per sensitivity and knot the logit below which `no-signs` is final.

    Of the wide part, without the encoder; and of both parts after each exit of the encoder, in their order.
    """
    first: dict[str, list[float]] = {}
    later: dict[str, list[list[float]]] = {}
    for sensitivity, bands in calibration["edges"].items():
        changed = both >= at_length(knots, bands["possibly"], tokens)
        first[sensitivity] = _edges_of_change(wide, changed, tokens, knots, SETTLED_CHANGES)
        settled = wide < at_length(knots, first[sensitivity], tokens)
        shares, later[sensitivity] = [settled.mean()], []
        for logit in early:
            # Who was settled is not asked again.
            unseen = _edges_of_change(logit, changed & ~settled, tokens, knots, SETTLED_EARLY_CHANGES / len(early))
            edges = np.minimum(unseen, bands["possibly"])
            later[sensitivity].append(edges.tolist())
            settled |= logit < at_length(knots, edges, tokens)
            shares.append(settled.mean())
        print(f"{sensitivity}: settled by the wide part and each exit {np.round(np.diff(shares, prepend=0), 3)}")
        print(f"  {(settled & changed).mean():.4f} of all wrongly")
    return first, later


def _edges_of_change(logit: Floats, changed: Bools, tokens: Floats, knots: tuple[int, ...], rate: float) -> list[float]:
    """Per knot the logit below which at most `rate` of all texts of about that length are changed later."""
    order = np.argsort(logit)
    edges = []
    for knot in knots:
        weight = nearness(tokens[order], knot)
        share = np.cumsum(weight * changed[order]) / weight.sum()
        edges.append(float(logit[order][np.searchsorted(share, rate * MARGIN)]))
    return edges


LEAST_CAUGHT = 0.3  # of AI texts: below this a verdict says too little to be worth its false accusations


def least_tokens(texts: Texts, knots: tuple[int, ...], possibly: list[float]) -> int:
    """The least length at which `possibly-ai` and above still catch LEAST_CAUGHT of AI texts."""
    ai = texts.only(texts.label == AI)
    caught = ai.logit >= at_length(knots, possibly, ai.tokens)
    for least in range(PASSAGE_KNOTS[0], 400, 2):
        near = nearness(ai.tokens, least)
        if (near * caught).sum() / near.sum() >= LEAST_CAUGHT:
            return least
    return 400
