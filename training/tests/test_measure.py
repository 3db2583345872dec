import numpy as np

from telltale_training.measure import auroc, threshold_at, tpr_at


def test_auroc_of_perfect_and_of_useless_scores() -> None:
    label = np.array([0, 0, 1, 1])
    assert auroc(np.array([1.0, 2.0, 3.0, 4.0]), label) == 1.0
    assert auroc(np.array([4.0, 3.0, 2.0, 1.0]), label) == 0.0
    assert auroc(np.zeros(4), label) == 0.5


def test_auroc_counts_a_tie_as_half() -> None:
    assert auroc(np.array([1.0, 2.0, 2.0, 3.0]), np.array([0, 0, 1, 1])) == 0.875


def test_threshold_lets_no_more_than_the_rate_pass() -> None:
    human = np.arange(1000.0)
    for rate in (0.05, 0.01, 0.001, 0.0001):
        assert np.mean(human > threshold_at(human, rate)) <= rate


def test_tpr_at_a_rate() -> None:
    score = np.concatenate([np.arange(100.0), np.array([50.0, 98.5, 99.5, 200.0])])
    label = np.array([0] * 100 + [1] * 4)
    assert tpr_at(score, label, 0.01) == 0.75
    assert tpr_at(score, label, 0.0) == 0.5
