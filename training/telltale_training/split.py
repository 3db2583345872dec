"""split: one's own labelled JSONL -> train.jsonl and dev-ood.jsonl, for the steps that follow.

    python -m telltale_training split --data mine.jsonl --out runs/corpus

What is held out decides what the figures mean. Whole sources, named with --held, say how well the model does where it
was never trained; without them a fifth of the groups of texts is held out, and the figures are better than the truth.
"""

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from telltale_training.rows import AI, HUMAN, read_lines

HELD_SHARE = 0.2  # of the groups
FEWEST = 200  # held-out texts of each label: the bands rest on them

Record = dict[str, Any]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="JSONL files, gzip or plain")
    parser.add_argument("--held", nargs="+", default=[], help="sources to hold out, as `dataset` names them")
    parser.add_argument("--out", type=Path, required=True)


def run(args: argparse.Namespace) -> None:
    args.out.mkdir(parents=True, exist_ok=True)
    counts: Counter[tuple[str, int]] = Counter()
    held = set(args.held)
    with (args.out / "train.jsonl").open("w") as train, (args.out / "dev-ood.jsonl").open("w") as dev:
        for record in records(args.data):
            is_held = record["dataset"] in held if held else is_of_held_share(record["group"])
            (dev if is_held else train).write(json.dumps(record, ensure_ascii=False) + "\n")
            counts["dev-ood" if is_held else "train", record["label"]] += 1
    for name in ("train", "dev-ood"):
        print(f"{name}: {counts[name, HUMAN]} human, {counts[name, AI]} AI")
    if min(counts["dev-ood", HUMAN], counts["dev-ood", AI]) < FEWEST:
        print(f"Fewer than {FEWEST} held-out texts of a label: the bands will be guesses.")


def records(files: list[Path]) -> Iterator[Record]:
    """Every line, with the fields that it may lack: the file is its source, and every text is a group of its own."""
    for path in files:
        source = path.name.removesuffix(".gz").removesuffix(".jsonl")
        for number, record in read_lines(path):
            name = f"{source}-{number}"
            record = {"dataset": source, "id": name, **record}
            record["id"] = str(record["id"])
            yield {"group": record["id"], **record}


def is_of_held_share(group: str) -> bool:
    """The same answer every time, whatever the order of the texts."""
    digest = hashlib.blake2b(group.encode(), digest_size=4).digest()
    return int.from_bytes(digest) < HELD_SHARE * 2**32
