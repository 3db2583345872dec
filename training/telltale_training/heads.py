"""heads: the encoder's last layer once more, and early answers after the third and the fourth.

    python -m telltale_training heads --data runs/data --run runs/deep --windows 40000

A passage's logit is linear in its pooled hidden states, so the last layer can be fitted to the end on what the encoder
has learnt (Kirichenko et al. 2022, Last Layer Re-Training is Sufficient for Robustness to Spurious Correlations). The
head of the training run follows an encoder that moves; this one is fitted to the average that is shipped.

The early heads imitate the last one from the hidden states after the third and the fourth of six layers. Where one is
far below any verdict's edge, the engine stops there.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from telltale_training.deep import BATCH, SMOOTHING, draw, padded
from telltale_training.graph import Exit
from telltale_training.mix import loss_weights
from telltale_training.model import EXIT_LAYERS, Encoder, base_encoder, content_mask
from telltale_training.shelf import Shelf, open_shelf
from telltale_training.tokens import Ids

WINDOWS = 40_000
RIDGE = 0.02  # towards the head that was trained; of the mean loss, per squared weight of a feature of deviation 1
EARLY_RIDGE = 0.002
NEWTON_STEPS = 12
PROGRESS_EVERY_S = 20
FILE = "heads.npz"

Floats = npt.NDArray[np.float64]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True, help="what prepare wrote")
    parser.add_argument("--run", type=Path, required=True, help="folder of deep's checkpoint")
    parser.add_argument("--windows", type=int, default=WINDOWS, help="training windows looked at")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=7)


def run(args: argparse.Namespace) -> None:
    torch.set_num_threads(args.threads)
    encoder = base_encoder()
    state = torch.load(args.run / "checkpoint.pt", map_location="cpu", weights_only=True)
    encoder.load_state_dict(state["average"])
    shelf = open_shelf(args.data / "train")
    early, last, text = features(encoder.eval(), shelf, args.windows, np.random.default_rng(args.seed))
    label = shelf.label[text].astype(np.float64)
    trained = np.concatenate([encoder.head.weight.detach().numpy()[0], encoder.head.bias.detach().numpy()])
    target = label * (1 - 2 * SMOOTHING) + SMOOTHING
    head = fit_head(last, target, trained.astype(np.float64), loss_weights(shelf)[text])
    logit = last @ head
    exits = [fit_early(states, logit) for states in early]
    np.savez(args.run / FILE, head=head, exits=exits, layers=EXIT_LAYERS, passages=state["passages"])
    print(f"loss {loss(last @ trained, target):.4f} as trained, {loss(logit, target):.4f} fitted")
    for layer, states, exit_ in zip(EXIT_LAYERS, early, exits, strict=True):
        likeness = np.corrcoef(states @ exit_, logit)[0, 1]
        print(f"after layer {layer + 1} the logit correlates with the last one: {likeness:.3f}")


def fitted_heads(folder: Path, encoder: Encoder, passages: int) -> list[Exit]:
    """Puts the fitted head of a run folder into the encoder and gives its early ones; none where `heads` has not run.

    Raises ValueError where the encoder has learnt on since.
    """
    if not (folder / FILE).exists():
        return []
    fitted = np.load(folder / FILE)
    if int(fitted["passages"]) != passages:
        raise ValueError(
            f"{folder / FILE} was fitted after {int(fitted['passages'])} passages, the checkpoint has seen {passages}: "
            "run heads again"
        )
    head, exits = fitted["head"].astype(np.float32), fitted["exits"].astype(np.float32)
    with torch.no_grad():
        encoder.head.weight.copy_(torch.from_numpy(head[None, :-1]))
        encoder.head.bias.copy_(torch.from_numpy(head[-1:]))
    return [
        Exit(int(layer), exit_[None, :-1], exit_[-1:]) for layer, exit_ in zip(fitted["layers"], exits, strict=True)
    ]


@torch.no_grad()
def features(
    encoder: Encoder, shelf: Shelf, count: int, rng: np.random.Generator
) -> tuple[list[Floats], Floats, npt.NDArray[np.int64]]:
    """Pooled hidden states after each exit's layer and after the last [windows, hidden + 1], and each window's text.

    The column behind the hidden states is the root of the count, which a head's bias is multiplied by.
    """
    windows = draw(shelf, rng)
    picked = sorted((next(windows) for _ in range(count)), key=lambda w: w.end - w.begin)
    looked_at = (*EXIT_LAYERS, len(encoder.layers) - 1)
    found: dict[int, list[npt.NDArray[np.float32]]] = {layer: [] for layer in looked_at}
    started = told = time.monotonic()
    for at in range(0, count, BATCH):
        contents: list[Ids] = [shelf.tokens[w.begin : w.end] for w in picked[at : at + BATCH]]
        ids, length = padded(contents)
        with torch.autocast("cpu", torch.bfloat16):
            states = encoder.states(ids, length)
        content = content_mask(ids, length)[:, :, None]
        root = (length - 2).float().sqrt()[:, None]
        for layer in looked_at:
            sums = (states[layer].float() * content).sum(1)
            found[layer].append(torch.cat([sums / root, root], 1).numpy())
        if time.monotonic() - told > PROGRESS_EVERY_S:
            told = time.monotonic()
            print(f"{at} of {count} windows, {told - started:.0f} s", flush=True)
    *early, last = (np.concatenate(found[layer]).astype(np.float64) for layer in looked_at)
    return early, last, np.array([w.text for w in picked])


def fit_head(x: Floats, target: Floats, start: Floats, weight: Floats, ridge: float = RIDGE) -> Floats:
    """Logistic regression by Newton's method, held near `start`; weights of windows count relative to their mean."""
    deviation = x.std(0)
    z = x / deviation
    origin = start * deviation
    beta = origin.copy()
    share = weight / weight.sum()
    for _ in range(NEWTON_STEPS):
        p = 1 / (1 + np.exp(-np.clip(z @ beta, -30, 30)))
        gradient = z.T @ (share * (p - target)) + 2 * ridge * (beta - origin)
        hessian = (z * (share * p * (1 - p))[:, None]).T @ z + 2 * ridge * np.eye(len(beta))
        beta -= np.linalg.solve(hessian, gradient)
    return np.asarray(beta / deviation)


def fit_early(x: Floats, logit: Floats, ridge: float = EARLY_RIDGE) -> Floats:
    """Least squares."""
    deviation = x.std(0)
    z = x / deviation
    beta = np.linalg.solve(z.T @ z / len(z) + ridge * np.eye(z.shape[1]), z.T @ logit / len(z))
    return np.asarray(beta / deviation)


def loss(logit: Floats, target: Floats) -> float:
    return float(np.mean(np.logaddexp(0, logit) - target * logit))
