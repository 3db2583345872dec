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


def usable(shelf: Shelf) -> npt.NDArray[np.bool_]:
    return ~np.isin(shelf.column("kind"), EXCLUDED_KINDS)


def is_mirror(shelf: Shelf) -> npt.NDArray[np.bool_]:
    return np.isin(shelf.column("dataset"), MIRROR_SOURCES)


def loss_weights(shelf: Shelf) -> npt.NDArray[np.float64]:
    """How much each text counts in the encoder's loss."""
    return np.where(shelf.label == HUMAN, HUMAN_WEIGHT, np.where(is_mirror(shelf), MIRROR_WEIGHT, 1.0))


def boosts(shelf: Shelf, mirrors: float = 1.0, base_models: float = 1.0, formal: float = 1.0) -> dict[str, float]:
    """Times a source is drawn more often: texts of current models are few, those of base models hard to see."""
    found = dict.fromkeys(MIRROR_SOURCES, mirrors) | dict.fromkeys(FORMAL_HUMAN_SOURCES, formal)
    for name in shelf.names["dataset"]:
        if any(part in name for part in BASE_MODEL_SOURCES):
            found[name] = base_models
    return found
