"""average: the mean of the encoders of several sittings.

    python -m telltale_training average --runs runs/deep-before runs/deep --out runs/average

Where training on only moves an encoder about on the flat floor of its loss, the middle of the places it was at does
better on sources never seen than any of them (Wortsman et al. 2022, Model soups). The runs must come from one another:
encoders that were trained apart have nothing between them. The new folder is resumed by `deep` as the last run would
be; `heads` fits its last layer.
"""

import argparse
from pathlib import Path

import torch

CHECKPOINT = "checkpoint.pt"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--runs", type=Path, nargs="+", required=True, help="folders of deep, the last one last")
    parser.add_argument("--out", type=Path, required=True)


def run(args: argparse.Namespace) -> None:
    states = [torch.load(run / CHECKPOINT, map_location="cpu", weights_only=True) for run in args.runs]
    average = {
        name: torch.stack([state["average"][name] for state in states]).mean(0) for name in states[-1]["average"]
    }
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save({**states[-1], "average": average}, args.out / CHECKPOINT)
    print(f"the mean of {len(states)} encoders, of {', '.join(str(s['passages']) for s in states)} passages")
