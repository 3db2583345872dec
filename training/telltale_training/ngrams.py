"""The hash that gives an n-gram of tokens its slot in the wide table.

32-bit arithmetic only, so that Math.imul does the same in the browser (tests/fixtures/ngram-vectors.json).
"""

import numpy as np
import numpy.typing as npt

ORDERS = 3  # grams of one, two and three tokens

_SEED = np.uint32(0x85EBCA6B)  # murmur3 and golden-ratio constants: odd, bits well spread
_STEP = np.uint32(0x9E3779B1)
_LAST = np.uint32(0xC2B2AE35)

Slots = npt.NDArray[np.uint32]


def slots(ids: npt.NDArray[np.integer], order: int, bits: int) -> Slots:
    """The slot of the gram of `order` tokens at each position; len(ids) - order + 1 of them, none if too short."""
    count = len(ids) - order + 1
    if count <= 0:
        return np.empty(0, np.uint32)
    tokens = ids.astype(np.uint32)
    with np.errstate(over="ignore"):
        h = np.full(count, np.uint32(order) * _SEED, np.uint32)
        for offset in range(order):
            h = (h ^ tokens[offset : offset + count]) * _STEP
            h ^= h >> np.uint32(15)
        h = (h ^ (h >> np.uint32(16))) * _LAST
        h ^= h >> np.uint32(13)
    return h >> np.uint32(32 - bits)
