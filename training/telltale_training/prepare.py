"""prepare: labelled JSONL -> tokenised shelves, without what overlaps a held-out set.

python -m telltale_training prepare --train 'corpus/train-*.jsonl.gz' --dev corpus/dev-ood.jsonl.gz --out runs/data
"""

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from telltale_training.normalise import normalise
from telltale_training.rows import AI, HUMAN, Row, read_rows
from telltale_training.shelf import ShelfWriter, open_shelf
from telltale_training.spans import AI_BEGINS, ai_begins
from telltale_training.tokens import Ids, WordPiece
from telltale_training.typing_noise import mistype

CHUNK = 4096  # texts normalised and tokenised at a time
MIN_TOKENS = 24  # shorter texts teach nothing that a band could use
SHINGLE = 12  # tokens; a run this long is hardly ever common by chance
OVERLAP = 0.1  # a text that shares more of its shingles with a held-out set is dropped
NOISY_SHARE = 0.06  # of the training texts get a mistyped copy, of both labels alike
NOISE_RATES = (0.005, 0.03)  # slips a letter: a careful and a hasty typist

Hashes = npt.NDArray[np.uint64]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--train", type=Path, nargs="+", required=True, help="JSONL files, gzip or plain")
    parser.add_argument("--dev", type=Path, nargs="+", required=True, help="held-out JSONL files")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)


def run(args: argparse.Namespace) -> None:
    wordpiece = WordPiece()
    held_groups: set[str] = set()
    held_shingles: list[Hashes] = []
    for path in args.dev:
        name = shelf_name(path)
        writer = ShelfWriter(wordpiece)
        begins: list[int | None] = []
        for rows, ids in _tokenised(read_rows(path), wordpiece):
            writer.add(rows, ids)
            begins += [ai_begins(row, wordpiece) for row in rows]
            held_groups.update(r.group for r in rows)
            held_shingles += [shingles(i) for i in ids]
        writer.write(args.out / name)
        if any(begins):
            (args.out / name / AI_BEGINS).write_text(json.dumps(begins))
        print(f"{name}: {len(writer)} texts", flush=True)
    held = np.unique(np.concatenate([np.empty(0, np.uint64), *held_shingles]))

    rng = random.Random(args.seed)
    writer = ShelfWriter(wordpiece)
    dropped: Counter[str] = Counter()
    started = time.monotonic()
    for path in args.train:
        for rows, ids in _tokenised(read_rows(path), wordpiece):
            kept = [_verdict(r, i, held_groups, held) for r, i in zip(rows, ids, strict=True)]
            dropped.update(k for k in kept if k)
            rows, ids = (
                [r for r, k in zip(rows, kept, strict=True) if not k],
                [i for i, k in zip(ids, kept, strict=True) if not k],
            )
            writer.add(rows, ids)
            noisy = [r for r in rows if r.kind in ("plain", "rewrite") and rng.random() < NOISY_SHARE]
            mistyped = [replace(r, kind="noise", text=mistype(r.text, rng.uniform(*NOISE_RATES), rng)) for r in noisy]
            for noisy_rows, noisy_ids in _tokenised(iter(mistyped), wordpiece):
                writer.add(noisy_rows, noisy_ids)
        print(f"{path.name}: {len(writer)} texts, {time.monotonic() - started:.0f} s", flush=True)
    writer.write(args.out / "train")
    print("dropped:", dict(dropped))
    _report_sources(args.out / "train")


def shelf_name(path: Path) -> str:
    return path.name.removesuffix(".gz").removesuffix(".jsonl")


def shingles(ids: Ids) -> Hashes:
    """A hash of every run of SHINGLE tokens; of the whole text if it is shorter."""
    if len(ids) == 0:
        return np.empty(0, np.uint64)
    size = min(SHINGLE, len(ids))
    h = np.zeros(len(ids) - size + 1, np.uint64)
    with np.errstate(over="ignore"):
        for k in range(size):
            h = (h ^ ids[k : k + len(h)].astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
            h ^= h >> np.uint64(29)
    return h


def _verdict(row: Row, ids: Ids, held_groups: set[str], held: Hashes) -> str | None:
    if len(ids) < MIN_TOKENS:
        return "short"
    if row.group in held_groups:
        return "held-out group"
    runs = shingles(ids)
    at = np.minimum(np.searchsorted(held, runs), max(len(held) - 1, 0))
    if len(held) and float(np.mean(held[at] == runs)) > OVERLAP:
        return "overlaps a held-out text"
    return None


def _tokenised(rows: Iterable[Row], wordpiece: WordPiece) -> Iterator[tuple[list[Row], list[Ids]]]:
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        yield chunk, wordpiece.encode([normalise(r.text) for r in chunk])


def _report_sources(folder: Path) -> None:
    shelf = open_shelf(folder)
    counts: dict[str, list[int]] = {}
    for dataset, label in zip(shelf.column("dataset"), shelf.label, strict=True):
        counts.setdefault(str(dataset), [0, 0])[int(label)] += 1
    print(f"{'dataset':32}{'human':>8}{'AI':>8}")
    for dataset, (human, ai) in sorted(counts.items()):
        print(f"{dataset:32}{human:8}{ai:8}")
    totals = Counter(int(label) for label in shelf.label)
    print(f"{len(shelf)} texts, {totals[HUMAN]} human, {totals[AI]} AI, {len(shelf.tokens) / 1e6:.1f} M tokens")
