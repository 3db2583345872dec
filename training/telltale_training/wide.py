"""wide: train the table of n-gram weights.

    python -m telltale_training wide --data runs/data --run runs/wide

Logistic regression over hashed 1-, 2- and 3-grams of tokens, one text after the other, each weight with a rate of its
own (Adagrad). A passage's logit is the sum of its grams' weights over the root of its tokens.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt

from telltale_training.measure import auroc, threshold_at, tpr_at
from telltale_training.mix import boosts, usable
from telltale_training.shelf import Shelf, open_shelf
from telltale_training.wide_loops import COUNT_BITS, count_texts, learn, sums
from telltale_training.windows import WindowCutter, endless, source_weights

BITS = 22
SHORTEST, LONGEST = 30, 220  # tokens of a training window
SMOOTHING = 0.02  # targets .02 and .98
ADAGRAD_START = 0.001  # of the sum of squares: with .1 rare grams hardly learn, dev-ood AUROC .911 instead of .916
MIRROR_BOOST = 3.0  # times 5: 1 point more of dev-2026 at 1 %, 2 less of dev-ood and .001 of its AUROC
# Base models look human to n-grams; what the table learns from them it loses on assistants (dev-ood2 at 1 %: .44 with
# times 3, .49 with times 1, .56 with times .05). They are left to the encoder.
BASE_MODEL_BOOST = 0.05
FORMAL_BOOST = 1.0  # times 2 changed nothing here
WATCHED = ("dev-ood", "dev-ood2", "dev-id")

Floats = npt.NDArray[np.float32]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True, help="what prepare wrote")
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=10.0)
    parser.add_argument("--rate", type=float, default=0.12)
    parser.add_argument("--least-texts", type=int, default=2, help="grams of fewer training texts are not learnt")
    parser.add_argument("--start", type=float, default=ADAGRAD_START)
    parser.add_argument("--bits", type=int, default=BITS)
    parser.add_argument("--mirror-boost", type=float, default=MIRROR_BOOST)
    parser.add_argument("--base-boost", type=float, default=BASE_MODEL_BOOST)
    parser.add_argument("--formal-boost", type=float, default=FORMAL_BOOST)
    parser.add_argument("--seed", type=int, default=1)


def run(args: argparse.Namespace) -> None:
    args.run.mkdir(parents=True, exist_ok=True)
    shelf = open_shelf(args.data / "train")
    rng = np.random.default_rng(args.seed)
    kept = usable(shelf)
    weights = source_weights(shelf, kept, boosts(shelf, args.mirror_boost, args.base_boost, args.formal_boost))
    tokens = np.ascontiguousarray(shelf.tokens)
    seen = np.zeros(1 << COUNT_BITS, np.uint8)
    last = np.zeros(1 << COUNT_BITS, np.int32)
    started = time.monotonic()
    count_texts(tokens, shelf.offset, seen, last)
    print(
        f"counted {time.monotonic() - started:.0f} s, {np.mean(seen >= args.least_texts):.3f} of slots used", flush=True
    )
    del last

    table = np.zeros(1 << args.bits, np.float32)
    squares = np.full(1 << args.bits, args.start, np.float32)
    cutter = WindowCutter(shelf, SHORTEST, LONGEST)
    draws = endless(weights, rng)
    chunk = 20_000  # windows between two lines of progress
    total = int(args.epochs * kept.sum())
    for done in range(0, total, chunk):
        windows = [cutter.cut(int(next(draws)), cutter.length(rng), rng) for _ in range(chunk)]
        begin = np.array([w.begin for w in windows])
        end = np.array([w.end for w in windows])
        target = shelf.label[[w.text for w in windows]] * (1 - 2 * SMOOTHING) + SMOOTHING
        rate = args.rate * (1 - done / total)
        loss = learn(tokens, begin, end, target, seen, args.least_texts, table, squares, args.bits, rate)
        if (done // chunk) % 10 == 0:
            print(f"{done / total:4.0%}  loss {loss / chunk:.4f}  {time.monotonic() - started:.0f} s", flush=True)
    np.save(args.run / "table.npy", table)
    settings = {
        name: getattr(args, name)
        for name in (
            "epochs",
            "rate",
            "start",
            "least_texts",
            "bits",
            "mirror_boost",
            "base_boost",
            "formal_boost",
            "seed",
        )
    }
    (args.run / "settings.json").write_text(json.dumps({**settings, "texts": total}))
    _evaluate(args.data, args.run, table, args.bits)


def shelf_sums(shelf: Shelf, table: Floats, bits: int) -> npt.NDArray[np.float64]:
    tokens = np.ascontiguousarray(shelf.tokens)
    found: npt.NDArray[np.float64] = sums(tokens, shelf.offset[:-1], shelf.offset[1:], table, bits)
    return found


def _evaluate(data: Path, run: Path, table: Floats, bits: int) -> None:
    """Keeps every development passage's sum, for deep to add to, and prints what the table reaches alone."""
    figures: dict[str, list[float]] = {}
    human = np.zeros(0)
    for folder in sorted(data.glob("dev-*")):
        shelf = open_shelf(folder)
        total = shelf_sums(shelf, table, bits)
        np.save(run / f"{folder.name}.npy", total)
        logit = total / np.sqrt(np.maximum(shelf.length, 1))
        if folder.name == "dev-ood":
            human = logit[shelf.label == 0]
        clean = np.isin(shelf.column("kind"), ("plain", "rewrite"))
        if len(set(shelf.label)) == 2:
            score, label = logit[clean], shelf.label[clean]
            figures[folder.name] = [auroc(score, label), *(tpr_at(score, label, r) for r in (0.05, 0.01, 0.001))]
    if (data / "dev-2026").exists():
        current = open_shelf(data / "dev-2026")
        logit = np.load(run / "dev-2026.npy") / np.sqrt(current.length)
        figures["dev-2026"] = [float(np.mean(logit > threshold_at(human, rate))) for rate in (0.05, 0.01)]
    (run / "figures.json").write_text(json.dumps(figures))
    for name, values in figures.items():
        print(f"{name:10}", "  ".join(f"{v:.4f}" for v in values), flush=True)
