from argparse import ArgumentParser
from pathlib import Path

import torch

from telltale_training import average


def test_the_mean_of_two_sittings_is_resumed_as_the_last_one(tmp_path: Path) -> None:
    for name, value in (("before", 1.0), ("after", 4.0)):
        (tmp_path / name).mkdir()
        weights = {"head.weight": torch.full((1, 3), value)}
        state = {"encoder": weights, "average": weights, "passages": int(value), "optimiser": name}
        torch.save(state, tmp_path / name / average.CHECKPOINT)
    parser = ArgumentParser()
    average.arguments(parser)
    average.run(
        parser.parse_args(
            ["--runs", str(tmp_path / "before"), str(tmp_path / "after"), "--out", str(tmp_path / "mean")]
        )
    )
    state = torch.load(tmp_path / "mean" / average.CHECKPOINT, weights_only=True)
    assert state["average"]["head.weight"].tolist() == [[2.5, 2.5, 2.5]]
    assert state["encoder"]["head.weight"].tolist() == [[4.0, 4.0, 4.0]]
    assert (state["passages"], state["optimiser"]) == (4, "after")
