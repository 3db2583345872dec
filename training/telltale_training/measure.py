"""How well scores tell human (0) from AI (1)."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.integer]


def auroc(score: Floats, label: Labels) -> float:
    """The chance that an AI text scores above a human one; ties count half."""
    order = np.argsort(score, kind="stable")
    _, inverse, counts = np.unique(score[order], return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    ai = label[order] == 1
    positives, negatives = int(ai.sum()), int((~ai).sum())
    if positives == 0 or negatives == 0:
        return float("nan")
    return float((ranks[ai].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def threshold_at(human: Floats, rate: float) -> float:
    """The least score above which at most `rate` of the human scores lie."""
    allowed = int(np.floor(rate * len(human)))
    return float(np.sort(human)[::-1][allowed]) if allowed < len(human) else float("-inf")


def tpr_at(score: Floats, label: Labels, rate: float) -> float:
    """The share of AI texts above the threshold that `rate` of the human texts pass."""
    ai = score[label == 1]
    if len(ai) == 0:
        return float("nan")
    return float(np.mean(ai > threshold_at(score[label == 0], rate)))
