"""deep: train the encoder, for as long as it is given.

    python -m telltale_training deep --data runs/data --wide runs/wide --run runs/deep --minutes 90

The encoder learns to be right alone. Beside the wide part's logits it would lean upon them, and on sources never seen
the wide part is worse than it looks here: then both together find less.

Half of every batch are pairs, a human text and an AI text of one group, so that subject and genre tell nothing; the
rest is everything. A run folder that holds a checkpoint is resumed with a new schedule, and the learning rate falls to
nothing at the end of the minutes given. A new run begins at the published weights of MiniLM-L6, or with `--start` at
the encoder of a shipped model.
"""

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

from telltale_training.measure import auroc, threshold_at, tpr_at
from telltale_training.mix import boosts, is_mirror, loss_weights, usable
from telltale_training.model import MAX_TOKENS, Encoder, base_encoder, pooled
from telltale_training.shelf import Shelf, open_shelf
from telltale_training.shipped import shipped_encoder
from telltale_training.tokens import CLS, SEP
from telltale_training.windows import Window, WindowCutter, endless, pair_weights, pairs, source_weights

BATCH = 32  # passages
POOL = 64  # batches drawn at a time and sorted by length, so that padding costs next to nothing
SHORTEST, LONGEST = 28, 320  # content tokens of a window; the longest are cut to what the encoder reads
PAIRED = 0.5  # of a batch
MIRROR_PAIRS = 0.5  # of the pairs are mirrors of current models, the rest any other group with both labels
BASE_MODEL_BOOST = 5.0  # for sources of base models: the wide table cannot see those at all
FORMAL_BOOST = 2.5  # for human essays and encyclopedias, which are accused most

WIDE_WEIGHT = 1.0  # of the wide part's logit in the figures that are printed; calibrate finds the final weights
HEAD_RATE = 10.0  # times the learning rate, where the head begins at zero
WARM_UP = 0.02  # of the sitting
WEIGHT_DECAY = 0.01
SMOOTHING = 0.02  # targets .02 and .98: labels of a corpus are never all right
CLIP = 1.0  # norm of the gradient
EMA_DECAY = 0.999

EVALUATE_EVERY_S = 900
CHECKPOINT_EVERY_S = 180
DEV_SAMPLE = {"dev-ood": 900, "dev-2026": 147, "dev-gpt2": 450}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True, help="what prepare wrote")
    parser.add_argument("--wide", type=Path, help="the wide part's run folder, to see what both reach together")
    parser.add_argument("--run", type=Path, required=True, help="folder of checkpoints and log")
    parser.add_argument("--start", type=Path, help="a shipped model's folder, to go on from its encoder")
    parser.add_argument("--minutes", type=float, required=True, help="length of this sitting")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=BATCH)
    parser.add_argument("--dev-sample", type=int, help="development passages of each set, fewer than usual")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seed", type=int, default=1)


def run(args: argparse.Namespace) -> None:
    torch.set_num_threads(args.threads)
    args.run.mkdir(parents=True, exist_ok=True)
    device = torch.device(args.device)
    encoder = base_encoder().to(device)
    encoder.words.weight.requires_grad_(False)  # rare words would be learnt by heart, and dense updates cost time
    average = base_encoder().to(device)
    groups = _parameter_groups(encoder, args.rate, 1.0 if args.start else HEAD_RATE)
    optimiser = torch.optim.AdamW(groups, weight_decay=WEIGHT_DECAY, fused=True)
    steps, passages, sitting = 0, 0, 1
    checkpoint = args.run / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device, weights_only=True)
        encoder.load_state_dict(state["encoder"])
        average.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        steps, passages, sitting = state["steps"], state["passages"], state["sitting"] + 1
        print(f"resumed at {passages} passages, sitting {sitting}", flush=True)
    elif args.start:
        shipped, passages = shipped_encoder(args.start)
        encoder.load_state_dict(shipped.state_dict())
        average.load_state_dict(shipped.state_dict())
        print(f"goes on from {args.start.name} at {passages} passages", flush=True)
    torch.manual_seed(args.seed + sitting)
    shelf = open_shelf(args.data / "train")
    batches = _batches(shelf, args.batch, np.random.default_rng([args.seed, sitting]))
    dev = DevelopmentSample(args.data, args.wide, args.dev_sample)

    def save() -> None:
        state = {"encoder": encoder.state_dict(), "average": average.state_dict(), "optimiser": optimiser.state_dict()}
        partial = checkpoint.with_suffix(".partial")
        torch.save({**state, "steps": steps, "passages": passages, "sitting": sitting}, partial)
        partial.replace(checkpoint)

    started = saved = evaluated = time.monotonic()
    losses: list[float] = []
    encoder.train()
    while (share := (time.monotonic() - started) / (60 * args.minutes)) < 1:
        rate = args.rate * min(share / WARM_UP, (1 - share) / (1 - WARM_UP))
        for group in optimiser.param_groups:
            group["lr"] = rate * group["times"]
        ids, length, target, weight = (t.to(device) for t in next(batches))
        with torch.autocast(device.type, torch.bfloat16):
            evidence = encoder(ids, length)
        loss = F.binary_cross_entropy_with_logits(pooled(evidence, length), target, weight)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(encoder.parameters(), CLIP)
        optimiser.step()
        steps += 1
        passages += len(ids)
        _follow(average, encoder, min(EMA_DECAY, (1 + steps) / (10 + steps)))
        losses.append(loss.item())
        now = time.monotonic()
        if len(losses) == 100:
            print(
                f"{passages} passages, {now - started:.0f} s, loss {np.mean(losses):.4f}, rate {rate:.2e}", flush=True
            )
            losses.clear()
        if now - saved > CHECKPOINT_EVERY_S:
            save()
            saved = now
        if now - evaluated > EVALUATE_EVERY_S:
            dev.report(average, passages, args.run)
            evaluated = time.monotonic()
    save()
    dev.report(average, passages, args.run)


