"""Drawing training windows: which text next, and which stretch of it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from telltale_training.rows import AI, HUMAN
from telltale_training.shelf import Shelf

SOURCE_POWER = 0.6  # a source of n texts is drawn n ** 0.6 often: the large do not drown the small

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Window:
    text: int  # index on the shelf
    begin: int  # tokens, absolute
    end: int


class WindowCutter:
    """Cuts stretches that begin at a sentence and mostly end at one, as the paragraphs of a page do."""

    CUT_ANYWHERE = 0.2  # of the windows end within a sentence: long passages and bad punctuation do that
    KEEP_AT_LEAST = 0.6  # of the wanted length when moving the end back to a sentence's

    def __init__(self, shelf: Shelf, shortest: int, longest: int) -> None:
        self._shelf = shelf
        self._log_range = (np.log(shortest), np.log(longest))

    def length(self, rng: np.random.Generator) -> int:
        return int(np.exp(rng.uniform(*self._log_range)))

    def cut(self, text: int, length: int, rng: np.random.Generator) -> Window:
        first, last = int(self._shelf.offset[text]), int(self._shelf.offset[text + 1])
        length = min(length, last - first)
        starts = np.flatnonzero(self._shelf.sentence_start[first : last - length + 1])
        begin = first + int(rng.choice(starts))  # the first token of a text is always a start
        end = begin + length
        if end < last and rng.random() >= self.CUT_ANYWHERE:
            ends = np.flatnonzero(self._shelf.sentence_start[begin + 1 : end + 1]) + 1
            if len(ends) and ends[-1] >= self.KEEP_AT_LEAST * length:
                end = begin + int(ends[-1])
        return Window(text, begin, end)


def source_weights(shelf: Shelf, usable: npt.NDArray[np.bool_], boost: dict[str, float]) -> npt.NDArray[np.float64]:
    """Per text its chance to be drawn: both labels equally, sources by size ** SOURCE_POWER times their boost."""
    weights = np.zeros(len(shelf))
    source = shelf.codes["dataset"]
    for label in (HUMAN, AI):
        of_label = usable & (shelf.label == label)
        for code, name in enumerate(shelf.names["dataset"]):
            texts = of_label & (source == code)
            count = int(texts.sum())
            if count:
                weights[texts] = boost.get(name, 1.0) * count ** (SOURCE_POWER - 1)
        weights[of_label] /= weights[of_label].sum()
    return np.asarray(weights / weights.sum())


def pairs(shelf: Shelf, usable: npt.NDArray[np.bool_]) -> list[tuple[Indices, Indices]]:
    """(human texts, AI texts) of every group that has both."""
    indices = np.flatnonzero(usable)
    order = indices[np.argsort(shelf.codes["group"][indices], kind="stable")]
    groups = shelf.codes["group"][order]
    found: list[tuple[Indices, Indices]] = []
    for texts in np.split(order, np.flatnonzero(np.diff(groups)) + 1):
        human, ai = texts[shelf.label[texts] == HUMAN], texts[shelf.label[texts] == AI]
        if len(human) and len(ai):
            found.append((human, ai))
    return found


def pair_weights(
    shelf: Shelf, found: list[tuple[Indices, Indices]], boost: dict[str, float]
) -> npt.NDArray[np.float64]:
    """Sources of pairs by size ** SOURCE_POWER too; a pair counts to the source of its first AI text."""
    source = np.array([shelf.codes["dataset"][ai[0]] for _, ai in found], np.int64)
    size = np.bincount(source)
    often = np.array([boost.get(name, 1.0) for name in shelf.names["dataset"]])
    return np.asarray(often[source] * size[source] ** (SOURCE_POWER - 1.0), np.float64)


def endless(weights: npt.NDArray[np.float64], rng: np.random.Generator, block: int = 65536) -> Iterator[int]:
    """Texts drawn by weight, for ever."""
    cumulated = np.cumsum(weights)
    while True:
        yield from np.searchsorted(cumulated, rng.random(block) * cumulated[-1], side="right")
