"""The evidence that the shipped files give for whole texts: what the engine computes, for many texts at once."""

import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from telltale_training.graph import EARLY
from telltale_training.ngrams import ORDERS, slots
from telltale_training.shelf import Shelf
from telltale_training.tokens import CLS, SEP, Ids

WINDOW_TOKENS = 254  # content tokens of one pass of the encoder
PROGRESS_EVERY_S = 20

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sums:
    """Per text: evidence summed over its tokens, and their count."""

    wide: Floats
    deep: Floats
    early: Floats  # [exits, texts], of the encoder's first layers
    tokens: npt.NDArray[np.int64]


class Detector:
    """wide.bin and the encoder's graph in one folder."""

    def __init__(self, folder: Path, graph: str = "deep.onnx", threads: int = 1) -> None:
        shape = json.loads((folder / "wide.json").read_text())
        self._table = np.fromfile(folder / "wide.bin", np.int8)
        self._bits, self._scale = int(shape["bits"]), float(shape["scale"])
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = ort.InferenceSession(str(folder / graph), options, providers=["CPUExecutionProvider"])
        self._exits = [output.name for output in self._session.get_outputs() if output.name.endswith(EARLY)]

    @property
    def exits(self) -> int:
        """How many early answers the encoder gives before its last."""
        return len(self._exits)

    def wide(self, ids: Ids) -> Floats:
        """Per token; a gram's weight is spread evenly over its tokens."""
        evidence = np.zeros(len(ids))
        for order in range(1, ORDERS + 1):
            weight = self._table[slots(ids, order, self._bits)] * (self._scale / order)
            for k in range(order):
                evidence[k : k + len(weight)] += weight
        return evidence

    def deep(self, ids: Ids, sentence_start: npt.NDArray[np.bool_]) -> Floats:
        """Per token, window by window."""
        return self._windows(ids, sentence_start, ["evidence"])[0]

    def early_and_deep(self, ids: Ids, sentence_start: npt.NDArray[np.bool_]) -> tuple[list[Floats], Floats]:
        """The same after each exit's layer as well. A text of several windows is never left early."""
        if len(ids) > WINDOW_TOKENS:
            deep = self.deep(ids, sentence_start)
            return [deep for _ in self._exits], deep
        *early, deep = self._windows(ids, sentence_start, [*self._exits, "evidence"])
        return early, deep

    def _windows(self, ids: Ids, sentence_start: npt.NDArray[np.bool_], outputs: list[str]) -> list[Floats]:
        parts = []
        begin = 0
        for size in cut_windows(sentence_lengths(sentence_start), WINDOW_TOKENS):
            window = np.concatenate([[CLS], ids[begin : begin + size], [SEP]]).astype(np.int32)[None]
            parts.append(self._session.run(outputs, {"input_ids": window}))
            begin += size
        if not parts:
            return [np.zeros(0)] * len(outputs)
        return [np.concatenate(of_output).astype(np.float64) for of_output in zip(*parts, strict=True)]


def sentence_lengths(sentence_start: npt.NDArray[np.bool_]) -> list[int]:
    starts = np.flatnonzero(sentence_start)
    return [int(n) for n in np.diff([*starts, len(sentence_start)])]


def cut_windows(sentences: list[int], limit: int) -> list[int]:
    """Tokens per window: cut at sentence ends, as even as they come; too long a sentence is cut through."""
    total = sum(sentences)
    if total <= limit:
        return [total] if total else []
    aim = total / -(-total // limit)
    windows: list[int] = []
    is_open = 0
    for left in sentences:
        if is_open and (is_open + left > limit or is_open + left / 2 > aim):
            windows.append(is_open)
            is_open = 0
        while left > limit:
            windows.append(limit)
            left -= limit
        is_open += left
    return [*windows, is_open] if is_open else windows


def shelf_sums(
    detector: Detector, shelf: Shelf, cache: Path, picked: npt.NDArray[np.int64] | None = None
) -> tuple[Sums, npt.NDArray[np.int64]]:
    """Sums of the picked texts (all, if not told), in ascending order; kept in `cache`."""
    picked = np.arange(len(shelf)) if picked is None else np.sort(picked)
    if cache.exists():
        kept = np.load(cache)
        if np.array_equal(kept["picked"], picked):
            return Sums(kept["wide"], kept["deep"], kept["early"], kept["tokens"]), picked
    wide, deep, early = np.zeros(len(picked)), np.zeros(len(picked)), np.zeros((detector.exits, len(picked)))
    started = told = time.monotonic()
    for row, text in enumerate(picked):
        ids = shelf.ids(int(text))
        starts = shelf.sentence_start[shelf.offset[text] : shelf.offset[text + 1]]
        wide[row] = detector.wide(ids).sum()
        by_exit, to_the_end = detector.early_and_deep(ids, starts)
        early[:, row], deep[row] = [evidence.sum() for evidence in by_exit], to_the_end.sum()
        if time.monotonic() - told > PROGRESS_EVERY_S:
            told = time.monotonic()
            print(f"{cache.stem}: {row + 1} of {len(picked)}, {told - started:.0f} s", flush=True)
    tokens = shelf.length[picked]
    cache.parent.mkdir(parents=True, exist_ok=True)
    np.savez(cache, wide=wide, deep=deep, early=early, tokens=tokens, picked=picked)
    return Sums(wide, deep, early, tokens), picked