def _parameter_groups(encoder: Encoder, rate: float, head_rate: float) -> list[dict[str, object]]:
    head = list(encoder.head.parameters())
    body = [p for n, p in encoder.named_parameters() if p.requires_grad and not n.startswith("head.")]
    return [{"params": body, "lr": rate, "times": 1.0}, {"params": head, "lr": rate, "times": head_rate}]


@torch.no_grad()
def _follow(average: Encoder, encoder: Encoder, decay: float) -> None:
    pairs_ = [(a, p) for a, p in zip(average.parameters(), encoder.parameters(), strict=True) if p.requires_grad]
    torch._foreach_lerp_([a for a, _ in pairs_], [p for _, p in pairs_], 1 - decay)


# --- what is read -------------------------------------------------------------------------------------------------


def _batches(shelf: Shelf, size: int, rng: np.random.Generator) -> Iterator[tuple[Tensor, Tensor, Tensor, Tensor]]:
    """(ids, lengths, targets, weights), a pool of windows at a time sorted by length."""
    windows, weights = draw(shelf, rng), loss_weights(shelf)
    while True:
        pool = sorted((next(windows) for _ in range(size * POOL)), key=lambda w: w.end - w.begin)
        for i in rng.permutation(POOL):
            batch = pool[i * size : (i + 1) * size]
            target = torch.tensor([float(shelf.label[w.text]) for w in batch])
            ids, length = padded([shelf.tokens[w.begin : w.end] for w in batch])
            weight = torch.tensor([weights[w.text] for w in batch]).float()
            yield ids, length, target * (1 - 2 * SMOOTHING) + SMOOTHING, weight


def draw(shelf: Shelf, rng: np.random.Generator) -> Iterator[Window]:
    """Training windows without end: half of them in pairs of one group."""
    kept = usable(shelf)
    boost = boosts(shelf, base_models=BASE_MODEL_BOOST, formal=FORMAL_BOOST)
    anything = endless(source_weights(shelf, kept, boost), rng)
    mirror = is_mirror(shelf)
    mirror_groups = np.isin(shelf.codes["group"], np.unique(shelf.codes["group"][mirror]))
    old_ai_beside_a_mirror = mirror_groups & (shelf.label == 1) & ~mirror
    mirror_pairs = pairs(shelf, kept & mirror_groups & ~old_ai_beside_a_mirror)
    other_pairs = pairs(shelf, kept & ~mirror_groups)
    next_mirror_pair = endless(np.ones(len(mirror_pairs)), rng)
    next_other_pair = endless(pair_weights(shelf, other_pairs, boost), rng)
    cutter = WindowCutter(shelf, SHORTEST, LONGEST)
    while True:
        length = min(cutter.length(rng), MAX_TOKENS - 2)
        # One's own texts may have no mirrors, or no pairs at all.
        if rng.random() < PAIRED and (mirror_pairs or other_pairs):
            mirrored = bool(mirror_pairs) and (not other_pairs or rng.random() < MIRROR_PAIRS)
            pair = mirror_pairs[next(next_mirror_pair)] if mirrored else other_pairs[next(next_other_pair)]
            for texts in pair:
                yield cutter.cut(int(rng.choice(texts)), length, rng)
        else:
            for _ in range(2):
                yield cutter.cut(next(anything), length, rng)


