"""What the encoder learns beside labels: to guess a language model's expectations (see `surprisal`).

Three things of every stretch of an expected text: per token what the language model said, after the fourth layer and
after the last; of the whole stretch the logit that its statistics alone would give it; and, of base models' texts and
the human ones beside them, a label that follows that logit. Plain labels of so few texts would be learnt by heart.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from telltale_training.calibrate import logistic
from telltale_training.language_model import EXPECTATIONS, Expectations
from telltale_training.mix import is_base_model, loss_weight, smoothed
from telltale_training.model import content_mask, pooled
from telltale_training.surprisal import ExpectedText
from telltale_training.windows import SOURCE_POWER, Passage

Floats = npt.NDArray[np.float64]

TOLD_LAYERS = (3, 5)  # counted from 0; the layers between have what the fourth knows, and can weigh it over the text
BASE_MODEL_SHARE = 0.6  # of the stretches are of sources of base models
SHORTEST, LONGEST = 36, 320  # content tokens of a stretch
LOGIT_SHARE = 0.7  # of a base model's target is the statistics' logit, the rest its label
GREATEST_LOGIT = 4.0
TOKEN_WEIGHT, LOGIT_WEIGHT = 0.5, 0.3  # of the losses beside that of labels
OTHERS_LOGIT_WEIGHT = 0.3  # the logit is fitted to base models, and says less of others

FIT_LENGTHS = (40, 300)
FIT_STRETCHES = 3  # of each text
RIDGE = 0.01
USUAL_TOKENS = 150.0
FAR = 6.0  # standard deviations


@dataclass(frozen=True)
class Stretch(Passage):
    expectations: Expectations
    logit: float  # of its statistics
    logit_weight: float


def statistics(expectations: Expectations) -> Floats:
    """Of a stretch: how surprising it was, beside what had been expected, and how that is spread."""
    surprisal, entropy, log_rank = expectations.astype(np.float64).T
    beyond = entropy - surprisal
    return np.array(
        [
            surprisal.mean(),
            entropy.mean(),
            log_rank.mean(),
            beyond.sum() / np.sqrt((beyond**2).sum() + 1),
            surprisal.std(),
            log_rank.std(),
            entropy.std(),
            beyond.std(),
            np.abs(beyond).mean(),
            *np.quantile(surprisal, [0.5, 0.7, 0.9, 0.98]),
            *((log_rank < np.log1p(rank)).mean() for rank in (0.5, 9.5, 39.5, 99.5, 999.5)),
        ]
    )


class StatisticsLogit:
    """Logistic regression on the statistics and their squares: people are in the middle, models on either side.

    As everywhere it grows with the root of the tokens.
    """

    def __init__(self, stretches: list[Expectations], label: npt.NDArray[np.integer], weight: Floats) -> None:
        found = np.array([statistics(stretch) for stretch in stretches])
        self._mean, self._deviation = found.mean(0), found.std(0) + 1e-9
        grown = self._grown(found, np.array([len(stretch) for stretch in stretches]))
        coefficients, bias = logistic(grown, label, weight / weight.sum(), ridge=2 * RIDGE)
        self._coefficients, self._bias = np.array(coefficients), bias

    def __call__(self, expectations: Expectations) -> float:
        grown = self._grown(statistics(expectations)[None], np.array([len(expectations)]))
        return float(grown[0] @ self._coefficients + self._bias)

    def _grown(self, found: Floats, tokens: npt.NDArray[np.int64]) -> Floats:
        z = (found - self._mean) / self._deviation
        shape = np.clip(np.concatenate([z, z**2 - 1], 1), -FAR, FAR)
        return np.asarray(shape * np.sqrt(tokens / USUAL_TOKENS)[:, None])


def stretches(texts: list[ExpectedText], most_tokens: int, rng: np.random.Generator) -> Iterator[Stretch]:
    """Without end; they begin and end anywhere."""
    base = np.array([is_base_model(text.dataset) for text in texts])
    if not base.any():
        base[:] = True  # one's own texts: what models they are of, nobody says
    balanced = _balanced(texts)
    logit_of = _fitted([text for text, is_base in zip(texts, base, strict=True) if is_base], most_tokens, rng)
    chance = np.where(
        base,
        BASE_MODEL_SHARE * balanced / balanced[base].sum(),
        (1 - BASE_MODEL_SHARE) * balanced / max(balanced[~base].sum(), 1e-9),
    )
    chance /= chance.sum()
    while True:
        for i in rng.choice(len(texts), 1024, p=chance):
            text = texts[i]
            begin, end = _stretch(len(text.ids), (SHORTEST, LONGEST), most_tokens, rng)
            expectations = text.expectations[begin:end]
            logit = float(np.clip(logit_of(expectations), -GREATEST_LOGIT, GREATEST_LOGIT))
            target = smoothed(text.label)
            if base[i]:
                target = (1 - LOGIT_SHARE) * target + LOGIT_SHARE / (1 + np.exp(-logit))
            weight = loss_weight(text.label, text.dataset)
            logit_weight = 1.0 if base[i] else OTHERS_LOGIT_WEIGHT
            yield Stretch(text.ids[begin:end], target, weight, expectations, logit, logit_weight)


def _balanced(texts: list[ExpectedText]) -> Floats:
    """Both labels alike, sources by size ** SOURCE_POWER."""
    keys = [(text.dataset, text.label) for text in texts]
    size = Counter(keys)
    weight = np.array([size[key] ** (SOURCE_POWER - 1) for key in keys])
    label = np.array([text.label for text in texts])
    for of_label in (label == 0, label == 1):
        weight[of_label] /= max(weight[of_label].sum(), 1e-9)
    return weight


def _fitted(texts: list[ExpectedText], most_tokens: int, rng: np.random.Generator) -> StatisticsLogit:
    balanced = _balanced(texts)
    found: list[Expectations] = []
    for text in texts:
        for _ in range(FIT_STRETCHES):
            begin, end = _stretch(len(text.ids), FIT_LENGTHS, most_tokens, rng)
            found.append(text.expectations[begin:end])
    label = np.array([text.label for text in texts])
    return StatisticsLogit(found, label.repeat(FIT_STRETCHES), balanced.repeat(FIT_STRETCHES))


def _stretch(tokens: int, lengths: tuple[int, int], most: int, rng: np.random.Generator) -> tuple[int, int]:
    length = min(tokens, most, int(np.exp(rng.uniform(*np.log(lengths)))))
    begin = int(rng.integers(0, tokens - length + 1))
    return begin, begin + length


class SurprisalTask(nn.Module):
    """The heads that only training needs, and their loss."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, texts: list[ExpectedText], hidden: int) -> None:
        super().__init__()
        every = np.concatenate([text.expectations for text in texts])
        self.register_buffer("mean", torch.from_numpy(every.mean(0)))
        self.register_buffer("deviation", torch.from_numpy(every.std(0) + 1e-6))
        self.tokens = nn.ModuleList(nn.Linear(hidden, EXPECTATIONS) for _ in TOLD_LAYERS)
        self.logit = nn.Linear(hidden, 1)

    def loss(self, states: list[Tensor], length: Tensor, batch: list[Stretch]) -> Tensor:
        """Of the last rows of the states after each layer [rows, tokens, hidden], which are the batch's."""
        rows = len(batch)
        length = length[-rows:]
        mask = content_mask(states[0][-rows:, :, 0], length)
        target = torch.zeros(*mask.shape, EXPECTATIONS)
        for row, stretch in zip(target, batch, strict=True):
            row[1 : len(stretch.ids) + 1] = torch.from_numpy(stretch.expectations)
        target = ((target.to(mask.device) - self.mean) / self.deviation) * mask[:, :, None]
        total = torch.zeros((), device=mask.device)
        for head, layer in zip(self.tokens, TOLD_LAYERS, strict=True):
            off = F.smooth_l1_loss(head(states[layer][-rows:]).float(), target, reduction="none").mean(-1)
            total = total + TOKEN_WEIGHT * (off * mask).sum() / mask.sum()
        logit = pooled(self.logit(states[-1][-rows:]).squeeze(-1).float(), length)
        told = torch.tensor([stretch.logit for stretch in batch], device=mask.device)
        weight = torch.tensor([stretch.logit_weight for stretch in batch], device=mask.device)
        off = F.smooth_l1_loss(logit, told, reduction="none")
        return total + LOGIT_WEIGHT * (off * weight).sum() / weight.sum()
