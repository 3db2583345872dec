"""card: model.json and MODEL_CARD.md from what the other steps measured.

python -m telltale_training card --data runs/data --model runs/export --wide runs/wide \
        --licences corpus/SOURCES.md --version 1.0.0 --out ../public/models/telltale-en --card ../MODEL_CARD.md
"""

import argparse
import hashlib
import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from telltale_training.card_text import model_card
from telltale_training.evidence import WINDOW_TOKENS
from telltale_training.model import MAX_TOKENS
from telltale_training.normalise import VERSION as NORMALISER
from telltale_training.shelf import Shelf, open_shelf

ID = "telltale-en"
NAME = "Telltale English"
FILES = ("wide.bin", "deep.onnx", "tokenizer.json")
UNSTATED = "not stated"
WRITTEN_FOR_TRAINING = {
    "telltale_mirrors": "CC0 1.0",
    "a_mirror2026": "free to use",
    "smollm2_continuations": "ours, written by SmolLM2-135M (Apache-2.0)",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="what export, quantise, calibrate and report wrote")
    parser.add_argument("--wide", type=Path, required=True, help="the wide part's run folder, for its settings")
    parser.add_argument("--licences", type=Path, help="Markdown tables of sources with a column `licence`")
    parser.add_argument("--errors", type=Path, help="Markdown: what reading the worst errors has shown")
    parser.add_argument("--commandlines", nargs="*", default=[], help="how the parts were trained")
    parser.add_argument("--version", required=True)
    parser.add_argument("--id", default=ID, help="small letters, digits and hyphens; another model needs another")
    parser.add_argument("--name", default=NAME, help="as people will read it")
    parser.add_argument("--out", type=Path, required=True, help="the model's folder in the package")
    parser.add_argument("--card", type=Path, required=True, help="where MODEL_CARD.md goes")


def run(args: argparse.Namespace) -> None:
    args.out.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(args.model / name, args.out / name)
    fitted = read(args.model / "calibration.json")
    manifest: dict[str, Any] = {
        "id": args.id,
        "version": args.version,
        "name": args.name,
        "languages": ["en"],
        "normaliser": NORMALISER,
        "maxTokens": MAX_TOKENS,
        "files": {name: fingerprint(args.out / name) for name in FILES},
        "wide": read(args.model / "wide.json"),
        "deep": {"windowTokens": WINDOW_TOKENS},
        "combine": fitted["combine"],
        "calibration": fitted["calibration"],
        **{name: fitted[name] for name in ("settled", "settledEarly") if name in fitted},
        "figures": read(args.model / "report.json"),
        "data": sources(open_shelf(args.data / "train"), licences(args.licences)),
        "trained": {
            "date": datetime.now(UTC).date().isoformat(),
            "wide": read(args.wide / "settings.json"),
            "deep": read(args.model / "deep.json"),
            "commandlines": args.commandlines,
        },
    }
    (args.out / "model.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
    args.card.write_text(model_card(manifest, args.errors.read_text().strip() if args.errors else ""))


def read(path: Path) -> Any:
    return json.loads(path.read_text())


def fingerprint(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def sources(shelf: Shelf, licence: dict[str, str]) -> list[dict[str, Any]]:
    counts: dict[str, list[int]] = {}
    for dataset, label, kind in zip(shelf.column("dataset"), shelf.label, shelf.column("kind"), strict=True):
        if kind != "noise":  # mistyped copies are no texts of their own
            counts.setdefault(str(dataset), [0, 0])[int(label)] += 1
    return [
        {"dataset": name, "human": human, "ai": ai, "licence": (licence | WRITTEN_FOR_TRAINING).get(name, UNSTATED)}
        for name, (human, ai) in sorted(counts.items())
    ]


def licences(path: Path | None) -> dict[str, str]:
    """From Markdown tables with a column `licence`, whose first column names the source."""
    if path is None:
        return {}
    found: dict[str, str] = {}
    column: int | None = None
    for line in path.read_text().splitlines():
        cells = [c.strip() for c in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            column = None
        elif "licence" in cells:
            column = cells.index("licence")
        elif column is not None and column < len(cells) and cells[column] and re.fullmatch(r"[\w.-]+", cells[0]):
            found[cells[0]] = cells[column]
    return found
