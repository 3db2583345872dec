"""A set of tokenised texts on disk: one array of tokens for all, and what is known about each text.

Read through memory maps: a training process costs no start-up and shares pages with the others.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from telltale_training.rows import Row
from telltale_training.tokens import Ids, WordPiece

COLUMNS = ("dataset", "kind", "model", "domain", "group", "id")


@dataclass(frozen=True)
class Shelf:
    tokens: Ids  # of all texts, one after the other
    sentence_start: npt.NDArray[np.bool_]  # per token
    offset: npt.NDArray[np.int64]  # text i is tokens[offset[i]:offset[i + 1]]
    label: npt.NDArray[np.int8]
    names: dict[str, list[str]]  # per column the distinct values
    codes: dict[str, npt.NDArray[np.int32]]  # per column and text an index into names

    def __len__(self) -> int:
        return len(self.label)

    @cached_property
    def length(self) -> npt.NDArray[np.int64]:
        return np.asarray(np.diff(self.offset))

    def ids(self, index: int) -> Ids:
        return self.tokens[self.offset[index] : self.offset[index + 1]]

    def column(self, name: str) -> npt.NDArray[np.str_]:
        return np.array(self.names[name])[self.codes[name]]

    def where(self, column: str, value: str) -> npt.NDArray[np.bool_]:
        if value not in self.names[column]:
            return np.zeros(len(self), np.bool_)
        return np.equal(self.codes[column], self.names[column].index(value))


class ShelfWriter:
    def __init__(self, wordpiece: WordPiece) -> None:
        self._wordpiece = wordpiece
        self._tokens: list[Ids] = []
        self._starts: list[npt.NDArray[np.bool_]] = []
        self._labels: list[int] = []
        self._index: dict[str, dict[str, int]] = {c: {} for c in COLUMNS}
        self._codes: dict[str, list[int]] = {c: [] for c in COLUMNS}

    def __len__(self) -> int:
        return len(self._labels)

    def add(self, rows: Sequence[Row], ids: Sequence[Ids]) -> None:
        for row, tokens in zip(rows, ids, strict=True):
            self._tokens.append(tokens)
            self._starts.append(self._wordpiece.sentence_starts(tokens))
            self._labels.append(row.label)
            for column in COLUMNS:
                index = self._index[column]
                self._codes[column].append(index.setdefault(getattr(row, column), len(index)))

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        offset = np.cumsum([0] + [len(t) for t in self._tokens], dtype=np.int64)
        np.save(folder / "tokens.npy", np.concatenate([np.empty(0, np.uint16), *self._tokens]))
        np.save(folder / "sentence_start.npy", np.concatenate([np.empty(0, np.bool_), *self._starts]))
        np.save(folder / "offset.npy", offset)
        np.save(folder / "label.npy", np.array(self._labels, np.int8))
        for column in COLUMNS:
            np.save(folder / f"{column}.npy", np.array(self._codes[column], np.int32))
        (folder / "names.json").write_text(json.dumps({c: list(i) for c, i in self._index.items()}))


def open_shelf(folder: Path) -> Shelf:
    names: dict[str, list[str]] = json.loads((folder / "names.json").read_text())
    return Shelf(
        tokens=np.load(folder / "tokens.npy", mmap_mode="r"),
        sentence_start=np.load(folder / "sentence_start.npy", mmap_mode="r"),
        offset=np.load(folder / "offset.npy"),
        label=np.load(folder / "label.npy"),
        names=names,
        codes={c: np.load(folder / f"{c}.npy") for c in COLUMNS},
    )