def padded(contents: list[npt.NDArray[np.uint16]]) -> tuple[Tensor, Tensor]:
    """Rows of [CLS] … [SEP], zeros behind; and their lengths."""
    length = np.array([len(c) + 2 for c in contents])
    ids = np.zeros((len(contents), int(length.max())), np.int64)
    ids[:, 0] = CLS
    for row, content in zip(ids, contents, strict=True):
        row[1 : len(content) + 1] = content
        row[len(content) + 1] = SEP
    return torch.from_numpy(ids), torch.from_numpy(length)


# --- what is watched ----------------------------------------------------------------------------------------------


class DevelopmentSample:
    """The same passages every time; their figures are for watching and choose nothing final."""

    def __init__(self, data: Path, wide: Path | None, limit: int | None) -> None:
        self._sets: dict[str, tuple[list[npt.NDArray[np.uint16]], npt.NDArray[np.int8], npt.NDArray[np.float64] | None]]
        self._sets = {}
        for name, count in DEV_SAMPLE.items():
            if not (data / name).exists():
                continue
            shelf = open_shelf(data / name)
            picked = np.sort(np.random.default_rng(0).permutation(len(shelf))[: min(count, limit or count)])
            contents = [shelf.ids(int(i))[: MAX_TOKENS - 2] for i in picked]
            evidence = np.load(wide / f"{name}.npy")[picked] if wide and (wide / f"{name}.npy").exists() else None
            whole = shelf.length[picked]
            logit = None if evidence is None else evidence / np.sqrt(whole)
            self._sets[name] = (contents, shelf.label[picked], logit)

    def report(self, encoder: Encoder, passages: int, run: Path) -> None:
        started = time.monotonic()
        logits = {name: logits_of(encoder, contents) for name, (contents, _, _) in self._sets.items()}
        wide = {name: w for name, (_, _, w) in self._sets.items() if w is not None}
        figures = {"passages": passages, "deep": self._figures(logits)}
        if len(wide) == len(logits):
            both = {name: logits[name] + WIDE_WEIGHT * wide[name] for name in logits}
            figures |= {"wide": self._figures(wide), "both": self._figures(both)}
        with (run / "figures.jsonl").open("a") as log:
            log.write(json.dumps(figures) + "\n")
        print(f"[{time.monotonic() - started:.0f} s]", json.dumps(figures), flush=True)

    def _figures(self, logits: dict[str, npt.NDArray[np.float64]]) -> dict[str, list[float]]:
        """AUROC and TPR at 5 and 1 % FPR; of texts of current models the share above dev-ood's thresholds."""
        found: dict[str, list[float]] = {}
        for name in ("dev-ood", "dev-gpt2"):
            if name not in logits:
                continue
            score, label = logits[name], self._sets[name][1]
            found[name] = [auroc(score, label), tpr_at(score, label, 0.05), tpr_at(score, label, 0.01)]
        if "dev-2026" in logits:
            human, current = logits["dev-ood"][self._sets["dev-ood"][1] == 0], logits["dev-2026"]
            found["dev-2026"] = [float(np.mean(current > threshold_at(human, rate))) for rate in (0.05, 0.01)]
        return {name: [round(v, 4) for v in values] for name, values in found.items()}


@torch.no_grad()
def logits_of(encoder: Encoder, contents: list[npt.NDArray[np.uint16]]) -> npt.NDArray[np.float64]:
    """One logit per passage of at most MAX_TOKENS - 2 content tokens."""
    training = encoder.training
    encoder.eval()
    device = encoder.head.weight.device
    order = np.argsort([len(c) for c in contents])
    logits = np.zeros(len(contents))
    for i in range(0, len(order), BATCH):
        rows = order[i : i + BATCH]
        ids, length = (t.to(device) for t in padded([contents[r] for r in rows]))
        with torch.autocast(device.type, torch.bfloat16):
            evidence = encoder(ids, length)
        logits[rows] = pooled(evidence, length).double().cpu().numpy()
    encoder.train(training)
    return logits
