"""The loops over n-grams that training needs fast, compiled; they hash as ngrams.py does (a test compares them)."""

import numba
import numpy as np
import numpy.typing as npt

from telltale_training.ngrams import ORDERS
from telltale_training.tokens import Ids

COUNT_BITS = 26  # of the table in which grams are counted: large, so that few share a slot

Integers = npt.NDArray[np.int64]
Integers32 = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
Floats32 = npt.NDArray[np.float32]


@numba.njit(cache=True, inline="always")
def _mix(h: np.uint32, token: np.uint32) -> np.uint32:
    h = np.uint32((h ^ token) * np.uint32(0x9E3779B1))
    return np.uint32(h ^ (h >> np.uint32(15)))


@numba.njit(cache=True, inline="always")
def _finish(h: np.uint32) -> np.uint32:
    h = np.uint32((h ^ (h >> np.uint32(16))) * np.uint32(0xC2B2AE35))
    return np.uint32(h ^ (h >> np.uint32(13)))


@numba.njit(cache=True)
def count_texts(tokens: Ids, offset: Integers, seen: Bytes, last: Integers32) -> None:
    """In how many texts each gram occurs, up to 255."""
    shift = np.uint32(32 - COUNT_BITS)
    for text in range(len(offset) - 1):
        first, end = offset[text], offset[text + 1]
        for t in range(first, end):
            for order in range(1, ORDERS + 1):
                if t + order > end:
                    break
                h = np.uint32(np.uint32(order) * np.uint32(0x85EBCA6B))
                for k in range(order):
                    h = _mix(h, np.uint32(tokens[t + k]))
                slot = _finish(h) >> shift
                if last[slot] != text + 1:
                    last[slot] = text + 1
                    if seen[slot] < 255:
                        seen[slot] += 1


@numba.njit(cache=True)
def learn(
    tokens: Ids,
    begin: Integers,
    end: Integers,
    target: Floats,
    seen: Bytes,
    least: int,
    table: Floats32,
    squares: Floats32,
    bits: int,
    rate: float,
) -> float:
    """One step of Adagrad per window; gives the loss summed over them."""
    shift = np.uint32(32 - bits)
    count_shift = np.uint32(32 - COUNT_BITS)
    slots = np.empty(ORDERS * int(np.max(end - begin)), np.uint32)
    loss = 0.0
    for i in range(len(begin)):
        used = 0
        total = 0.0
        for t in range(begin[i], end[i]):
            for order in range(1, ORDERS + 1):
                if t + order > end[i]:
                    break
                h = np.uint32(np.uint32(order) * np.uint32(0x85EBCA6B))
                for k in range(order):
                    h = _mix(h, np.uint32(tokens[t + k]))
                h = _finish(h)
                if seen[h >> count_shift] >= least:
                    slots[used] = h >> shift
                    total += table[slots[used]]
                    used += 1
        root = np.sqrt(end[i] - begin[i])
        logit = total / root
        p = 1 / (1 + np.exp(-logit))
        loss -= target[i] * np.log(p + 1e-9) + (1 - target[i]) * np.log(1 - p + 1e-9)
        g = np.float32((p - target[i]) / root)
        for j in range(used):
            s = slots[j]
            squares[s] += g * g
            table[s] -= rate * g / np.sqrt(squares[s])
    return loss


@numba.njit(cache=True)
def sums(tokens: Ids, begin: Integers, end: Integers, table: Floats32, bits: int) -> Floats:
    """Per stretch of tokens the sum of its grams' weights."""
    shift = np.uint32(32 - bits)
    out = np.zeros(len(begin))
    for i in range(len(begin)):
        total = 0.0
        for t in range(begin[i], end[i]):
            for order in range(1, ORDERS + 1):
                if t + order > end[i]:
                    break
                h = np.uint32(np.uint32(order) * np.uint32(0x85EBCA6B))
                for k in range(order):
                    h = _mix(h, np.uint32(tokens[t + k]))
                total += table[_finish(h) >> shift]
        out[i] = total
    return out
