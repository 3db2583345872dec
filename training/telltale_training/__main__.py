"""python -m telltale_training <step> ..."""

import argparse
import importlib
import sys

STEPS = {
    "split": "one's own labelled JSONL -> what to train on, and what to hold out",
    "prepare": "labelled JSONL -> tokenised texts, without what overlaps a held-out set",
    "wide": "train the table of n-gram weights",
    "deep": "train the encoder",
    "heads": "fit the encoder's last layer to the end, and an early one",
    "export": "write wide.bin and the encoder's ONNX graph",
    "quantise": "make the graph int8",
    "calibrate": "find the parts' weights, the probabilities and the bands",
    "report": "measure every figure of the model card",
    "card": "write MODEL_CARD.md and model.json",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="telltale_training", description="Train Telltale's detector, step by step.")
    commands = parser.add_subparsers(dest="step", required=True)
    for step, help_line in STEPS.items():
        commands.add_parser(step, help=help_line, add_help=False)
    step = parser.parse_args(sys.argv[1:2]).step
    module = importlib.import_module(f"telltale_training.{step}")  # only this step's dependencies
    step_parser = argparse.ArgumentParser(prog=f"telltale_training {step}", description=module.__doc__)
    module.arguments(step_parser)
    module.run(step_parser.parse_args(sys.argv[2:]))


if __name__ == "__main__":
    main()
