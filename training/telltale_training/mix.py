"""Which sources are drawn more often than their size says, and which texts never."""

import numpy as np
import numpy.typing as npt

from telltale_training.rows import HUMAN
from telltale_training.shelf import Shelf

MIRROR_SOURCES = ("a_mirror2026", "telltale_mirrors")  # current models on the subjects of human texts
BASE_MODEL_SOURCES = ("gpt2", "advdecoder", "pplm", "fastdetect", "lastde", "raid_small", "gpt3_davinci")  # in names
# Human texts of the kinds most often accused wrongly: essays written for a mark, encyclopedias.
FORMAL_HUMAN_SOURCES = ("w_argrewrite", "w_persuade", "v_arg_microtexts", "w_micusp", "v_qed_wikipedia", "h3_wikipedia")
HUMAN_WEIGHT = 1.5  # in the loss, beside an AI text of any older model: a false accusation is worse than a miss
MIRROR_WEIGHT = 2.0  # of a current model's text: they are few, and what readers meet
EXCLUDED_KINDS = ("mixed",)  # two writers in one text: no clean label


SMOOTHING = 0.02  # targets .02 and .98: labels of a corpus are never all right


def is_base_model(dataset: str) -> bool:
    return any(part in dataset for part in BASE_MODEL_SOURCES)


def is_mirror_source(dataset: str) -> bool:
    return dataset in MIRROR_SOURCES


def loss_weight(label: int, dataset: str) -> float:
    """How much a text counts in the encoder's loss."""
    return HUMAN_WEIGHT if label == HUMAN else MIRROR_WEIGHT if is_mirror_source(dataset) else 1.0


def smoothed(label: float) -> float:
    """P(AI) to learn of a text of that label."""
    return label * (1 - 2 * SMOOTHING) + SMOOTHING


def usable(shelf: Shelf) -> npt.NDArray[np.bool_]:
    return ~np.isin(shelf.column("kind"), EXCLUDED_KINDS)


def is_mirror(shelf: Shelf) -> npt.NDArray[np.bool_]:
    return np.isin(shelf.column("dataset"), MIRROR_SOURCES)


def loss_weights(shelf: Shelf) -> npt.NDArray[np.float64]:
    """`loss_weight` of every text."""
    return np.where(shelf.label == HUMAN, HUMAN_WEIGHT, np.where(is_mirror(shelf), MIRROR_WEIGHT, 1.0))


def boosts(shelf: Shelf, mirrors: float = 1.0, base_models: float = 1.0, formal: float = 1.0) -> dict[str, float]:
    """Times a source is drawn more often: texts of current models are few, those of base models hard to see."""
    found = dict.fromkeys(MIRROR_SOURCES, mirrors) | dict.fromkeys(FORMAL_HUMAN_SOURCES, formal)
    for name in shelf.names["dataset"]:
        if is_base_model(name):
            found[name] = base_models
    return found
